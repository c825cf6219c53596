"""An event's places and programme fit those who are coming, and its time."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from pages.models import EventPage, RegistrationKind, RegistrationStatus
from pages.programme import ProgrammeItem
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


def item(time, **more):
    return {"title": "Velkommen", "starts_at": time, "presenter": "", "description": "", "title_language": ""} | more


def test_fewer_places_than_are_taken_are_refused_with_both_numbers(event, send):
    register(event, 3, waiting=1)

    errors, _ = send(capacity="2")

    said = "3 har allerede fått plass, flere enn de 2 det nå skal være plass til. "
    assert errors == {"capacity": [f"{said}Skriv minst 3, eller meld noen av først."]}
    assert send(capacity="3") == ({}, [])


def test_who_was_written_in_beyond_the_places_stops_no_other_change(event, send):
    register(event, 21)

    assert send(lead="En annen ingress.") == ({}, [])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Arrangementet varer fra 14.00 til 16.00. "),
        ({"ends_at": ""}, "Arrangementet starter 14.00. "),
    ],
)
def test_what_is_in_the_programme_outside_of_the_event_is_refused(send, changes, said):
    errors, rows = send([item("9.00"), item("14.30")], **changes)

    advice = "Rett klokkeslettet her, eller tiden under «Tid og sted»."
    assert (errors, rows) == ({}, [{"starts_at": [said + advice]}, {}])


@pytest.mark.parametrize(
    "changes",
    [
        {"is_all_day": "on"},
        {"ends_at": "3.3.2099 16.00"},
        {"starts_at": "2.3.2099 9.00"},
        {"action-publish": None},
    ],
    ids=["all day", "several days", "moved", "draft"],
)
def test_the_programme_of_whole_days_of_several_or_of_a_draft_is_free(send, changes):
    assert send([item("9.00")], **changes) == ({}, [])


def test_the_first_and_the_last_minute_are_within(send):
    assert send([item("14.00"), item("16.00")]) == ({}, [])


def test_a_draft_with_a_programme_outside_of_the_event_is_not_published_past_its_form(event):
    event.programme = [ProgrammeItem(title="Velkommen", starts_at=datetime.time(9))]
    revision = event.save_revision(clean=False)

    with pytest.raises(ValidationError, match=r"Arrangementet varer fra 14\.00 til 16\.00"):
        revision.publish()


@pytest.mark.parametrize("typed", ["v/ Kari Li", "V/Kari Li", "ved Kari Li", "v/ v/ Kari Li", "Ved: Kari Li"])
def test_what_the_programme_prints_before_a_name_is_taken_off_it(send, typed):
    assert send([item("14.00", presenter=typed)]) == ({}, [])

    assert EventPage.objects.get().programme.get().presenter == "Kari Li"


def test_a_name_that_begins_alike_stays(send):
    send([item("14.00", presenter="Vedum og Vik")])

    assert EventPage.objects.get().programme.get().presenter == "Vedum og Vik"
