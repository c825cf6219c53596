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


@pytest.mark.parametrize("offset", ["+16:00", "-23:00", "+23:59"])
def test_a_moment_may_be_of_any_time_zone(home, query, offset):
    start = f"2026-05-01T12:00:00{offset}"
    moment = datetime.datetime.fromisoformat(start).astimezone(OSLO)
    index = EventIndexPageFactory(parent=home)
    for minutes, title in [(-1, "for tidlig"), (1, "i tide")]:
        EventPageFactory(parent=index, title=title, starts_at=moment + datetime.timedelta(minutes=minutes))

    data = query(
        "query ($from: DateTime) { events(where: { startsAt: { from: $from } }) { nodes { title } } }",
        **{"from": start},
    )

    assert data == {"events": {"nodes": [{"title": "i tide"}]}}


def test_a_moment_beyond_all_years_is_refused(home, errors):
    found = errors('{ events(where: { startsAt: { to: "9999-12-31T23:59:59-05:00" } }) { totalCount } }')

    assert found == [("BAD_USER_INPUT", "`to` must lie in the years 1 to 9999, in UTC.")]


def test_a_filter_has_no_more_conditions_than_anyone_writes(home, ask):
    document = "query ($where: ArticleWhere) { articles(where: $where) { totalCount } }"

    def answer(number):
        pairs = [{"themes": ["a"], "kind": ["NEWS"]}] * (number // 2)
        return ask(document, where={"or": [*pairs, *[{}] * (number % 2)]}).json()

    assert answer(50)["data"]["articles"]["totalCount"] == 0
    assert answer(51)["errors"][0]["extensions"] == {"code": "TOO_EXPENSIVE", "limit": 50, "figure": 51}
