"""The last answers of a worker, once others have taken over: each tells its client to close the connection.

A client sends its next request on a connection that it keeps open without knowing that the worker is about to end, and
gets no answer. RFC 9112, section 9.6, has no other way to let it know beforehand.
"""

import signal
import threading
from types import FrameType
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_has_been_told = threading.Event()


def hand_over_on_signal() -> None:
    """From SIGHUP on, tell the clients of this process to close their connections."""
    signal.signal(signal.SIGHUP, _hand_over)


def handing_over(application: WSGIApplication) -> WSGIApplication:
    """The application, whose answers say `Connection: close` once this process has been told to hand over."""

    def application_then_close(environ: WSGIEnvironment, start_response: StartResponse) -> Any:
        if not _has_been_told.is_set():
            return application(environ, start_response)

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            return start_response(status, [*headers, ("Connection", "close")], *rest)

        return application(environ, start)

    return application_then_close


def _hand_over(signal_number: int, frame: FrameType | None) -> None:
    _has_been_told.set()
