"""An event has places for those who are coming."""

import datetime

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from pages.models import RegistrationKind, RegistrationStatus
from pages.registrations.model import Registration
from tests.page_factories import EventIndexPageFactory, EventPageFactory


@pytest.fixture
def event(home):
    return EventPageFactory(
        parent=EventIndexPageFactory(parent=home),
        title="Samling",
        slug="samling",
        starts_at=datetime.datetime(2099, 3, 2, 13, tzinfo=datetime.UTC),
        ends_at=datetime.datetime(2099, 3, 2, 15, tzinfo=datetime.UTC),
        registration_kind=RegistrationKind.OWN,
        capacity=20,
        has_waiting_list=True,
    )


@pytest.fixture
def send(admin_client, event):
    """Publishes what an editor has typed into the event's form; the errors of the event and of its programme."""

    def form(programme=(), **changes):
        values = {
            "title": "Samling",
            "slug": "samling",
            "lead": "Kom og vær med.",
            "starts_at": "2.3.2099 14.00",
            "ends_at": "2.3.2099 16.00",
            "kind": "gathering",
            "status": "scheduled",
            "attendance_mode": "in_person",
            "registration_kind": "own",
            "capacity": "20",
            "has_waiting_list": "on",
            "body": streamfield([]),
            "action-publish": "Publiser",
            **{name: inline_formset([]) for name in ("organisers", "materials", "recordings", "comments")},
            "programme": inline_formset(list(programme)),
        }
        response = admin_client.post(
            reverse("wagtailadmin_pages:edit", args=[event.pk]),
            nested_form_data({name: value for name, value in (values | changes).items() if value is not None}),
        )
        if response.status_code == 302:
            return {}, []
        sent = response.context["form"]
        return dict(sent.errors), [dict(errors) for errors in sent.formsets["programme"].errors]

    return form


def register(event, confirmed, waiting=0):
    statuses = [RegistrationStatus.CONFIRMED] * confirmed + [RegistrationStatus.WAITING] * waiting
    for number, status in enumerate(statuses):
        Registration.objects.create(event=event, name="Kari", email=f"kari{number}@example.no", status=status)


def test_fewer_places_than_are_taken_are_refused_with_both_numbers(event, send):
    register(event, 3, waiting=1)

    errors, _ = send(capacity="2")

    said = "3 har allerede fått plass, flere enn de 2 det nå skal være plass til. "
    assert errors == {"capacity": [f"{said}Skriv minst 3, eller meld noen av først."]}
    assert send(capacity="3") == ({}, [])


def test_who_was_written_in_beyond_the_places_stops_no_other_change(event, send):
    register(event, 21)

    assert send(lead="En annen ingress.") == ({}, [])
