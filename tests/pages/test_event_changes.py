"""Those who are registered hear of it when their event is cancelled or moved."""

import datetime

import pytest
from django.core import mail
from django.utils import timezone

from pages.models import AttendanceMode, EventStatus, RegistrationKind, RegistrationStatus
from pages.registrations.changes import tell_of_changes
from pages.registrations.model import Registration
from pages.registrations.places import cancel, tell
from tests.factories import VenueFactory
from tests.page_factories import EventIndexPageFactory, EventPageFactory

DAY = datetime.timedelta(days=1)


@pytest.fixture
def event(home):
    return EventPageFactory(
        parent=EventIndexPageFactory(parent=home),
        title="Samling",
        starts_at=timezone.now() + 7 * DAY,
        registration_kind=RegistrationKind.OWN,
        venue=VenueFactory(name="Rådhuset"),
    )


@pytest.fixture
def kari(event):
    registration = Registration.objects.create(event=event, name="Kari", email="kari@example.no")
    tell(registration)
    return registration


@pytest.fixture
def letters(django_capture_on_commit_callbacks):
    """What the scheduler sends now: the subject and text of each letter."""

    def sent():
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            tell_of_changes()
        return [(letter.subject, letter.body) for letter in mail.outbox]

    return sent


def changed(event, **fields):
    for name, value in fields.items():
        setattr(event, name, value)
    event.save_revision().publish()


@pytest.mark.parametrize(
    ("fields", "subject", "words"),
    [
        ({"status": EventStatus.CANCELLED}, "Avlyst: Samling", "er avlyst"),
        ({"status": EventStatus.POSTPONED}, "Utsatt: Samling", "er utsatt"),
        ({"starts_at": timezone.now() + 9 * DAY}, "Endret: Samling", "Nytt tidspunkt: "),
        (
            {
                "status": EventStatus.MOVED_ONLINE,
                "attendance_mode": AttendanceMode.ONLINE,
                "online_url": "https://example.no/mote",
            },
            "Endret: Samling",
            "På nett: https://example.no/mote",
        ),
    ],
)
def test_a_change_is_told_once(event, kari, letters, fields, subject, words):
    assert letters() == []
    changed(event, **fields)

    [(told, body)] = letters()

    assert told == subject
    assert words in body
    assert letters() == []


def test_another_place_is_told_by_its_name(event, kari, letters):
    changed(event, venue=VenueFactory(name="Biblioteket"))

    assert "Nytt sted: Biblioteket" in letters()[0][1]


def test_nothing_is_told_of_another_title_or_to_who_has_cancelled(event, kari, letters):
    changed(event, title="Stor samling")
    assert letters() == []

    cancel(kari)
    changed(event, starts_at=timezone.now() + 9 * DAY)

    assert letters() == []


def test_nothing_is_told_of_a_draft_or_an_event_that_is_over(event, kari, letters):
    event.starts_at = timezone.now() + 9 * DAY
    event.save_revision()
    assert letters() == []

    changed(event, starts_at=timezone.now() - 9 * DAY)

    assert letters() == []


def test_who_was_written_in_before_such_things_were_kept_gets_no_letter_of_what_may_be_known(event, letters):
    Registration.objects.create(event=event, name="Ola", email="ola@example.no", status=RegistrationStatus.WAITING)

    assert letters() == []
    changed(event, status=EventStatus.CANCELLED)
    assert [subject for subject, _ in letters()] == ["Avlyst: Samling"]
