"""A worker that another one takes over from: what its last answers tell their clients."""

import os
import signal
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import RequestFactory

from cms import handing_over

Headers = list[tuple[str, str]]


@pytest.fixture(autouse=True)
def worker(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This process, as a worker is when it begins."""
    monkeypatch.setattr(handing_over, "_has_been_told", threading.Event())
    before = signal.getsignal(signal.SIGHUP)
    handing_over.hand_over_on_signal()
    yield
    signal.signal(signal.SIGHUP, before)


def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"ok"]


def headers_of_an_answer() -> Headers:
    found: Headers = []

    def start_response(status: str, headers: Headers, *rest: Any) -> Any:
        found.extend(headers)

    handing_over.handing_over(application)(RequestFactory().get("/healthz").environ, start_response)
    return found


def test_a_worker_lets_its_clients_keep_their_connections() -> None:
    assert "Connection" not in dict(headers_of_an_answer())


def test_a_worker_that_has_been_told_to_hand_over_tells_its_clients_to_close_their_connections() -> None:
    before = headers_of_an_answer()
    os.kill(os.getpid(), signal.SIGHUP)

    after = headers_of_an_answer()
    assert after[-1] == ("Connection", "close")
    assert {name for name, _ in after[:-1]} == {name for name, _ in before}
