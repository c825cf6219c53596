"""People register for an event, wait, come and cancel; nobody gets a place that is not there."""

import datetime
import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.db import connections
from django.test import Client
from django.utils import timezone

from cms.api.ids import global_id
from pages.models import EventStatus, Registration, RegistrationKind, RegistrationStatus
from pages.registrations.places import MOST_AN_HOUR, fill_places
from tests.page_factories import EventIndexPageFactory, EventPageFactory

REGISTER = """
mutation ($input: RegisterForEventInput!) {
  registerForEvent(input: $input) { status waitingPlace errors { field message code } }
}
"""
CANCEL = """
mutation ($input: CancelRegistrationInput!) { cancelRegistration(input: $input) { status errors { field code } } }
"""
MINE = "query ($token: String!) { registration(token: $token) { status waitingPlace event { title } } }"
STATE = "query ($id: ID!) { page(id: $id) { ... on EventPage { registrationState placesLeft } } }"


@pytest.fixture
def index(home):
    return EventIndexPageFactory(parent=home, slug="arrangementer")


def event_of(index, **fields):
    in_a_week = timezone.now() + datetime.timedelta(days=7)
    return EventPageFactory(
        **{"parent": index, "starts_at": in_a_week, "registration_kind": RegistrationKind.OWN} | fields
    )


@pytest.fixture
def event(index):
    return event_of(index, title="Samling", capacity=1, has_waiting_list=True)


@pytest.fixture
def register(query, django_capture_on_commit_callbacks):
    """Registers, and gives the payload; letters are sent."""

    def send(event, email="kari@example.no", **fields):
        given = {"eventId": global_id(event), "name": "Kari Nordmann", "email": email} | fields
        with django_capture_on_commit_callbacks(execute=True):
            return query(REGISTER, input=given)["registerForEvent"]

    return send


def place(status, waiting_place=None):
    return {"status": status, "waitingPlace": waiting_place, "errors": []}


def codes(payload):
    assert payload["status"] is None
    return [(error["field"], error["code"]) for error in payload["errors"]]


def token_in(letter):
    return re.search(r"/pamelding/([^/\s]+)/", letter.body)[1]


def test_the_first_gets_the_place_and_the_next_waits(event, register):
    assert register(event) == place("CONFIRMED")
    assert register(event, "ola@example.no") == place("WAITING", 1)
    assert register(event, "per@example.no") == place("WAITING", 2)
    assert [(letter.subject, letter.to) for letter in mail.outbox] == [
        ("Du er påmeldt: Samling", ["kari@example.no"]),
        ("Du står på venteliste: Samling", ["ola@example.no"]),
        ("Du står på venteliste: Samling", ["per@example.no"]),
    ]
    assert "Du er nummer 2 på ventelisten" in mail.outbox[2].body


def test_without_a_waiting_list_a_full_event_takes_nobody(index, register):
    event = event_of(index, capacity=1)
    register(event)

    refused = register(event, "ola@example.no")

    assert codes(refused) == [("eventId", "FULL")]
    assert refused["errors"][0]["message"] == "Alle plassene er tatt."
    assert event.registrations.count() == 1


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"registration_kind": RegistrationKind.NONE}, "eventId", "NOT_OPEN"),
        ({"registration_opens_at": timezone.now() + datetime.timedelta(hours=1)}, "eventId", "NOT_OPEN"),
        ({"registration_closes_at": timezone.now() - datetime.timedelta(hours=1)}, "eventId", "NOT_OPEN"),
        ({"starts_at": timezone.now() - datetime.timedelta(hours=1)}, "eventId", "NOT_OPEN"),
        ({"status": EventStatus.CANCELLED}, "eventId", "NOT_OPEN"),
        ({"live": False}, "eventId", "NOT_FOUND"),
    ],
)
def test_an_event_that_takes_nobody_says_why(index, register, fields, field, code):
    event = event_of(index, **fields)

    assert codes(register(event)) == [(field, code)]
    assert not Registration.objects.exists()


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"name": " "}, [("name", "REQUIRED")]),
        ({"name": "\u200b\u2060"}, [("name", "INVALID")]),
        ({"name": "\u202e"}, [("name", "REQUIRED")]),
        ({"name": "x" * 201}, [("name", "TOO_LONG")]),
        ({"name": "Kari\nKjøp nå"}, [("name", "INVALID")]),
        ({"email": "ikke en adresse", "organisation": "x" * 201}, [("email", "INVALID"), ("organisation", "TOO_LONG")]),
        ({"note": "x" * 1_001}, [("note", "TOO_LONG")]),
        ({"idempotencyKey": "x" * 101}, [("idempotencyKey", "TOO_LONG")]),
        ({"eventId": "tull"}, [("eventId", "INVALID")]),
        ({"website": "https://spam.example"}, [("website", "ROBOT")]),
        ({"secondsTaken": 1}, [(None, "ROBOT")]),
    ],
)
def test_what_is_wrong_is_told_field_by_field_and_nothing_is_stored(event, register, fields, expected):
    assert codes(register(event, **fields)) == expected
    assert not Registration.objects.exists()
    assert mail.outbox == []


def test_a_name_does_not_turn_the_direction_of_what_stands_beside_it(event, register):
    register(event, name="\u202eKari \u2067Nordmann\u2069")

    assert event.registrations.get().name == "Kari Nordmann"


def test_the_same_sent_again_is_one_registration_and_has_the_same_answer(event, register):
    register(event, "forst@example.no")

    answers = [register(event, idempotencyKey="a1") for _ in range(3)]

    assert answers == [place("WAITING", 1)] * 3
    assert event.registrations.filter(email="kari@example.no").count() == 1


@pytest.mark.parametrize("fields", [{"name": "Ola Nordmann"}, {"email": "ola@example.no"}, {"note": "Vi er to."}])
def test_a_key_that_has_come_with_something_else_is_refused(event, register, fields):
    register(event, idempotencyKey="a1")

    answer = register(event, **{"idempotencyKey": "a1"} | fields)

    assert (answer["status"], codes(answer)) == (None, [("idempotencyKey", "INVALID")])
    assert event.registrations.count() == 1


def test_a_key_is_of_one_event(index, event, register):
    register(event, idempotencyKey="a1")
    other = event_of(index)

    assert register(other, idempotencyKey="a1") == place("CONFIRMED")
    assert other.registrations.count() == 1


def test_nobody_learns_from_the_answer_who_comes(event, register):
    register(event, "kari@example.no")
    event.registrations.update(told_at=timezone.now() - datetime.timedelta(hours=2))
    mail.outbox.clear()

    told_of_kari = register(event, "KARI@example.no")
    told_of_a_stranger = register(event, "ukjent@example.no")

    assert told_of_kari == told_of_a_stranger == place("WAITING", 1)
    assert (mail.outbox[0].to, mail.outbox[0].subject) == (
        ["kari@example.no"],
        "Du er påmeldt: Samling",
    )
    assert event.registrations.count() == 2


def test_nobody_can_make_us_send_letters_to_somebody_all_day(event, register):
    for _ in range(5):
        register(event)

    assert len(mail.outbox) == 1


def test_the_same_form_sent_again_after_cancelling_is_a_registration_of_its_own(event, register, query):
    register(event, idempotencyKey="a1")
    query(CANCEL, input={"token": token_in(mail.outbox[0])})

    assert register(event, idempotencyKey="a1") == place("CONFIRMED")
    assert [one.status for one in event.registrations.all()] == ["cancelled", "confirmed"]


def test_whoever_waits_first_gets_the_place_of_one_who_cancels(
    event, register, query, django_capture_on_commit_callbacks
):
    for email in ("forst@example.no", "andre@example.no", "tredje@example.no"):
        register(event, email)
    token = token_in(mail.outbox[0])
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        payloads = [query(CANCEL, input={"token": token})["cancelRegistration"] for _ in range(2)]

    assert payloads == [{"status": "CANCELLED", "errors": []}] * 2
    assert [(one.email, one.status) for one in event.registrations.all()] == [
        ("forst@example.no", RegistrationStatus.CANCELLED),
        ("andre@example.no", RegistrationStatus.CONFIRMED),
        ("tredje@example.no", RegistrationStatus.WAITING),
    ]
    assert [(letter.to[0], letter.subject) for letter in mail.outbox] == [
        ("forst@example.no", "Du er meldt av: Samling"),
        ("andre@example.no", "Du er påmeldt: Samling"),
    ]
    assert query(MINE, token=token)["registration"]["status"] == "CANCELLED"


def test_more_places_go_to_those_who_wait(event, register):
    for number in range(4):
        register(event, f"{number}@example.no")
    event.capacity = 3
    event.save()

    fill_places(event)

    assert [one.status for one in event.registrations.all()] == ["confirmed"] * 3 + ["waiting"]


def test_one_sees_ones_own_registration_and_no_cache_keeps_it(event, register, query):
    register(event, "forst@example.no")
    register(event)
    token = token_in(mail.outbox[1])

    response = Client().get("/graphql/", {"query": MINE, "variables": f'{{"token": "{token}"}}'})

    assert response.json()["data"]["registration"] == {
        "status": "WAITING",
        "waitingPlace": 1,
        "event": {"title": "Samling"},
    }
    assert "public" not in response["Cache-Control"]
    assert query(MINE, token=f"{token}x") == query(MINE, token="") == {"registration": None}


def test_the_link_to_a_registration_opens_no_event_that_is_not_public(event, register, query):
    register(event)
    event.unpublish()

    mine = query(MINE, token=token_in(mail.outbox[0]))["registration"]

    assert mine == {"status": "CONFIRMED", "waitingPlace": None, "event": None}


def test_a_wrong_link_cancels_nothing(event, register, query):
    register(event)

    payload = query(CANCEL, input={"token": "1:feil"})["cancelRegistration"]

    assert payload == {"status": None, "errors": [{"field": "token", "code": "NOT_FOUND"}]}
    assert event.registrations.get().status == RegistrationStatus.CONFIRMED


def test_a_flood_from_one_address_is_stopped(index, register, errors):
    event = event_of(index)
    sent = [Registration(event=event, name="n", email=f"{number}@example.no") for number in range(MOST_AN_HOUR)]
    register(event)
    sender = event.registrations.get().sender
    for one in sent:
        one.sender = sender
    Registration.objects.bulk_create(sent[1:])

    given = {"eventId": global_id(event), "name": "En til", "email": "til@example.no"}
    [(code, message)] = errors(REGISTER, input=given)

    assert code == "RATE_LIMITED"
    assert message == "At most 60 an hour are taken from one network address. Try again later."


def test_how_it_stands_follows_each_registration(event, register, query):
    seen = [query(STATE, id=global_id(event))["page"]]
    register(event)
    seen.append(query(STATE, id=global_id(event))["page"])

    assert seen == [
        {"registrationState": "OPEN", "placesLeft": 1},
        {"registrationState": "WAITING_LIST", "placesLeft": 0},
    ]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"registration_kind": RegistrationKind.NONE}, (None, None)),
        ({}, ("OPEN", None)),
        ({"capacity": 7}, ("OPEN", 7)),
        ({"registration_opens_at": timezone.now() + datetime.timedelta(hours=1)}, ("NOT_OPEN_YET", None)),
        ({"registration_closes_at": timezone.now() - datetime.timedelta(hours=1)}, ("CLOSED", None)),
        ({"status": EventStatus.POSTPONED}, ("CLOSED", None)),
    ],
)
def test_how_it_stands_is_told_by_the_clock_and_the_event(index, query, fields, expected):
    event = event_of(index, **fields)

    page = query(STATE, id=global_id(event))["page"]

    assert (page["registrationState"], page["placesLeft"]) == expected


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_twenty_who_ask_at_once_for_the_last_place_one_gets_it_and_the_others_wait_in_order(home):
    event = event_of(EventIndexPageFactory(parent=home), capacity=1, has_waiting_list=True)
    start = threading.Barrier(20)

    def send(number):
        given = {"eventId": global_id(event), "name": "Kari", "email": f"{number}@example.no"}
        try:
            start.wait()
            body = {"query": REGISTER, "variables": {"input": given}}
            return Client().post("/graphql/", body, content_type="application/json").json()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(send, range(20)))

    payloads = [answer["data"]["registerForEvent"] for answer in answers]
    assert sorted((one["status"], one["waitingPlace"] or 0) for one in payloads) == [
        ("CONFIRMED", 0),
        *[("WAITING", number) for number in range(1, 20)],
    ]
    told = {f"{number}@example.no": one["waitingPlace"] for number, one in enumerate(payloads)}
    waiting = event.registrations.filter(status=RegistrationStatus.WAITING)
    assert [told[one.email] for one in waiting] == list(range(1, 20))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_kept_answer_knows_of_the_next_registration(home):
    event = event_of(EventIndexPageFactory(parent=home), capacity=1)
    asked = {"query": STATE, "variables": {"id": global_id(event)}}

    def state():
        response = Client().post("/graphql/", asked, content_type="application/json")
        return response.json()["data"]["page"]["placesLeft"], "kept" in response["Server-Timing"]

    before = [state(), state()]
    given = {"eventId": global_id(event), "name": "Kari", "email": "kari@example.no"}
    Client().post("/graphql/", {"query": REGISTER, "variables": {"input": given}}, content_type="application/json")

    assert before == [(1, False), (1, True)]
    assert state() == (0, False)
