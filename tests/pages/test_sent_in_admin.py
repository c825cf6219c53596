"""Organisers see who comes, write people in and take them off; moderators see who was nominated."""

import datetime
import re

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.roles import EDITORS, MODERATORS, set_up_roles
from pages.models import Registration, RegistrationKind, RegistrationStatus
from snippets.models import Nomination
from tests.factories import MunicipalityFactory
from tests.page_factories import EventIndexPageFactory, EventPageFactory


@pytest.fixture
def event(home):
    return EventPageFactory(
        parent=EventIndexPageFactory(parent=home),
        title="Samling",
        starts_at=timezone.now() + datetime.timedelta(days=7),
        registration_kind=RegistrationKind.OWN,
        capacity=1,
        has_waiting_list=True,
    )


@pytest.fixture
def registered(event):
    """One who has the only place, and one who waits."""
    return [
        Registration.objects.create(event=event, name=name, email=email, status=status, note=note)
        for name, email, status, note in (
            ("=A1+1", "kari@example.no", RegistrationStatus.CONFIRMED, "-5 grader"),
            ("Ola", "ola@example.no", RegistrationStatus.WAITING, ""),
        )
    ]


def logged_in(home, django_user_model, group):
    set_up_roles([home])
    user = django_user_model.objects.create_user("noen")
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def editor(home, django_user_model):
    return logged_in(home, django_user_model, EDITORS)


def fields(registration, **changed):
    names = ("status", "name", "email", "organisation", "allergies", "note")
    return {name: getattr(registration, name) for name in names} | {"event": registration.event_id} | changed


def status_of(registration):
    registration.refresh_from_db()
    return registration.status


def test_the_list_is_taken_along_without_formulas(editor, registered):
    response = editor.get(reverse("registrations:index"), {"export": "csv"})
    lines = b"".join(response.streaming_content).decode().splitlines()

    assert lines[0] == "Arrangement,Status,Navn,E-post,Organisasjon,Allergier,Beskjed til arrangøren,Påmeldt"
    assert any(line.startswith("Samling,Har plass,'=A1+1,kari@example.no,,,'-5 grader,") for line in lines)


def test_who_waits_gets_the_place_of_one_who_is_taken_off(editor, registered, django_capture_on_commit_callbacks):
    having, waiting = registered

    with django_capture_on_commit_callbacks(execute=True):
        response = editor.post(
            reverse("registrations:edit", args=[having.pk]), fields(having, status=RegistrationStatus.CANCELLED)
        )

    assert response.status_code == 302
    assert (status_of(having), status_of(waiting)) == (RegistrationStatus.CANCELLED, RegistrationStatus.CONFIRMED)
    assert [(letter.to[0], letter.subject) for letter in mail.outbox] == [
        ("kari@example.no", "Du er meldt av: Samling"),
        ("ola@example.no", "Du er påmeldt: Samling"),
    ]


def test_who_waits_gets_the_place_of_one_who_is_erased(editor, registered, django_capture_on_commit_callbacks):
    having, waiting = registered

    with django_capture_on_commit_callbacks(execute=True):
        editor.post(reverse("registrations:delete", args=[having.pk]))

    assert not Registration.objects.filter(pk=having.pk).exists()
    assert status_of(waiting) == RegistrationStatus.CONFIRMED


def test_somebody_who_called_is_written_in_and_gets_the_letter(editor, event, django_capture_on_commit_callbacks):
    new = Registration(event=event, name="Per", email="per@example.no")

    with django_capture_on_commit_callbacks(execute=True):
        editor.post(reverse("registrations:add"), fields(new))
        again = editor.post(reverse("registrations:add"), fields(new, email="PER@example.no"))

    assert event.registrations.get().name == "Per"
    assert [letter.to for letter in mail.outbox] == [["per@example.no"]]
    assert again.context["form"].errors == {"email": ["Denne adressen er allerede påmeldt arrangementet."]}


@pytest.mark.parametrize(("group", "status"), [(EDITORS, 302), (MODERATORS, 200)])
def test_moderators_see_who_was_nominated_and_editors_do_not(home, django_user_model, group, status):
    nomination = Nomination.objects.create(
        municipality=MunicipalityFactory(name="Trondheim"),
        name="Berit",
        email="b@example.no",
        sender_name="Ola",
        sender_email="o@example.no",
        sent_at=datetime.datetime(2026, 11, 25, 22, 30, tzinfo=datetime.UTC),
    )
    client = logged_in(home, django_user_model, group)

    answers = [
        client.get(reverse("nominations:index")),
        client.get(reverse("nominations:inspect", args=[nomination.pk])),
    ]

    assert [answer.status_code for answer in answers] == [status, status]
    assert not re.search(r">\s*None\s*<", answers[1].content.decode())
    assert ("25. november 2026 23:30" in answers[1].content.decode()) is (status == 200)
    assert all(("Berit" in answer.content.decode()) is (status == 200) for answer in answers)
