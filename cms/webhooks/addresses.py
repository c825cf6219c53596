"""Which addresses a webhook may be sent to: those on the open internet, and hosts that the operator has named.

An address is looked at twice: as it is written, when somebody saves it, and as what the name stands for, each time
before a connection is made to that very number. So a name that leads elsewhere tomorrow leads nowhere.
"""

import ipaddress
import re
import socket
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError

from cms.api.internet import Address, may_connect

# Visible characters of ASCII, as in a request's first line; other letters come encoded.
_WRITABLE = re.compile(r"[!-~]+")


class Refused(Exception):
    """The host is not one that may be connected to; the message says why, in Norwegian."""


def validate_address(url: str) -> None:
    """Whether the URL is one that webhooks may be sent to, as far as it can be told before asking what it stands for.

    ValidationError says what is wrong.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or port == 0 or parts.scheme not in {"http", "https"} or not _WRITABLE.fullmatch(url):
        raise ValidationError("Skriv en hel nettadresse, for eksempel https://www.example.no/webhooks/.")
    if parts.username is not None or parts.fragment:
        raise ValidationError("Adressen kan ikke ha brukernavn, passord eller noe etter «#».")
    if parts.scheme != "https" and not is_named(host):
        raise ValidationError("Adressen må begynne med https://, for varsler sendes over det åpne nettet.")
    literal = _literal(host)
    if literal is not None and not may_connect(literal, is_named=is_named(host)):
        raise ValidationError(
            "Adressen er i et privat nett. Driftsansvarlig kan tillate den med WEBHOOK_PRIVATE_HOSTS."
        )


def is_named(host: str) -> bool:
    """Whether the operator has named the host as one in a network of their own."""
    return host.lower() in settings.WEBHOOK_PRIVATE_HOSTS


def addresses_of(host: str, port: int) -> list[str]:
    """The numbers that the host's name stands for at this moment, each of which may be connected to.

    `Refused` if one of them may not: a name that stands for both kinds is a trap.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Refused(f"Fant ikke {host} (DNS).") from error
    numbers = list(dict.fromkeys(str(one[4][0]) for one in found))
    for number in numbers:
        if not may_connect(ipaddress.ip_address(number), is_named=is_named(host)):
            raise Refused(f"{host} står for {number}, som er i et privat nett.")
    return numbers


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
