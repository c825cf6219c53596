"""A shared cache before the site, Varnish or a CDN: told over HTTP which answers to drop."""

import base64
from collections.abc import Iterable, Iterator
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import unquote, urlsplit

from cms.api.tags import EVERY_ANSWER, EVERYTHING

SECONDS_TO_CONFIRM = 5
# Caches take some 8,000 bytes for a header, and Cloudflare 100 tags at a time.
LONGEST_HEADER = 4_000
MOST_TAGS = 100


class NotPurged(Exception):
    """The cache has not confirmed; the message says why."""


class SharedCache:
    """The cache at an address; a user and password in it are sent along."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self._host, self._port = str(parts.hostname), parts.port
        self._path = parts.path or "/"
        self._headers: dict[str, str] = {}
        if parts.username is not None:
            login = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
            self._headers["Authorization"] = f"Basic {base64.b64encode(login).decode()}"
        # The address without what is secret in it.
        self.name = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()

    def purge(self, tags: Iterable[str]) -> list[str]:
        """Have every answer dropped that has one of the tags; gives what the cache said. `NotPurged` if it has not."""
        said: list[str] = []
        connection = self._kind(self._host, self._port, timeout=SECONDS_TO_CONFIRM)
        try:
            for part in in_parts(tags):
                headers = {"xkey-purge": " ".join(part), "Cache-Tag": ",".join(part)}
                connection.request("PURGE", self._path, headers=self._headers | headers)
                response = connection.getresponse()
                response.read()
                said.append(f"{response.status} {response.reason}")
                if not 200 <= response.status < 300:
                    raise NotPurged(f"it answered {said[-1]}")
        except (OSError, HTTPException) as error:
            raise NotPurged(str(error) or type(error).__name__) from error
        finally:
            connection.close()
        return said


def in_parts(tags: Iterable[str]) -> Iterator[list[str]]:
    """The tags in parts that fit into one request each."""
    tags = set(tags)
    if EVERYTHING in tags:
        yield [EVERY_ANSWER]
        return
    part: list[str] = []
    length = 0
    for tag in sorted(tags):
        if part and (length + len(tag) >= LONGEST_HEADER or len(part) == MOST_TAGS):
            yield part
            part, length = [], 0
        part.append(tag)
        length += len(tag) + 1
    if part:
        yield part
