"""Filters keep what they say, alone and combined."""

import datetime

import pytest

from cms.api.ids import global_id
from pages.models import ArticleKind, EventKind, EventOrganiser, EventStatus
from tests.factories import OrganisationFactory, ThemeFactory
from tests.page_factories import (
    OSLO,
    ArticleIndexPageFactory,
    ArticlePageFactory,
    EventIndexPageFactory,
    EventPageFactory,
)


@pytest.fixture
def articles(home):
    index = ArticleIndexPageFactory(parent=home)
    theme = ThemeFactory(slug="ungdom")
    for day, (title, kind, themes) in enumerate(
        [("a", ArticleKind.NEWS, [theme]), ("b", ArticleKind.REPORT, [theme]), ("c", ArticleKind.NEWS, [])], start=1
    ):
        article = ArticlePageFactory(
            parent=index, title=title, kind=kind, published_on=datetime.date(2024, 1, day), slug=title
        )
        article.themes = themes
        article.save()


@pytest.mark.parametrize(
    ("where", "titles"),
    [
        ("{}", "abc"),
        ("null", "abc"),
        ("{ kind: NEWS }", "ac"),
        ("{ kind: [NEWS, REPORT] }", "abc"),
        ("{ kind: [] }", ""),
        ('{ themes: ["ungdom"] }', "ab"),
        ('{ themes: ["ukjent"] }', ""),
        ('{ kind: NEWS, themes: ["ungdom"] }', "a"),
        ('{ not: { themes: ["ungdom"] } }', "c"),
        ('{ or: [{ kind: REPORT }, { not: { themes: ["ungdom"] } }] }', "bc"),
        ('{ and: [{ kind: NEWS }, { themes: ["ungdom"] }] }', "a"),
        ("{ or: [] }", ""),
        ("{ and: [] }", "abc"),
        ('{ publishedOn: { from: "2024-01-02" } }', "bc"),
        ('{ publishedOn: { from: "2024-01-02", to: "2024-01-02" } }', "b"),
        ('{ publishedOn: { to: "2024-01-01" } }', "a"),
    ],
)
def test_articles_are_kept_as_the_filter_says(articles, query, where, titles):
    data = query(f"{{ articles(where: {where}, orderBy: TITLE_ASC) {{ totalCount nodes {{ title }} }} }}")

    assert "".join(node["title"] for node in data["articles"]["nodes"]) == titles
    assert data["articles"]["totalCount"] == len(titles)


def test_events_stand_in_time_and_are_kept_by_organiser(home, query):
    index, organisation = EventIndexPageFactory(parent=home), OrganisationFactory()
    now = datetime.datetime.now(OSLO)
    for title, start, end in [("før", -3, -2), ("nå", -1, 1), ("siden", 2, 3)]:
        event = EventPageFactory(
            parent=index,
            title=title,
            starts_at=now + datetime.timedelta(days=start),
            ends_at=now + datetime.timedelta(days=end),
            kind=EventKind.WEBINAR if title == "nå" else EventKind.GATHERING,
            status=EventStatus.POSTPONED if title == "siden" else EventStatus.SCHEDULED,
        )
        event.organisers = [EventOrganiser(organisation=organisation)] if title != "før" else []
        event.save()

    data = query(
        """
        query ($organiser: ID!) {
          upcoming: events(where: { when: UPCOMING }) { nodes { title } }
          ongoing: events(where: { when: ONGOING }) { nodes { title } }
          past: events(where: { when: PAST }) { nodes { title } }
          both: events(where: { when: [UPCOMING, ONGOING] }) { nodes { title } }
          webinars: events(where: { kind: WEBINAR }) { nodes { title } }
          postponed: events(where: { status: POSTPONED }) { nodes { title } }
          theirs: events(where: { organiser: [$organiser] }) { nodes { title } }
        }
        """,
        organiser=global_id(organisation),
    )

    assert {name: [node["title"] for node in found["nodes"]] for name, found in data.items()} == {
        "upcoming": ["siden"],
        "ongoing": ["nå"],
        "past": ["før"],
        "both": ["nå", "siden"],
        "webinars": ["nå"],
        "postponed": ["siden"],
        "theirs": ["siden", "nå"],
    }
