"""Whoever takes away an event that people are coming to is told so first."""

import datetime

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pages.models import EventPage, EventStatus, RegistrationKind, RegistrationStatus
from pages.registrations.changes import facts_of
from pages.registrations.model import Registration
from tests.page_factories import EventIndexPageFactory, EventPageFactory

DAY = datetime.timedelta(days=1)
ADVICE = (
    "Skal de få vite det, så sett statusen til «Avlyst» og publiser først. Da får de brev i løpet av noen minutter."
)
DELETED = (
    "«Samling» har 2 påmeldte, av dem 1 på venteliste. Påmeldte får ikke brev om at arrangementet slettes. "
    f"Påmeldingene slettes også. {ADVICE}"
)
HIDDEN = DELETED.replace("slettes. Påmeldingene slettes også.", "avpubliseres.")


@pytest.fixture
def event(home):
    event = EventPageFactory(
        parent=EventIndexPageFactory(parent=home),
        title="Samling",
        starts_at=timezone.now() + 7 * DAY,
        registration_kind=RegistrationKind.OWN,
    )
    for name, status in zip(("kari", "ola", "per"), RegistrationStatus.values, strict=True):
        Registration.objects.create(event=event, name=name, email=f"{name}@example.no", status=status)
    return event


@pytest.fixture
def warnings(admin_client):
    """What the screen at the address warns of, and shows at once."""

    def shown(address):
        response = admin_client.get(address)
        said = [str(message).strip() for message in get_messages(response.wsgi_request)]
        assert all(one in response.content.decode() for one in said)
        return said

    return shown


def screen(action, page):
    return reverse(f"wagtailadmin_pages:{action}", args=[page.pk])


def bulk(action, page):
    return f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', action])}?id={page.pk}"


@pytest.mark.parametrize("of", [screen, bulk])
@pytest.mark.parametrize(("action", "warning"), [("delete", DELETED), ("unpublish", HIDDEN)])
def test_the_screen_that_asks_says_how_many_are_coming(event, warnings, of, action, warning):
    assert warnings(of(action, event)) == [warning]


def test_the_events_below_a_page_are_told_of_too(event, warnings):
    assert warnings(screen("delete", event.get_parent())) == [DELETED]


@pytest.mark.parametrize("of", [screen, bulk])
@pytest.mark.parametrize("action", ["delete", "unpublish"])
def test_it_is_done_all_the_same_and_said_once(event, admin_client, of, action):
    response = admin_client.post(of(action, event))

    assert not EventPage.objects.filter(live=True).exists()
    assert len(list(get_messages(response.wsgi_request))) == 1


@pytest.mark.parametrize("action", ["delete", "unpublish"])
def test_nobody_is_warned_of_an_event_that_is_over_or_that_nobody_comes_to(event, warnings, action):
    EventPage.objects.update(starts_at=timezone.now() - 2 * DAY)
    over = warnings(screen(action, event))
    EventPage.objects.update(starts_at=timezone.now() + DAY)
    Registration.objects.update(status=RegistrationStatus.CANCELLED)

    assert over == warnings(screen(action, event)) == []


def test_of_a_cancelled_event_only_letters_that_are_not_sent_yet_are_told_of(event, warnings):
    event.status = EventStatus.CANCELLED
    event.save_revision().publish()
    [before] = warnings(screen("unpublish", event))
    Registration.objects.update(told_facts=facts_of(event))

    assert before.startswith("2 av de påmeldte til «Samling» har ikke fått brevet om at det er avlyst ennå")
    assert warnings(screen("unpublish", event)) == []


def test_an_event_that_is_chosen_twice_is_told_of_once(event, warnings):
    both = f"{bulk('delete', event.get_parent())}&id={event.pk}"

    assert warnings(both) == [DELETED]


def test_many_events_are_looked_up_at_once(event, warnings):
    def looked_up(address):
        with CaptureQueriesContext(connection) as asked:
            told = warnings(address)
        return len(told), sum('FROM "pages_registration"' in one["sql"] for one in asked)

    one = looked_up(bulk("unpublish", event))
    others = [EventPageFactory(parent=event.get_parent(), starts_at=timezone.now() + DAY) for _ in range(7)]
    for other in others:
        Registration.objects.create(event=other, name="kari", email="kari@example.no", status="confirmed")

    eight = looked_up("&id=".join([bulk("unpublish", event), *(str(other.pk) for other in others)]))

    assert (one[0], eight[0]) == (1, 8)
    assert one[1] == eight[1]
