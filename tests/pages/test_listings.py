"""Editors find the pages of one type in one list: sorted, filtered, taken along as a spreadsheet."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pages.models import EventKind, Registration, RegistrationKind, RegistrationStatus
from tests.factories import ThemeFactory
from tests.page_factories import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    EventIndexPageFactory,
    EventPageFactory,
    ProjectIndexPageFactory,
    ProjectPageFactory,
    StandardPageFactory,
)

DAY = datetime.timedelta(days=1)


@pytest.fixture
def titles(admin_client):
    """The titles in a list, from top to bottom."""

    def shown(name, **filters):
        answer = admin_client.get(reverse(f"{name}:index"), filters)
        assert answer.status_code == 200
        return [page.title for page in answer.context["object_list"]]

    return shown


def test_events_are_listed_by_their_day_and_narrowed_by_what_they_are(home, titles):
    index = EventIndexPageFactory(parent=home)
    now, theme = timezone.now(), ThemeFactory(label="Ungdom")
    EventPageFactory(parent=index, title="Først", starts_at=now + DAY, kind=EventKind.GATHERING)
    webinar = EventPageFactory(parent=index, title="Sist", starts_at=now + 9 * DAY, kind=EventKind.WEBINAR)
    webinar.themes.add(theme)
    webinar.save()

    assert titles("events") == ["Sist", "Først"]
    assert titles("events", kind="gathering") == ["Først"]
    assert titles("events", themes=theme.pk) == ["Sist"]
    assert titles("events", starts_at_to=(now + 2 * DAY).date().isoformat()) == ["Først"]
    assert titles("events", ordering="starts_at") == ["Først", "Sist"]


def test_a_day_to_come_is_told_by_its_date(home, admin_client):
    starts_at = datetime.datetime(2040, 3, 2, 9, 0, tzinfo=datetime.UTC)
    EventPageFactory(parent=EventIndexPageFactory(parent=home), starts_at=starts_at)

    assert "2. mars 2040 10.00" in admin_client.get(reverse("events:index")).content.decode()


def test_each_list_holds_its_type_alone(home, titles):
    ArticlePageFactory(parent=ArticleIndexPageFactory(parent=home), title="Artikkel")
    ProjectPageFactory(parent=ProjectIndexPageFactory(parent=home), title="Prosjekt")
    StandardPageFactory(parent=home, title="Om oss")

    lists = [titles(name) for name in ("articles", "projects", "standard_pages")]

    assert lists == [["Artikkel"], ["Prosjekt"], ["Om oss"]]


def test_the_list_of_events_says_how_many_come(home, admin_client):
    event = EventPageFactory(parent=EventIndexPageFactory(parent=home), registration_kind=RegistrationKind.OWN)
    statuses = [RegistrationStatus.CONFIRMED, RegistrationStatus.CONFIRMED, RegistrationStatus.WAITING]
    for number, status in enumerate(statuses):
        Registration.objects.create(event=event, name="Kari", email=f"{number}@example.no", status=status)

    [shown] = admin_client.get(reverse("events:index")).context["object_list"]

    assert shown.registered == 2


def test_a_list_can_be_taken_along_and_holds_no_formula(home, admin_client):
    EventPageFactory(parent=EventIndexPageFactory(parent=home), title="=1+1", slug="en")

    file = b"".join(admin_client.get(reverse("events:index"), {"export": "csv"}).streaming_content).decode()

    assert "Påmeldte" in file.splitlines()[0]
    assert "'=1+1" in file


def test_pages_of_a_list_are_chosen_for_what_is_done_to_many(home, admin_client):
    ArticlePageFactory(parent=ArticleIndexPageFactory(parent=home))

    assert "data-bulk-action-checkbox" in admin_client.get(reverse("articles:index")).content.decode()


def test_a_list_of_twenty_asks_the_database_no_more_than_one_of_one(home, admin_client):
    index = EventIndexPageFactory(parent=home)

    def statements(number):
        for _ in range(number):
            EventPageFactory(parent=index)
        with CaptureQueriesContext(connection) as captured:
            admin_client.get(reverse("events:index"))
        return len(captured)

    statements(1)
    assert statements(0) == statements(19)
