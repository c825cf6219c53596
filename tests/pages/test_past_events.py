"""An event whose day has passed: who enters it is told, and may go on."""

import datetime

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from pages.models import EventPage
from tests.page_factories import EventIndexPageFactory, EventPageFactory


@pytest.fixture
def index(home):
    return EventIndexPageFactory(parent=home)


@pytest.fixture
def send(admin_client):
    """Sends the form of an event as a browser does; what the admin says then."""

    def form(address, headers=None, **changes):
        values = {
            "title": "Høstsamling",
            "slug": "hostsamling",
            "lead": "Kom og vær med.",
            "starts_at": "1.1.2020 10.00",
            "kind": "gathering",
            "status": "scheduled",
            "attendance_mode": "in_person",
            "registration_kind": "none",
            "body": streamfield([]),
            **{name: inline_formset([]) for name in ("organisers", "programme", "materials", "recordings", "comments")},
        }
        response = admin_client.post(address, nested_form_data(values | changes), headers=headers)
        return [str(message).strip() for message in get_messages(response.wsgi_request)]

    return form


def add(index):
    return reverse("wagtailadmin_pages:add", args=["pages", "eventpage", index.pk])


PAST = "Arrangementet var 1. januar 2020. Rett datoen hvis den ikke stemmer."


def test_an_event_in_the_past_is_published_with_a_warning(index, send):
    said = send(add(index), **{"action-publish": "Publiser"})

    assert EventPage.objects.get().live
    assert PAST in said


def test_the_warning_comes_with_the_draft(index, send):
    assert PAST in send(add(index))


def test_the_warning_says_that_nobody_can_register(index, send):
    said = send(add(index), registration_kind="own")

    assert "Arrangementet var 1. januar 2020, så ingen kan melde seg på. Rett datoen hvis den ikke stemmer." in said


def test_a_form_that_saves_itself_warns_of_nothing(index, send):
    assert send(add(index), headers={"accept": "application/json"}) == []


def test_an_event_to_come_is_published_without_a_warning(index, send):
    said = send(add(index), starts_at="1.1.2099 10.00", **{"action-publish": "Publiser"})

    assert len(said) == 1


def test_an_event_that_has_been_since_it_was_published_is_changed_without_a_warning(index, send):
    yesterday = timezone.now() - datetime.timedelta(days=1)
    event = EventPageFactory(
        parent=index, starts_at=yesterday, first_published_at=yesterday - datetime.timedelta(days=9)
    )

    said = send(
        reverse("wagtailadmin_pages:edit", args=[event.pk]),
        starts_at=f"{timezone.localtime(yesterday):%d.%m.%Y %H.%M}",
        **{"action-publish": "Publiser"},
    )

    assert len(said) == 1
