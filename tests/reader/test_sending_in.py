"""Readers register, cancel, nominate and confirm with forms that need no scripts."""

import datetime
import re
import time
from html import unescape

import pytest
from django.core import mail, signing
from django.test import Client
from django.utils import timezone

from cms.api.ids import global_id
from cms.reader.forms import SALT
from pages.models import Registration, RegistrationKind, RegistrationStatus
from snippets.models import Nomination, NominationStatus
from tests.page_factories import ContactDirectoryPageFactory, EventIndexPageFactory, EventPageFactory


@pytest.fixture
def event(home):
    return EventPageFactory(
        parent=EventIndexPageFactory(parent=home, slug="arrangementer"),
        title="Samling",
        slug="samling",
        starts_at=timezone.now() + datetime.timedelta(days=7),
        registration_kind=RegistrationKind.OWN,
        capacity=1,
        has_waiting_list=True,
    )


@pytest.fixture
def send(django_capture_on_commit_callbacks):
    """Posts a form as a browser does that has had it open for a while; gives the response."""

    def post(address, **fields):
        began = signing.dumps(time.time() - 60, salt=SALT)
        with django_capture_on_commit_callbacks(execute=True):
            return Client().post(address, {"began": began, "key": "en-nokkel", **fields})

    return post


def text_of(response):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def registration_address(event):
    page = Client().get("/arrangementer/samling/").content.decode()
    [address] = re.findall(r'href="(/pamelding/[^"]+)"', page)
    assert global_id(event) in address
    return address


def link_in(letter):
    return re.search(r"https?://[^/\s]+(/\S+/)", letter.body)[1]


def test_a_reader_registers_and_cancels_by_the_letter(event, send):
    address = registration_address(event)
    announced = Client().get(event.url)
    opened = Client().get(address)
    sent = send(address, name="Kari Nordmann", email="kari@example.no")
    thanked = Client().get(sent["Location"])
    link = link_in(mail.outbox[0])
    mine = Client().get(link)
    cancelled = send(link)

    assert re.search(r"\b1 plass\b", text_of(announced))
    assert "1 plass igjen." in text_of(opened)
    assert sent.status_code == 302
    assert "Velkommen til «Samling»" in text_of(thanked)
    assert "Du har plass." in text_of(mine)
    assert cancelled["Location"] == link
    assert "Du er meldt av." in text_of(Client().get(link))
    assert [response["Cache-Control"] for response in (opened, thanked, mine)] == ["private, no-store"] * 3
    assert event.registrations.get().status == RegistrationStatus.CANCELLED


@pytest.mark.parametrize(
    ("days", "said"),
    [(30, "sletter dem 30 dager etterpå."), (1, "sletter dem 1 dag etterpå."), (0, "når det er over.")],
)
def test_whoever_registers_is_told_how_long_it_is_kept(event, settings, days, said):
    settings.REGISTRATIONS_KEPT_DAYS = days

    opened = Client().get(registration_address(event))

    assert said in text_of(opened)


def test_the_letters_lead_to_the_event(event, send):
    for name in ("kari", "ola"):
        send(registration_address(event), name=name, email=f"{name}@example.no", key=name)

    for letter in mail.outbox:
        [path] = re.findall(r"arrangementet:\nhttps?://[^/\s]+(/\S+)", letter.body)
        assert Client().get(path).status_code == 200
        assert path == "/arrangementer/samling/"
    assert len(mail.outbox) == 2


def test_whoever_comes_too_late_is_told_the_place_on_the_waiting_list(event, send):
    address = registration_address(event)
    send(address, name="Kari", email="kari@example.no")

    opened = Client().get(address)
    sent = send(address, name="Ola", email="ola@example.no", key="en annen")

    assert "Alle plassene er tatt. Du kan stå på venteliste." in text_of(opened)
    assert "Du er nummer 1 på ventelisten til «Samling»" in text_of(Client().get(sent["Location"]))
    assert "Sett deg på venteliste" in text_of(Client().get("/arrangementer/samling/"))


def test_a_form_with_mistakes_keeps_what_was_written_and_says_what_is_wrong_beside_it(event, send):
    answer = send(registration_address(event), name="Kari", email="feil", note="Jeg kommer")
    page = answer.content.decode()

    assert answer.status_code == 422
    assert 'value="Kari"' in page
    assert "Jeg kommer" in page
    assert re.search(r'<input type="email"[^>]* aria-describedby="[^"]*feil-email[^"]*"[^>]*>', page)
    assert re.search(r'id="feil-email">.*?class="problem">[^<]+<', page, re.DOTALL)
    assert not Registration.objects.exists()


def test_a_form_with_mistakes_begins_with_a_list_of_them_that_leads_to_the_fields(event, send):
    address = registration_address(event)

    page = send(address, name="", email="feil").content.decode()

    assert page.count("<title>Feil: Meld deg på Samling") == 1
    summary = re.search(r'role="alert".*?</div>', page, re.DOTALL)[0]
    assert re.findall(r'<a href="#(\w+)">([^:<]+): [^<]+</a>', summary) == [("id_name", "Navn"), ("id_email", "E-post")]
    assert page.count('id="id_name"') == page.count('id="id_email"') == 1
    assert "Feil: " not in Client().get(address).content.decode()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"website": "https://spam.example"}, "La dette feltet stå tomt."),
        ({"began": None}, "Det gikk litt fort."),
    ],
)
def test_a_robot_is_refused_and_told_so(event, send, fields, said):
    given = {"name": "Kari", "email": "kari@example.no"} | fields
    if given.get("began", "") is None:
        given["began"] = signing.dumps(time.time(), salt=SALT)

    answer = send(registration_address(event), **given)

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not Registration.objects.exists()


def test_the_same_form_sent_twice_is_one_registration(event, send):
    address = registration_address(event)

    first, second = (send(address, name="Kari", email="kari@example.no") for _ in range(2))

    assert first["Location"] == second["Location"]
    assert event.registrations.count() == 1


@pytest.mark.parametrize(
    "address",
    [
        "/pamelding/",
        "/pamelding/?arrangement=tull",
        "/pamelding/takk/?arrangement=tull",
        "/pamelding/1:feil/",
        "/oppnevning/",
    ],
)
def test_where_there_is_nothing_to_send_in_nobody_finds_a_form(home, address):
    assert Client().get(address).status_code in (400, 404)
    assert Client().post(address).status_code in (302, 400, 404, 405)


def test_a_municipality_appoints_its_contact(home, send):
    ContactDirectoryPageFactory(parent=home, slug="kontakter", nomination_is_open=True)
    listed = Client().get("/kontakter/").content.decode()
    [address] = re.findall(r'href="(/oppnevning/\?kommune=5001)"', listed)
    opened = Client().get(address).content.decode()

    sent = send(
        address,
        municipality="5001",
        name="Berit",
        email="berit@example.no",
        sender_name="Ola",
        sender_email="ola@example.no",
    )
    thanked = Client().get(sent["Location"])
    link = link_in(mail.outbox[0])
    asked = Client().get(link)
    before = Nomination.objects.get().status
    confirmed = send(link)

    assert '<option value="5001" selected>Trondheim</option>' in opened
    assert "Vi har sendt deg en e-post." in text_of(thanked)
    assert "Ja, det er riktig" in text_of(asked)
    assert before == NominationStatus.SENT
    assert "Oppnevningen er bekreftet." in text_of(confirmed)
    assert Nomination.objects.get().status == NominationStatus.CONFIRMED


def test_a_link_that_does_not_hold_confirms_nothing(home, send):
    answer = send("/oppnevning/1:feil/")

    assert answer.status_code == 404
    assert "Lenken gjelder ikke lenger." in text_of(answer)
