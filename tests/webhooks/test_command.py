"""`manage.py webhooks`, for operators."""

import pytest
from django.core.management import CommandError, call_command

from cms.webhooks.models import Delivery, Event
from cms.webhooks.sending import send_next
from cms.webhooks.signing import secret_of
from cms.webhooks.telling import write_trial
from tests.page_factories import ArticleIndexPageFactory
from tests.webhooks.receiving import Message

pytestmark = pytest.mark.django_db


def test_a_dry_run_prints_the_request_and_neither_sends_nor_writes(receiver, happened, home, capsys):
    endpoint = receiver.endpoint()
    receiver.endpoint(name="bare arrangementer", types=["EventPage"])
    ArticleIndexPageFactory(parent=home, slug="artikler")
    happened()

    call_command("webhooks", "dry-run", "/artikler/", "--kind", "published")

    head, _, body = capsys.readouterr().out.partition("\n\n")
    first, *headers = head.splitlines()
    message = Message(dict(line.split(": ", 1) for line in headers), body.strip().encode())
    said = message.verified_by(secret_of(endpoint.salt))
    assert first == f"POST {receiver.url}"
    assert (said["type"], said["data"]["path"]) == ("content.published", "/artikler/")
    assert receiver.messages == []
    assert not Event.objects.exists()


def test_a_dry_run_of_nothing_says_so(capsys):
    call_command("webhooks", "dry-run")

    assert capsys.readouterr().out == "Nobody would be told of anything.\n"


def test_what_was_given_up_is_sent_again(receiver, capsys):
    endpoint = receiver.endpoint(name="Nettstedet")
    deliveries = [write_trial(endpoint), write_trial(endpoint)]
    Delivery.objects.update(status="given_up", tries=8)

    call_command("webhooks", "status")
    call_command("webhooks", "replay", deliveries[0].event.message_id)
    call_command("webhooks", "replay", "--given-up", "--endpoint", "Nettstedet")
    while send_next(endpoint.pk):
        pass

    assert capsys.readouterr().out == (
        f"Nettstedet: active, 0 waiting, 2 given up ({receiver.url})\n1 in the outbox again.\n1 in the outbox again.\n"
    )
    assert [one.id for one in receiver.messages] == [one.event.message_id for one in deliveries]


def test_a_trial_is_put_into_the_outbox(receiver, capsys):
    endpoint = receiver.endpoint(name="Nettstedet")

    call_command("webhooks", "trial", "Nettstedet")

    assert send_next(endpoint.pk)
    assert capsys.readouterr().out == f"{receiver.messages[0].id} is in the outbox.\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["replay"], "Say which messages"),
        (["trial", "Ingen"], "There is no receiver called 'Ingen'"),
        (["dry-run", "/finnes-ikke/"], "No public page that receivers know of has the path /finnes-ikke/"),
    ],
)
def test_what_it_cannot_do_is_said(arguments, message):
    with pytest.raises(CommandError, match=message):
        call_command("webhooks", *arguments)
