"""One request to a receiver: to an address that was checked, no redirect further, and never longer than agreed."""

import ssl
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpcore

from cms.webhooks.addresses import Refused, addresses_of

SECONDS_TO_CONNECT = 5.0
# From the first byte to the last that is read.
SECONDS_TO_ANSWER = 10.0
# In bytes: what is kept of the answer, for whoever has to find out what is wrong.
MOST_OF_ANSWER = 2_000


@dataclass(frozen=True)
class Answer:
    """What came of a request: a status and the beginning of a text, or the problem, in Norwegian."""

    status: int | None
    text: str
    problem: str
    milliseconds: int

    @property
    def is_success(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def post(url: str, headers: Mapping[str, str], body: str) -> Answer:
    """Send the body; whatever goes wrong is told in the answer."""
    began = time.monotonic()
    status, text, problem = None, "", ""
    try:
        status, text = _answered(url, headers, body, began + SECONDS_TO_CONNECT + SECONDS_TO_ANSWER)
    except Refused as error:
        problem = str(error)
    except httpcore.TimeoutException:
        problem = "Mottakeren brukte for lang tid."
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, OSError) as error:
        problem = f"Ingen forbindelse: {error or type(error).__name__}"
    if status is not None and 300 <= status < 400:
        problem = "Mottakeren viser videre til en annen adresse. Varsler følger ikke med dit."
    return Answer(status, text, problem[:500], round((time.monotonic() - began) * 1000))


def _answered(url: str, headers: Mapping[str, str], body: str, deadline: float) -> tuple[int, str]:
    timeouts = {"connect": SECONDS_TO_CONNECT, "read": SECONDS_TO_ANSWER, "write": SECONDS_TO_ANSWER}
    sent = [*headers.items(), ("Accept-Encoding", "identity"), ("Connection", "close")]
    read = b""
    with (
        httpcore.ConnectionPool(ssl_context=_trusted(), network_backend=_Checked(deadline)) as pool,
        pool.stream("POST", url, headers=sent, content=body.encode(), extensions={"timeout": timeouts}) as response,
    ):
        # An answer that breaks off, or never ends, has still said whether the message has arrived.
        with suppress(httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError):
            for part in response.iter_stream():
                read += part
                if len(read) >= MOST_OF_ANSWER:
                    break
        # PostgreSQL keeps no text with the character number 0.
        return response.status, read[:MOST_OF_ANSWER].decode(errors="replace").replace("\0", "�")


@cache
def _trusted() -> ssl.SSLContext:
    """The authorities that come with the packages and those of the machine, as a network of one's own may have."""
    context = httpcore.default_ssl_context()
    context.load_default_certs()
    return context


class _Checked(httpcore.NetworkBackend):
    """Connects to the very number that was checked; TLS still asks for a certificate of the name."""

    def __init__(self, deadline: float) -> None:
        self._deadline = deadline
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failed: Exception = Refused(f"{host} har ingen adresse.")
        for number in addresses_of(host, port):
            seconds = min(timeout or SECONDS_TO_CONNECT, _left(self._deadline, httpcore.ConnectTimeout))
            try:
                return _Bounded(self._backend.connect_tcp(number, port, seconds), self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed


class _Bounded(httpcore.NetworkStream):
    """A connection that ends in time, also with somebody who sends a byte now and then."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        seconds = min(SECONDS_TO_CONNECT, _left(self._deadline, httpcore.ConnectTimeout))
        return _Bounded(self._stream.start_tls(ssl_context, server_hostname, seconds), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(deadline: float, too_late: type[httpcore.TimeoutException]) -> float:
    """The seconds until the deadline, at most those for an answer."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise too_late("deadline")
    return min(left, SECONDS_TO_ANSWER)
