"""A municipality appoints its contact: confirmed by a letter, approved by a moderator, and public only then."""

import datetime
import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.db import connections
from django.test import Client
from django.utils import timezone

from cms.roles import set_up_roles
from snippets.models import Contact, ContactRole, Nomination, NominationStatus
from snippets.nominations.sending import MOST_AN_HOUR
from tests.factories import ContactFactory, MunicipalityFactory
from tests.page_factories import ContactDirectoryPageFactory

NOMINATE = """
mutation ($input: NominateContactInput!) { nominateContact(input: $input) { status errors { field message code } } }
"""
CONFIRM = """
mutation ($input: ConfirmNominationInput!) { confirmNomination(input: $input) { status errors { field code } } }
"""
PUBLIC = """
{
  contacts { nodes { name } }
  search(query: "Berit") { totalCount }
  coverage { withContact }
  suggest(prefix: "Beri") { text }
}
"""
SENT = {"status": "SENT", "errors": []}


@pytest.fixture
def directory(home):
    set_up_roles([home])
    MunicipalityFactory(number="5001", name="Trondheim")
    return ContactDirectoryPageFactory(parent=home, nomination_is_open=True)


@pytest.fixture
def nominate(directory, query, django_capture_on_commit_callbacks):
    """Nominates Berit, and gives the payload; letters are sent."""

    def send(**fields):
        given = {
            "municipalityNumber": "5001",
            "name": "Berit Nyoppnevnt",
            "email": "berit@trondheim.example.no",
            "senderName": "Ola Leder",
            "senderEmail": "ola@trondheim.example.no",
        }
        with django_capture_on_commit_callbacks(execute=True):
            return query(NOMINATE, input=given | fields)["nominateContact"]

    return send


@pytest.fixture
def confirm(query, django_capture_on_commit_callbacks):
    def send(token):
        with django_capture_on_commit_callbacks(execute=True):
            return query(CONFIRM, input={"token": token})["confirmNomination"]

    return send


def token_in(letter):
    return re.search(r"/oppnevning/([^/\s]+)/", letter.body)[1]


def codes(payload):
    assert payload["status"] is None
    return [(error["field"], error["code"]) for error in payload["errors"]]


def test_a_nomination_is_public_when_confirmed_and_approved_and_never_before(
    nominate, confirm, query, django_user_model
):
    nothing = {"contacts": {"nodes": []}, "search": {"totalCount": 0}, "coverage": {"withContact": 0}, "suggest": []}

    assert nominate(jobTitle="rådgiver", phone="74 17 40 00") == SENT
    sent = query(PUBLIC)
    assert confirm(token_in(mail.outbox[0])) == {"status": "CONFIRMED", "errors": []}
    confirmed = query(PUBLIC)
    contact = Contact.objects.get()
    draft = contact.get_latest_revision_as_object()
    state = contact.current_workflow_state
    state.current_task_state.approve(user=django_user_model.objects.create_superuser("moderator"))
    approved = query(PUBLIC)

    assert sent == confirmed == nothing
    assert (draft.name, draft.roles, draft.municipality.name, draft.job_title, draft.phone) == (
        "Berit Nyoppnevnt",
        [ContactRole.FOUI_CONTACT],
        "Trondheim",
        "rådgiver",
        "74 17 40 00",
    )
    assert approved == {
        "contacts": {"nodes": [{"name": "Berit Nyoppnevnt"}]},
        "search": {"totalCount": 1},
        "coverage": {"withContact": 1},
        "suggest": [{"text": "Berit Nyoppnevnt"}],
    }


def test_the_letter_goes_to_the_sender_and_has_nothing_of_what_was_written(nominate):
    nominate(name="KJØP NÅ", note="Se https://spam.example", senderName="Gratis penger")

    [letter] = mail.outbox

    assert letter.to == ["ola@trondheim.example.no"]
    assert letter.subject == "Bekreft FoUI-kontakten for Trondheim"
    assert not re.search("KJØP|spam|Gratis", letter.subject + letter.body)


def test_the_same_sent_twice_is_one(nominate, confirm):
    assert nominate() == nominate() == nominate(email="BERIT@trondheim.example.no") == SENT
    assert (
        nominate(idempotencyKey="a", email="a@example.no") == nominate(idempotencyKey="a", email="a@example.no") == SENT
    )

    assert [one.email for one in Nomination.objects.order_by("pk")] == ["berit@trondheim.example.no", "a@example.no"]
    token = token_in(mail.outbox[0])
    assert confirm(token) == confirm(token)
    assert Contact.objects.count() == 1


def test_names_are_of_letters_that_people_see(nominate):
    errors = nominate(name="\u200b", senderName="...")["errors"]

    assert [(error["field"], error["code"]) for error in errors] == [("name", "INVALID"), ("senderName", "INVALID")]


def test_a_key_that_has_come_with_something_else_is_refused(nominate):
    nominate(idempotencyKey="a")

    answer = nominate(idempotencyKey="a", email="b@example.no")

    assert (answer["status"], answer["errors"][0]["field"]) == (None, "idempotencyKey")
    assert Nomination.objects.count() == 1


def test_nobody_can_make_us_send_letters_to_somebody_all_day(nominate):
    for _ in range(5):
        nominate()
    once = len(mail.outbox)
    Nomination.objects.update(told_at=timezone.now() - datetime.timedelta(hours=2))
    nominate()

    assert (once, len(mail.outbox)) == (1, 2)


def test_after_it_is_confirmed_the_answer_is_the_same_and_no_letter_goes_out(nominate, confirm):
    nominate()
    confirm(token_in(mail.outbox[0]))
    mail.outbox.clear()

    assert nominate() == SENT
    assert mail.outbox == []


def test_somebody_who_is_a_contact_already_gets_a_draft_and_stays_as_they_were(nominate, confirm, query):
    known = ContactFactory(
        name="Berit Hansen", email="berit@trondheim.example.no", roles=[ContactRole.SECRETARIAT], job_title="sjef"
    )
    nominate()

    confirm(token_in(mail.outbox[0]))

    known.refresh_from_db()
    draft = known.get_latest_revision_as_object()
    assert (draft.name, draft.roles, draft.job_title) == (
        "Berit Nyoppnevnt",
        [ContactRole.FOUI_CONTACT, ContactRole.SECRETARIAT],
        "sjef",
    )
    assert query("{ contacts { nodes { name } } }") == {"contacts": {"nodes": [{"name": "Berit Hansen"}]}}
    assert Contact.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"municipalityNumber": "0000"}, [("municipalityNumber", "NOT_FOUND")]),
        ({"name": "", "email": "feil"}, [("name", "REQUIRED"), ("email", "INVALID")]),
        ({"phone": "ring meg"}, [("phone", "INVALID")]),
        ({"senderEmail": "feil"}, [("senderEmail", "INVALID")]),
        ({"website": "x"}, [("website", "ROBOT")]),
        ({"secondsTaken": 0}, [(None, "ROBOT")]),
    ],
)
def test_what_is_wrong_is_told_field_by_field_and_nothing_is_stored(nominate, fields, expected):
    assert codes(nominate(**fields)) == expected
    assert not Nomination.objects.exists()


def test_where_it_is_not_open_nobody_is_nominated(nominate, directory):
    directory.nomination_is_open = False
    directory.save()

    payload = nominate()

    assert codes(payload) == [(None, "NOT_OPEN")]
    assert payload["errors"][0]["message"] == "Det er ikke åpent for å oppnevne kontakter her nå."


def test_a_wrong_link_confirms_nothing(nominate, confirm):
    nominate()

    assert confirm("1:feil") == {"status": None, "errors": [{"field": "token", "code": "NOT_FOUND"}]}
    assert Nomination.objects.get().status == NominationStatus.SENT


def test_a_flood_from_one_address_is_stopped(nominate, errors, directory):
    for number in range(MOST_AN_HOUR):
        nominate(email=f"{number}@example.no")

    given = {
        "municipalityNumber": "5001",
        "name": "En til",
        "email": "til@example.no",
        "senderName": "Ola",
        "senderEmail": "ola@example.no",
    }

    assert [code for code, _ in errors(NOMINATE, input=given)] == ["RATE_LIMITED"]


def test_nothing_is_sent_in_by_an_address(directory):
    response = Client().get("/graphql/", {"query": NOMINATE})

    assert response.status_code == 405
    assert response["Allow"] == "POST"


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_same_sent_many_times_at_once_is_one(home):
    MunicipalityFactory(number="5001", name="Trondheim")
    ContactDirectoryPageFactory(parent=home, nomination_is_open=True)
    given = {
        "municipalityNumber": "5001",
        "name": "Berit",
        "email": "berit@example.no",
        "senderName": "Ola",
        "senderEmail": "ola@example.no",
    }
    start = threading.Barrier(8)

    def send(number):
        try:
            start.wait()
            body = {"query": NOMINATE, "variables": {"input": given | {"idempotencyKey": str(number % 4)}}}
            return Client().post("/graphql/", body, content_type="application/json").json()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(8)))

    assert answers == [{"data": {"nominateContact": SENT}}] * 8
    assert Nomination.objects.count() == 1
