"""The process beside the server tells of changes when they happen, and outlives the database."""

import signal
import threading
from contextlib import suppress

import pytest
from django.db import DatabaseError, connections

from cms.webhooks import following
from cms.webhooks.sending import Sending
from cms.webhooks.telling import tell
from tests.factories import ThemeFactory
from tests.shared_cache import eventually


class Ended(Exception):
    """The process has been asked to end."""


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_change_is_told_of_without_anybody_asking(receiver, monkeypatch):
    tell()
    receiver.endpoint()
    listening, sending = threading.Event(), Sending()

    def listen():
        def told():
            tell()
            listening.set()

        monkeypatch.setattr(following, "tell", told)
        with suppress(Ended):
            following._follow(sending)
        connections.close_all()

    def end():
        raise Ended

    thread = threading.Thread(target=listen)
    thread.start()
    assert listening.wait(30)
    ThemeFactory()
    eventually(lambda: receiver.messages)
    monkeypatch.setattr(following, "tell", end)
    thread.join()
    sending.stop()

    assert len(receiver.messages) == 1


def test_without_the_database_or_with_a_fault_of_ours_it_goes_on_and_ends_when_asked(monkeypatch, caplog):
    handlers, began = {}, []

    def follow(sending):
        began.append(sending)
        if len(began) == 1:
            raise DatabaseError("den er\nborte")
        if len(began) == 2:
            raise ValueError("nei")
        handlers[signal.SIGTERM](signal.SIGTERM, None)

    monkeypatch.setattr(signal, "signal", handlers.__setitem__)
    monkeypatch.setattr(following, "SECONDS_TO_RECOVER", 0)
    monkeypatch.setattr(following, "_follow", follow)
    monkeypatch.setattr(following.connection, "close", lambda: None)

    with pytest.raises(SystemExit):
        following.keep_telling()

    assert len(began) == 3
    assert began[0]._is_stopped.is_set()
    assert handlers.keys() == {signal.SIGTERM, signal.SIGINT}
    assert "Webhooks wait for the database (den er borte)" in caplog.text
    assert "Webhooks could not be told" in caplog.text
