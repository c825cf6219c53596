"""Whatever is down, slow or killed: a message arrives, signed, under one id, and is not sent again once it has."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from cms import scheduled
from cms.webhooks import posting, sending
from cms.webhooks.erasing import DAYS_KEPT, erase_webhook_log
from cms.webhooks.kinds import EventKind
from cms.webhooks.models import Delivery, DeliveryStatus, Endpoint, Event
from cms.webhooks.sending import MOST_TRIES, PAUSES, Sending, send_due, send_next
from cms.webhooks.signing import secret_of
from cms.webhooks.telling import Happening, tell, write
from tests.factories import ThemeFactory
from tests.shared_cache import PROJECT, eventually, free_port, of_the_tests
from tests.webhooks.receiving import Receiver, said_to

committed = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def happen(number=1, **fields):
    """Puts events about a theme into the outbox."""
    data = {"id": "VGhlbWU6MQ", "type": "Theme"}
    write(
        [Happening(**{"kind": EventKind.CHANGED, "tags": ["theme-1"], "type": "Theme", "data": data, **fields})]
        * number
    )


def make_due():
    """Lets the pauses be over; gives how long they would have been, rounded."""
    waiting = Delivery.objects.get(status=DeliveryStatus.WAITING)
    pause = round((waiting.next_try_at - timezone.now()).total_seconds())
    Delivery.objects.filter(pk=waiting.pk).update(next_try_at=timezone.now())
    return pause


def log():
    return [
        (one.status, one.tries, [attempt.status for attempt in one.attempts.all()])
        for one in Delivery.objects.order_by("pk")
    ]


@pytest.mark.django_db
def test_a_receiver_that_fails_twice_gets_three_tries_with_one_id_and_valid_signatures(receiver):
    endpoint = receiver.endpoint()
    receiver.statuses, receiver.body = [500, 500, 200], b"Beklager\0"
    happen()

    arrived = [send_next(endpoint.pk)]
    pauses = []
    for _ in range(2):
        pauses.append(make_due())
        arrived.append(send_next(endpoint.pk))
    again = send_next(endpoint.pk)

    assert (arrived, again) == ([False, False, True], False)
    assert pauses == [5, 30]
    assert log() == [("delivered", 3, [500, 500, 200])]
    assert Delivery.objects.get().attempts.first().answer == "Beklager�"
    assert {message.id for message in receiver.messages} == {Event.objects.get().message_id}
    said = said_to(receiver, endpoint)
    assert len(said) == 3
    assert said[0]["type"] == "content.changed"
    assert said[0]["data"] == {"id": "VGhlbWU6MQ", "type": "Theme", "tags": ["theme-1"]}


@pytest.mark.django_db
def test_a_receiver_that_never_takes_it_is_given_up_after_eight_tries_and_the_log_says_so(receiver, caplog):
    endpoint = receiver.endpoint(name="Nettstedet")
    receiver.statuses = [503] * MOST_TRIES
    happen()

    for pause in PAUSES:
        assert not send_next(endpoint.pk)
        assert make_due() == pause.total_seconds()
    before = caplog.text
    send_next(endpoint.pk)

    assert log() == [("given_up", 8, [503] * 8)]
    assert before == ""
    assert "to 'Nettstedet' is given up after 8 tries: it answered 503" in caplog.text
    assert not send_next(endpoint.pk)


@pytest.mark.django_db
def test_messages_come_in_the_order_in_which_things_happened(receiver):
    endpoint = receiver.endpoint()
    for path in ("/en/", "/to/", "/tre/"):
        happen(data={"path": path})

    while send_next(endpoint.pk):
        pass

    assert [one["data"]["path"] for one in said_to(receiver, endpoint)] == ["/en/", "/to/", "/tre/"]


@pytest.mark.django_db
def test_a_receiver_hears_of_what_it_has_chosen_and_of_everything_alone(receiver):
    receiver.endpoint(name="alle")
    receiver.endpoint(name="arrangementer", types=["EventPage"])
    receiver.endpoint(name="slettet", kinds=["content.deleted"])
    receiver.endpoint(name="pause", is_active=False)

    for kind, type_name in (
        (EventKind.CHANGED, "EventPage"),
        (EventKind.DELETED, "Theme"),
        (EventKind.SITE, ""),
        (EventKind.EVERYTHING, ""),
    ):
        happen(kind=kind, type=type_name)

    heard = {(one.event.kind, one.endpoint.name) for one in Delivery.objects.all()}
    assert heard == {
        ("content.changed", "alle"),
        ("content.changed", "arrangementer"),
        ("content.deleted", "alle"),
        ("content.deleted", "slettet"),
        ("site.changed", "alle"),
        ("site.changed", "arrangementer"),
        ("everything.changed", "alle"),
        ("everything.changed", "arrangementer"),
        ("everything.changed", "slettet"),
    }


@pytest.mark.django_db
def test_what_nobody_wants_to_hear_of_is_not_even_written(receiver):
    receiver.endpoint(types=["EventPage"])

    happen()

    assert not Event.objects.exists()


@pytest.mark.django_db
def test_a_receiver_that_is_gone_is_paused(receiver):
    endpoint = receiver.endpoint()
    receiver.statuses = [410]
    happen(2)

    assert not send_next(endpoint.pk)

    endpoint.refresh_from_db()
    assert not endpoint.is_active
    assert log() == [("given_up", 1, [410]), ("waiting", 0, [])]
    assert not send_next(endpoint.pk)


@pytest.mark.django_db
def test_a_redirect_is_not_followed(receiver):
    endpoint = receiver.endpoint()
    receiver.statuses, receiver.headers = [302], {"Location": receiver.url}
    happen()

    assert not send_next(endpoint.pk)

    assert len(receiver.messages) == 1
    assert Delivery.objects.get().attempts.get().problem.startswith("Mottakeren viser videre")


@pytest.mark.django_db
def test_a_receiver_that_is_down_is_tried_again_later():
    endpoint = Endpoint.objects.create(name="nede", url=f"http://127.0.0.1:{free_port()}/")
    happen()

    assert not send_next(endpoint.pk)

    attempt = Delivery.objects.get().attempts.get()
    assert (attempt.status, attempt.problem) == (None, "Ingen forbindelse: [Errno 111] Connection refused")
    assert make_due() == 5


@pytest.mark.django_db
def test_a_receiver_that_sends_its_answer_byte_by_byte_is_left_in_time(monkeypatch):
    monkeypatch.setattr(posting, "SECONDS_TO_CONNECT", 0.2)
    monkeypatch.setattr(posting, "SECONDS_TO_ANSWER", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as server:
        endpoint = Endpoint.objects.create(name="treg", url=f"http://127.0.0.1:{server.getsockname()[1]}/")
        happen()

        def drip():
            caller, _ = server.accept()
            with caller, suppress(OSError):
                while True:
                    caller.send(b"H")
                    time.sleep(0.02)

        dripping = threading.Thread(target=drip)
        dripping.start()
        assert not send_next(endpoint.pk)
        dripping.join()

    assert Delivery.objects.get().attempts.get().problem == "Mottakeren brukte for lang tid."


@pytest.mark.django_db
def test_of_a_long_answer_the_beginning_is_kept(receiver):
    endpoint = receiver.endpoint()
    receiver.statuses, receiver.body = [200], "å".encode() * 1_000_000
    happen()

    assert send_next(endpoint.pk)

    assert Delivery.objects.get().attempts.get().answer == "å" * (posting.MOST_OF_ANSWER // 2)


@pytest.mark.django_db
def test_for_a_day_messages_are_signed_with_both_secrets_after_a_new_one(receiver):
    endpoint = receiver.endpoint()
    former = secret_of(endpoint.salt)

    new = endpoint.rotate_secret()
    happen()
    send_next(endpoint.pk)
    type(endpoint).objects.update(former_until=timezone.now())
    happen()
    send_next(endpoint.pk)

    first, second = receiver.messages
    assert first.verified_by(former) == first.verified_by(new)
    assert second.verified_by(new)
    assert len(second.headers["webhook-signature"].split()) == 1


@pytest.mark.django_db
def test_old_events_are_forgotten_with_their_log(receiver):
    endpoint = receiver.endpoint()
    happen(2)
    send_next(endpoint.pk)
    old = Event.objects.order_by("pk").first()
    Event.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=DAYS_KEPT, seconds=1))

    erase_webhook_log()

    assert log() == [("waiting", 0, [])]


@committed
def test_what_is_committed_is_told_of_once_whoever_tells_and_what_is_rolled_back_never(receiver):
    tell()
    endpoint = receiver.endpoint()

    theme = ThemeFactory()
    before = list(Event.objects.all())
    scheduled.run_scheduled()
    scheduled.run_scheduled()

    assert before == []
    assert [(one["type"], one["data"]["tags"]) for one in said_to(receiver, endpoint)] == [
        ("content.published", ["theme", f"theme-{theme.pk}"])
    ]


@committed
def test_while_one_sends_a_message_nobody_else_does_and_another_receiver_does_not_wait(receiver):
    slow, quick = receiver.endpoint(name="treg"), Receiver()
    quick.endpoint(name="rask")
    happen()
    during = []

    def meanwhile():
        receiver.before_answer = lambda: None
        try:
            being_sent = Delivery.objects.get(endpoint=slow)
            during.extend([send_next(slow.pk), being_sent.put_back(), eventually(lambda: quick.messages) < 30])
        finally:
            connections.close_all()

    receiver.before_answer = meanwhile
    send_due()
    quick.close()

    assert during == [False, False, True]
    assert len(receiver.messages) == 1
    assert log() == [("delivered", 1, [204])] * 2


@committed
def test_stopped_it_lets_arrive_what_is_on_its_way_and_begins_with_nothing_else(receiver):
    receiver.endpoint()
    happen(2)
    at_work = Sending()
    stopped = []

    def stop():
        at_work._is_stopped.set()
        stopped.append(True)

    receiver.before_answer = stop
    at_work.begin()
    at_work.stop()

    assert stopped == [True]
    assert log() == [("delivered", 1, [204]), ("waiting", 0, [])]


@committed
def test_killed_between_commit_and_send_and_while_sending_it_is_still_delivered_once(receiver):
    """When it happens nobody sends; the first who does is killed before it hears the answer; then comes another."""
    tell()
    endpoint = receiver.endpoint()
    theme = ThemeFactory()
    process = None

    def kill():
        receiver.before_answer = lambda: None
        process.send_signal(signal.SIGKILL)
        process.wait()

    receiver.before_answer = kill
    process = subprocess.Popen(
        [sys.executable, "manage.py", "webhooks", "send"],
        cwd=PROJECT,
        env={
            "PATH": os.environ["PATH"],
            "DEBUG": "1",
            "DATABASE_URL": of_the_tests(),
            "DJANGO_SETTINGS_MODULE": "cms.settings",
        },
    )
    eventually(lambda: process.poll() is not None, seconds=120)
    undone = log()
    send_due()
    send_due()

    assert process.returncode == -signal.SIGKILL
    assert undone == [("waiting", 0, [])]
    assert log() == [("delivered", 1, [204])]
    assert len({message.id for message in receiver.messages}) == 1
    assert [one["data"]["tags"] for one in said_to(receiver, endpoint)] == [["theme", f"theme-{theme.pk}"]] * 2


@pytest.mark.django_db
def test_the_body_is_what_the_specification_asks_for(receiver):
    receiver.endpoint()
    happen(type="", path="", data={}, kind=EventKind.SITE, tags=["redirect"])

    body = json.loads(Event.objects.get().body)

    assert list(body) == ["type", "timestamp", "data"]
    assert body["timestamp"].endswith("Z")
    assert sending.headers_of(Event.objects.get(), receiver.endpoint(name="to"))["Content-Type"].startswith(
        "application/json"
    )
