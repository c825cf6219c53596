"""What readers search for in vain is counted by day, after the answer, and nothing of who asked."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Site

from cms.api.answers import answers
from pages.models import ArticleIndexPage, HomePage
from search import schema, unanswered
from search.models import UnansweredQuery
from tests.page_factories import ArticlePageFactory, HomePageFactory

Query = Callable[..., Any]

TITLES = "query ($query: String!) { search(query: $query) { nodes { ... on PageInterface { title } } } }"


def counted() -> list[tuple[str, int]]:
    return list(UnansweredQuery.objects.order_by("words", "day").values_list("words", "times"))


def test_words_that_find_nothing_are_counted(home: HomePage, search: Query) -> None:
    search("havbruk")
    search("  Havbruk ")
    search("romskip til månen")

    assert counted() == [("havbruk", 2), ("romskip til månen", 1)]
    assert {one.day for one in UnansweredQuery.objects.all()} == {timezone.localdate()}


def test_words_are_counted_without_the_punctuation_around_them(home: HomePage, search: Query) -> None:
    for words in ("zzupper", "zzupper?", "(zzupper …)", "Zzupper !", '"zzupper"', "zz.upper"):
        search(words)

    assert counted() == [('"zzupper"', 1), ("zz.upper", 1), ("zzupper", 4)]


def test_nothing_is_written_when_something_is_found(articles: ArticleIndexPage, search: Query) -> None:
    ArticlePageFactory(parent=articles, title="Havbruk")

    with CaptureQueriesContext(connection) as statements:
        search("havbruk")
        search("havbrk")

    assert counted() == []
    assert [one["sql"] for one in statements if not one["sql"].lstrip().startswith(("SELECT", "WITH"))] == []


@pytest.mark.parametrize("field", ["totalCount", "didYouMean", "nodes { __typename }", "pageInfo { hasNextPage }"])
def test_whatever_is_asked_of_the_hits_they_are_missed_once(home: HomePage, query: Query, field: str) -> None:
    query(f'{{ search(query: "havbruk") {{ {field} edges {{ score }} }} }}')

    assert counted() == [("havbruk", 1)]


@pytest.mark.parametrize(
    "arguments",
    [
        {"where": {"years": [1850]}},
        {"offset": 20},
        {"last": 5},
        {"query": ""},
        {"query": "og hva er det"},
        {"query": "-havbruk"},
    ],
)
def test_what_says_nothing_of_the_words_is_not_counted(
    home: HomePage, search: Query, arguments: dict[str, Any]
) -> None:
    search(**{"words": arguments.pop("query", "havbruk"), **arguments})

    assert counted() == []


@pytest.mark.parametrize(
    "words",
    [
        "kari.nordmann@example.no",
        "ring 99 88 77 66",
        "99887766",
        "010190 12345",
        "jeg skriver til dere fordi min mor har ventet på sykehjemsplass i over et år",
    ],
)
def test_what_may_be_about_somebody_is_not_counted(home: HomePage, search: Query, words: str) -> None:
    search(words)

    assert counted() == []


def test_a_year_or_a_postcode_is_about_nobody(home: HomePage, search: Query) -> None:
    search("havbruk 2027")

    assert counted() == [("havbruk 2027", 1)]


def test_each_day_is_counted_by_itself_and_kept_for_ninety(home: HomePage, search: Query) -> None:
    today = timezone.localdate()
    for days in (1, 90, 91, 400):
        UnansweredQuery.objects.create(day=today - timedelta(days=days), words="havbruk", times=3)

    search("havbruk")

    kept = UnansweredQuery.objects.order_by("day").values_list("day", "times")
    assert list(kept) == [(today - timedelta(days=90), 3), (today - timedelta(days=1), 3), (today, 1)]


def test_whoever_makes_up_words_does_not_fill_the_table(
    home: HomePage, search: Query, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unanswered, "MOST_A_DAY", 2)

    for words in ("aaaa", "bbbb", "cccc", "aaaa"):
        search(words)

    assert counted() == [("aaaa", 2), ("bbbb", 1)]


def test_a_count_that_fails_is_logged_and_costs_no_answer(
    home: HomePage, search: Query, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(words: str) -> None:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(schema, "count_unanswered", fail)

    assert search("havbruk")["totalCount"] == 0
    assert "the disk is full" in caplog.text


class TestKeptAnswers:
    """Only what is committed can be kept. What the migrations made is put back when a test has emptied the tables."""

    pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

    @pytest.fixture(autouse=True)
    def _site(self, transactional_db: None) -> Any:
        answers.forget()
        front = HomePageFactory(title="Forside", slug="forside")
        Site.objects.update(hostname="testserver", root_page=front)
        yield
        answers.forget()

    @staticmethod
    def ask(words: str) -> bool:
        """Whether the answer came from memory."""
        body = json.dumps({"query": TITLES, "variables": {"query": words}})
        response = Client().post("/graphql/", body, content_type="application/json")
        assert "errors" not in response.json()
        return response["Server-Timing"].endswith("desc=kept")

    def test_each_one_who_finds_nothing_is_counted(self) -> None:
        kept = [self.ask("havbruk") for _ in range(3)]

        assert kept == [False] * 3
        assert counted() == [("havbruk", 3)]

    def test_counting_drops_no_kept_answer(self) -> None:
        self.ask("forside")

        self.ask("havbruk")

        assert self.ask("forside")
        assert counted() == [("havbruk", 1)]

    def test_a_shared_cache_keeps_no_answer_without_a_hit(self, settings: Any) -> None:
        settings.GRAPHQL = settings.GRAPHQL | {"SHARED_MAX_AGE": 3600}

        def shared_max_age(words: str) -> str:
            document = f'{{ search(query: "{words}") {{ totalCount }} }}'
            return Client().get("/graphql/", {"query": document})["Cache-Control"].rpartition("s-maxage=")[2]

        assert (shared_max_age("havbruk"), shared_max_age("forside")) == ("0", "3600")
