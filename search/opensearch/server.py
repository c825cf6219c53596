"""The server at `SEARCH_URL`, OpenSearch or Elasticsearch: asked over plain HTTP, in what both of them speak."""

import base64
import json
import threading
import time
from collections.abc import Iterable, Mapping
from functools import lru_cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

from django.conf import settings

# A reader waits so long for each step of an answer, before PostgreSQL is asked instead.
SECONDS_TO_ANSWER = 2
# Whoever publishes waits so long until it can be found.
SECONDS_TO_WRITE = 10
# An index is made, or all of it made to be found.
SECONDS_TO_BUILD = 60
# After a failure nobody waits for a while.
SECONDS_OF_REST = 5
DEFAULT_NAME = "foui-search"


class NotAnswered(Exception):
    """The server has not answered, or not with what was asked for; the message says why."""


class Server:
    """The server at an address, whose path is the name of the index; a user and password in it are sent along."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self._host, self._port = str(parts.hostname), parts.port
        self._headers: dict[str, str] = {}
        if parts.username is not None:
            login = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
            self._headers["Authorization"] = f"Basic {base64.b64encode(login).decode()}"
        # The alias that readers ask; indices are called so with the moment they were made.
        self.alias = parts.path.strip("/") or DEFAULT_NAME
        # The address without what is secret in it.
        self.name = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/{self.alias}"
        self._connections = threading.local()
        self._rests_until = 0.0

    @property
    def is_resting(self) -> bool:
        """Whether it has failed a moment ago."""
        return time.monotonic() < self._rests_until

    def search(self, body: dict[str, Any]) -> Any:
        """What it answers to the search; all of it, never what only some shards had to say."""
        parameters = {"allow_partial_search_results": "false"}
        within = {"timeout": f"{SECONDS_TO_ANSWER}s"}
        answer = self.ask("POST", f"/{self.alias}/_search", within | body, parameters, seconds=SECONDS_TO_ANSWER)
        if answer["timed_out"] or answer["_shards"]["failed"]:
            raise self._failed("it answered a part only")
        return answer

    def write(self, index: str, lines: Iterable[str], *, refresh: bool) -> list[tuple[str, Any]]:
        """Write lines of the bulk API into the index; gives what became of each; `refresh`: once it can be found."""
        body = "".join(f"{line}\n" for line in lines).encode()
        parameters = {"refresh": "true" if refresh else "false"}
        answer = self.ask("POST", f"/{index}/_bulk", body, parameters, seconds=SECONDS_TO_WRITE)
        return [(action, result) for item in answer["items"] for action, result in item.items()]

    def ask(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | bytes | None = None,
        parameters: Mapping[str, str] | None = None,
        *,
        seconds: float = SECONDS_TO_BUILD,
        missing: Any = None,
    ) -> Any:
        """What it answers, decoded; `missing`, if that is given, when it says that there is no such thing.

        NotAnswered for everything else that is no success.
        """
        headers = dict(self._headers)
        if isinstance(body, bytes):
            headers["Content-Type"] = "application/x-ndjson"
        elif body is not None:
            headers["Content-Type"] = "application/json"
            body = json.dumps(body).encode()
        target = f"{path}?{urlencode(parameters)}" if parameters else path
        try:
            status, text = self._sent(method, target, body, headers, seconds)
        except (OSError, HTTPException) as error:
            self._rests_until = time.monotonic() + SECONDS_OF_REST
            raise self._failed(str(error) or type(error).__name__) from error
        if status == 404 and missing is not None:
            return missing
        if not 200 <= status < 300:
            if status == 429 or status >= 500:
                self._rests_until = time.monotonic() + SECONDS_OF_REST
            raise self._failed(f"it answered {status} to {method} {path}: {_reason(text)}")
        try:
            return json.loads(text)
        except ValueError as error:
            raise self._failed(f"it answered no JSON to {method} {path}") from error

    def close(self) -> None:
        """Close the connection that this thread has kept."""
        if (kept := getattr(self._connections, "kept", None)) is not None:
            kept.close()
        self._connections.kept = None

    def _sent(
        self, method: str, target: str, body: bytes | None, headers: Mapping[str, str], seconds: float
    ) -> tuple[int, bytes]:
        """Status and body of the response; over the connection that this thread has kept, if it still holds."""
        kept = getattr(self._connections, "kept", None)
        self._connections.kept = None
        if kept is not None:
            try:
                return self._sent_over(kept, method, target, body, headers, seconds)
            except TimeoutError:
                kept.close()
                raise
            except (OSError, HTTPException):
                # The server may have closed it long ago. Every request may be sent twice: the second changes nothing.
                kept.close()
        fresh = self._kind(self._host, self._port, timeout=seconds)
        try:
            return self._sent_over(fresh, method, target, body, headers, seconds)
        except (OSError, HTTPException):
            fresh.close()
            raise

    def _sent_over(
        self,
        connection: HTTPConnection,
        method: str,
        target: str,
        body: bytes | None,
        headers: Mapping[str, str],
        seconds: float,
    ) -> tuple[int, bytes]:
        if connection.sock is not None:
            connection.sock.settimeout(seconds)
        connection.request(method, target, body, dict(headers))
        response = connection.getresponse()
        text = response.read()
        if response.will_close:
            connection.close()
        else:
            self._connections.kept = connection
        return response.status, text

    def _failed(self, why: str) -> NotAnswered:
        return NotAnswered(f"The search server at {self.name} did not answer: {why}")


def server() -> Server:
    """The server that the settings name; there must be one."""
    return _server(settings.SEARCH_URL)


@lru_cache(maxsize=8)
def _server(url: str) -> Server:
    return Server(url)


def _reason(text: bytes) -> str:
    """What a refusal says of its reason, in one short line."""
    try:
        error = json.loads(text)["error"]
        reason = error if isinstance(error, str) else f"{error['type']}, {error['reason']}"
    except (ValueError, KeyError, TypeError):
        reason = text.decode(errors="replace")
    return " ".join(reason.split())[:300]
