"""Reads settings from the environment, and explains a missing or wrong one in one line."""

import ipaddress
import os
import re
from collections.abc import Callable
from email.utils import getaddresses
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import parse_qsl, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string
from environ import Env

# What is left there is only worth having when it comes sooner than one could make it.
REDIS_SECONDS = 0.5
_YES = {"1", "true", "yes", "on"}
_NO = {"0", "false", "no", "off", ""}
# What OpenSearch and Elasticsearch allow, and some room for the moment at which an index is made.
_INDEX_NAME = re.compile(r"(?:/[a-z0-9][a-z0-9_-]{0,99})?")

# No setting needs more digits, and Python reads no more than 4,300.
_MOST_DIGITS = 18
_WHOLE_NUMBER = re.compile(r"-?[0-9]+")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]{0,250}[a-z0-9])?")


def refuse(name: str, problem: str, looks_like: str) -> NoReturn:
    """Stop the start with one line that names the variable and what it should look like.

    An exit and not an exception: whoever loads the settings (manage.py, granian, pytest) then prints
    this line alone, without a traceback. The value itself is never repeated, since it may be a secret.
    """
    raise SystemExit(f"{name} {problem}: it should look like {looks_like}")


def text(name: str, *, default: str | None, looks_like: str) -> str:
    """The variable's value; with no default it must be set and not empty."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        refuse(name, "is missing", looks_like)
    return default


def is_weak_key(key: str) -> bool:
    """Whether what is signed with the key could be forged by whoever guesses it."""
    return len(key) < 50 or len(set(key)) < 5


def flag(name: str, *, default: bool) -> bool:
    """Whether the variable says yes."""
    value = os.environ.get(name)
    if value is None:
        return default
    word = value.strip().lower()
    if word not in _YES | _NO:
        refuse(name, "is neither yes nor no", "1 or 0")
    return word in _YES


def number(name: str, *, default: int, at_least: int = 0, at_most: int | None = None) -> int:
    """The variable as a whole number within its bounds."""
    value = text(name, default=str(default), looks_like=str(default))
    bounds = f"a whole number from {at_least} " + ("upwards" if at_most is None else f"to {at_most}")
    if not _WHOLE_NUMBER.fullmatch(value):
        refuse(name, "is not a whole number", f"{default}, {bounds}")
    if len(value) > _MOST_DIGITS or int(value) < at_least or (at_most is not None and int(value) > at_most):
        refuse(name, "is out of bounds", f"{default}, {bounds}")
    return int(value)


def names(name: str, *, default: list[str] | None, looks_like: str) -> list[str]:
    """The variable as a list, its items separated by commas."""
    value = text(name, default=None if default is None else ",".join(default), looks_like=looks_like)
    return [item.strip() for item in value.split(",") if item.strip()]


def hosts(name: str, *, default: list[str]) -> list[str]:
    """The variable as a list of host names or IP addresses without ports, separated by commas, in lower case."""
    looks_like = "frontend.internal,10.0.0.7"
    found = [host.strip("[]").lower() for host in names(name, default=default, looks_like=looks_like)]
    if not all(_HOST.fullmatch(host) or _is_ip(host) for host in found):
        refuse(name, "holds something that is neither a host's name nor its IP address", looks_like)
    return found


def own_address(name: str, *, default: str) -> str:
    """The variable as the IP address of this machine that the server listens at; it takes no host's name."""
    value = text(name, default=default, looks_like=default).strip("[]")
    if not _is_ip(value):
        refuse(name, "is no IP address", f"{default}, or 0.0.0.0 for all addresses of the machine")
    return value


def served_hosts(name: str, *, default: list[str] | None) -> list[str]:
    """The variable as host names and IP addresses without ports, separated by commas; `.example.no` is all below it."""
    looks_like = "cms.example.no,www.example.no"
    found = names(name, default=default, looks_like=looks_like)
    plain = [host.removeprefix(".").strip("[]").lower() for host in found if host != "*"]
    if not found or not all(_HOST.fullmatch(host) or _is_ip(host) for host in plain):
        refuse(name, "holds something that is neither a host's name nor its IP address", looks_like)
    return found


def web_address(name: str, *, default: str) -> str:
    """The variable as an address of a web site, without a slash at its end; empty only when that is the default."""
    value = text(name, default=default, looks_like="https://www.example.no")
    if value and not _is_web_address(value):
        refuse(name, "is not a web address", "https://www.example.no")
    return value.rstrip("/")


def web_origins(name: str, *, default: list[str]) -> list[str]:
    """The variable as a list of web addresses, separated by commas."""
    looks_like = "https://www.example.no,https://admin.example.no"
    addresses = names(name, default=default, looks_like=looks_like)
    if not all(_is_web_address(address) for address in addresses):
        refuse(name, "holds something that is not a web address", looks_like)
    return addresses


def search_address(name: str) -> str:
    """The variable as the address of a search server, its path the name of an index there; empty when there is none."""
    looks_like = "https://user:password@search.example.no:9200"
    value = text(name, default="", looks_like=looks_like).rstrip("/")
    if value and not _is_web_address(value):
        refuse(name, "is not a web address", looks_like)
    if value and not _INDEX_NAME.fullmatch(urlsplit(value).path):
        refuse(name, "names no index that a server could have", f"{looks_like}/foui-search")
    return value


def database(url: str) -> dict[str, Any]:
    """Django's description of the PostgreSQL database behind a DATABASE_URL."""
    looks_like = "postgres://user:password@host:5432/name"
    if urlsplit(url).scheme not in {"postgres", "postgresql"}:
        refuse("DATABASE_URL", "is not the address of a PostgreSQL database", looks_like)
    parsed = _parsed("DATABASE_URL", url, Env.db_url_config, looks_like)
    if not parsed["NAME"]:
        refuse("DATABASE_URL", "names no database", looks_like)
    return parsed


def cache(name: str, *, default: str) -> dict[str, Any]:
    """Django's description of the cache behind a cache URL; nobody waits long for a Redis that does not answer."""
    looks_like = "rediscache://host:6379/0 or locmemcache://"
    parsed = _parsed(name, text(name, default=default, looks_like=looks_like), _cache_config, looks_like)
    if "redis" in parsed["BACKEND"].lower():
        patience = {"socket_timeout": REDIS_SECONDS, "socket_connect_timeout": REDIS_SECONDS}
        parsed["OPTIONS"] = patience | parsed.get("OPTIONS", {})
    return parsed


def email(name: str, *, default: str) -> dict[str, Any]:
    """Django's EMAIL_… settings behind an e-mail URL."""
    looks_like = "smtp+tls://user:password@host:587 or consolemail://"
    return _parsed(name, text(name, default=default, looks_like=looks_like), Env.email_url_config, looks_like)


def sender(name: str, *, default: str) -> str:
    """The variable as an e-mail address to write from, with a name before it or without."""
    value = text(name, default=default, looks_like=default)
    addresses = [address for _, address in getaddresses([value])]
    if len(addresses) != 1 or not _EMAIL.fullmatch(addresses[0]):
        refuse(name, "is no e-mail address", "FoUI <post@example.no>")
    return value


def storage(name: str, *, default: str) -> dict[str, Any]:
    """Django's description of a file storage: a dotted class name, its options after a question mark."""
    looks_like = "storages.backends.s3.S3Storage?bucket_name=foui"
    backend, _, options = text(name, default=default, looks_like=looks_like).partition("?")
    try:
        import_string(backend)
    except ImportError:
        refuse(name, "names a storage class that is not installed", looks_like)
    return {"BACKEND": backend, "OPTIONS": dict(parse_qsl(options))}


def directory(name: str, *, default: Path) -> Path:
    """The variable as an absolute directory, which may have to be made yet."""
    path = Path(text(name, default=str(default), looks_like=str(default)))
    if not path.is_absolute():
        refuse(name, "is not an absolute path", "/srv/foui/media")
    nearest = next(one for one in (path, *path.parents) if os.path.lexists(one))
    if not nearest.is_dir():
        refuse(name, "is no directory, or below what is none", "/srv/foui/media")
    return path


def _is_ip(value: str) -> bool:
    try:
        ipaddress.ip_address(value)
    except ValueError:
        return False
    return True


def _is_web_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _cache_config(url: str) -> dict[str, Any]:
    parsed: dict[str, Any] = Env.cache_url_config(url)
    locations = parsed["LOCATION"] if isinstance(parsed["LOCATION"], list) else [parsed["LOCATION"]]
    for location in locations:
        _ = urlsplit(location).port  # ValueError for one that is no number
    return parsed


def _parsed(name: str, url: str, parse: Callable[[str], dict[str, Any]], looks_like: str) -> dict[str, Any]:
    try:
        return parse(url)
    except (ImproperlyConfigured, KeyError, ValueError):
        refuse(name, "cannot be understood", looks_like)
