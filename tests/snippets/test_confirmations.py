"""Once a year contacts are asked whether their entry holds; whoever never answers is hidden, and then erased."""

import datetime
import re

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.people import erase_unconfirmed, traces
from cms.roles import set_up_roles
from snippets.confirmations.reviewing import ERASED_AFTER, HIDDEN_AFTER, REMINDED_AFTER, due, review_contacts
from snippets.models import Contact, ContactConfirmation, Municipality
from tests.factories import ContactFactory

DAY = datetime.timedelta(days=1)
MINE = """
query ($token: String!) { contactConfirmation(token: $token) { status isPublic name email emailIsPublic } }
"""
CONFIRM = """
mutation ($input: ConfirmContactInput!) { confirmContact(input: $input) { status errors { field code } } }
"""
PUBLIC = "{ contacts { nodes { name } } }"
DONE = {"status": "CONFIRMED", "errors": []}


@pytest.fixture
def review(django_capture_on_commit_callbacks):
    """Does what the scheduler does; gives what was done, and sends the letters."""

    def once():
        with django_capture_on_commit_callbacks(execute=True):
            done = review_contacts()
        return {name: count for name, count in done.items() if count}

    return once


@pytest.fixture
def berit(home):
    set_up_roles([home])
    return ContactFactory(
        name="Berit Kontakt",
        email="berit@example.no",
        municipality=Municipality.objects.get(number="5001"),
        confirmed_on=timezone.localdate() - 366 * DAY,
    )


def link_in(letter):
    return re.search(r"/bekreft/([^/]+)/", letter.body)[1]


def later(**fields):
    """As if so much time had passed since the contact was asked."""
    ContactConfirmation.objects.update(**fields)


def test_whoever_was_not_confirmed_for_a_year_gets_one_letter(berit, review):
    ContactFactory(name="Ny", email="ny@example.no", confirmed_on=timezone.localdate())

    assert review() == {"asked": 1}
    assert review() == {}
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        (["berit@example.no"], "Stemmer det vi har om deg?")
    ]


def test_somebody_appointed_or_published_lately_is_not_asked(berit, review):
    Contact.objects.update(confirmed_on=None, appointed_on=timezone.localdate() - 30 * DAY)
    ContactFactory(confirmed_on=None, first_published_at=timezone.now())

    assert review() == {}


def test_the_link_shows_the_entry_and_confirms_it(berit, review, query):
    review()
    token = link_in(mail.outbox[0])

    assert query(MINE, token=token)["contactConfirmation"] == {
        "status": "WAITING",
        "isPublic": True,
        "name": "Berit Kontakt",
        "email": "berit@example.no",
        "emailIsPublic": False,
    }
    assert query(CONFIRM, input={"token": token})["confirmContact"] == DONE
    assert query(CONFIRM, input={"token": token})["confirmContact"] == DONE
    berit.refresh_from_db()
    assert berit.confirmed_on == timezone.localdate()
    assert query(MINE, token=token)["contactConfirmation"]["status"] == "CONFIRMED"
    assert ModelLogEntry.objects.filter(action="contacts.confirm").count() == 1
    assert review() == {}


def test_a_draft_under_way_does_not_take_the_confirmation_back(berit, review, query):
    berit.job_title = "Rådgiver"
    draft = berit.save_revision()
    review()

    query(CONFIRM, input={"token": link_in(mail.outbox[0])})
    Contact.objects.get(pk=berit.pk).latest_revision.publish()

    berit.refresh_from_db()
    assert (berit.job_title, berit.confirmed_on) == ("Rådgiver", timezone.localdate())
    assert draft.pk == berit.live_revision_id


def test_what_has_changed_waits_for_an_editor_who_writes_it_in(berit, review, query):
    review()
    token = link_in(mail.outbox[0])

    answer = query(CONFIRM, input={"token": token, "correction": "Jeg heter Berit Ny nå."})["confirmContact"]

    assert answer == {"status": "CORRECTED", "errors": []}
    later(due_since=timezone.localdate() - HIDDEN_AFTER, asked_at=timezone.now() - REMINDED_AFTER - DAY)
    assert review() == {}
    berit.name = "Berit Ny"
    berit.save_revision().publish()
    assert review() == {"settled": 1}
    berit.refresh_from_db()
    assert berit.confirmed_on == timezone.localdate()
    assert not ContactConfirmation.objects.exists()


def test_a_correction_that_is_too_long_is_refused_beside_its_field(berit, review, query):
    review()

    answer = query(CONFIRM, input={"token": link_in(mail.outbox[0]), "correction": "x" * 2_001})["confirmContact"]

    assert answer == {"status": None, "errors": [{"field": "correction", "code": "TOO_LONG"}]}


@pytest.mark.parametrize("token", ["", "nei", "1.2026-01-01:abc"])
def test_a_link_that_nobody_was_sent_says_nothing(berit, query, token):
    assert query(MINE, token=token)["contactConfirmation"] is None
    assert query(CONFIRM, input={"token": token})["confirmContact"]["errors"] == [
        {"field": "token", "code": "NOT_FOUND"}
    ]


def test_last_years_link_is_of_no_use(berit, review, query):
    review()
    token = link_in(mail.outbox[0])
    query(CONFIRM, input={"token": token})
    Contact.objects.update(confirmed_on=timezone.localdate() - 366 * DAY)

    assert query(MINE, token=token)["contactConfirmation"] is None


def test_whoever_does_not_answer_is_reminded_once_then_hidden_and_then_erased(berit, review, query):
    review()
    later(asked_at=timezone.now() - REMINDED_AFTER - DAY)
    assert review() == {"reminded": 1}
    assert review() == {}
    later(due_since=timezone.localdate() - HIDDEN_AFTER)

    assert review() == {"hidden": 1}
    assert query(PUBLIC)["contacts"]["nodes"] == []
    assert [letter.subject for letter in mail.outbox] == [
        "Stemmer det vi har om deg?",
        "Påminnelse: Stemmer det vi har om deg?",
        "Oppføringen din hos FoUI Trøndelag vises ikke lenger",
    ]
    assert (review(), erase_unconfirmed()) == ({}, 0)

    later(hidden_on=timezone.localdate() - ERASED_AFTER, correction="Jeg er her.")
    assert erase_unconfirmed() == 0
    later(correction="")

    assert erase_unconfirmed() == 1
    assert traces(["Berit Kontakt", "berit@example.no"]) == []
    assert list(ModelLogEntry.objects.order_by("pk").values_list("action", "label").distinct())[-1] == (
        "contacts.erase",
        "(slettet)",
    )


def test_whoever_was_hidden_comes_back_by_the_link_and_a_moderator(berit, review, query):
    review()
    token = link_in(mail.outbox[0])
    later(due_since=timezone.localdate() - HIDDEN_AFTER)
    review()

    # The letter about it carries the link that still holds.
    assert query(CONFIRM, input={"token": link_in(mail.outbox[-1])})["confirmContact"] == DONE
    assert query(PUBLIC)["contacts"]["nodes"] == []
    assert token != link_in(mail.outbox[-1])
    berit.refresh_from_db()
    assert berit.workflow_in_progress
    berit.current_workflow_task_state.approve()
    assert query(PUBLIC)["contacts"]["nodes"] == [{"name": "Berit Kontakt"}]


def test_without_an_address_nobody_is_written_to_and_editors_have_as_long(berit, review):
    Contact.objects.update(email="")

    assert review() == {"asked": 1}
    assert mail.outbox == []
    later(due_since=timezone.localdate() - HIDDEN_AFTER + DAY)
    assert review() == {}


def test_an_editor_who_confirms_the_entry_ends_the_round(berit, review):
    review()
    Contact.objects.update(confirmed_on=timezone.localdate())

    assert review() == {"settled": 1}


def test_one_that_fails_keeps_no_other_from_its_letter(berit, review, monkeypatch):
    ContactFactory(email="ola@example.no", confirmed_on=None)
    monkeypatch.setattr(ContactConfirmation, "token", property(lambda one: 1 / (one.contact_id != berit.pk)))

    assert review() == {"asked": 1}
    assert [letter.to for letter in mail.outbox] == [["ola@example.no"]]


def test_the_command_says_what_is_due_without_doing_it(berit, capsys):
    call_command("review_contacts", "--dry-run")

    assert "asked: 1" in capsys.readouterr().out
    assert not ContactConfirmation.objects.exists()
    assert due(timezone.localdate())["asked"] == 1


def test_an_empty_correction_confirms_nothing(berit, review, client):
    review()

    answer = client.post(f"/bekreft/{link_in(mail.outbox[0])}/", {"correction": " "})

    assert answer.status_code == 422
    assert 'class="problem"' in answer.content.decode()
    assert ContactConfirmation.objects.get().status == "waiting"


def test_editors_see_what_contacts_answer_and_write_none_of_it(berit, review, admin_client):
    review()

    shown = admin_client.get("/admin/contact-confirmations/").content.decode()

    assert "Berit Kontakt" in shown
    assert "Legg til bekreftelse" not in shown
    assert admin_client.get("/admin/contact-confirmations/new/").status_code == 302
    key = ContactConfirmation.objects.get().pk
    assert "Ubekreftet siden" in admin_client.get(f"/admin/contact-confirmations/inspect/{key}/").content.decode()


def test_readers_answer_in_a_form_without_scripts(berit, review, client):
    review()
    address = f"/bekreft/{link_in(mail.outbox[0])}/"

    shown = client.get(address)
    assert "Berit Kontakt" in shown.content.decode()
    assert shown["Cache-Control"] == "private, no-store"
    answer = client.post(address, follow=True).content.decode()
    assert "Opplysningene er bekreftet" in answer
    told = client.post(address, {"correction": "Ny telefon."}, follow=True).content.decode()
    assert "Vi har fått beskjeden din" in told
    assert client.get("/bekreft/nei/").status_code == 404
    assert client.post("/bekreft/nei/").status_code == 404
    assert client.post("/bekreft/nei/", {"correction": "Ny telefon."}).status_code == 404
