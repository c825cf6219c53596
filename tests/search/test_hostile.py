"""Whatever somebody types, there is an answer, or a message that says what to do."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse

from pages.models import ArticleIndexPage
from tests.page_factories import ArticlePageFactory
from tests.search.conftest import SEARCH

pytestmark = pytest.mark.usefixtures("either_engine")

TYPED = {
    "nothing": "",
    "blanks": " \t\n\u00a0 ",
    "an emoji": "😀",
    "emojis and a word": "👨‍👩‍👧 havbruk 👨‍👩‍👧",
    "only operators": "& | ! ( ) <-> :* - \" '",
    "only or": "or or OR",
    "an operator at the end": "havbruk &",
    "a prefix mark": "havb:*",
    "open quotes": '"havbruk',
    "quotes": "'havbruk' \\' ''",
    "only stop words": "og i på en det",
    "a stop word": "alle",
    "SQL": "'; DROP TABLE wagtailcore_page; --",
    "HTML": "<script>alert(1)</script>",
    "a backslash": "\\",
    "per cent": "%s %(x)s %",
    "braces": "{0} {x} ${x}",
    "a tsquery": "'havbruk':*A & !'x'",
    "a digit that is none": "²²²",
    "control characters": "\u0001\u0002hav\u0085\u200b\u202ebruk",
    "combining marks": "a" + "\u0301" * 100,
    "a long word": "a" * 200,
    "200 words": " ".join("a" * 100),
    "minuses": "-" * 200,
    "minuses and blanks": "- " * 90 + "havbruk",
    "underscores": "___ _a_ __init__",
    "a web address": "https://example.no/a?b=c&d=e",
    "an address": "post@example.no",
    "Chinese": "挪威语",
    "Arabic": "النرويجية",
    "ligatures": "ﬁ ﷺ ẞ İ",
}


@pytest.mark.parametrize("typed", TYPED.values(), ids=TYPED.keys())
def test_anything_can_be_typed(articles: ArticleIndexPage, query: Callable[..., Any], typed: str) -> None:
    ArticlePageFactory(parent=articles, title="Havbruk")
    suggest = "query ($prefix: String!) { suggest(prefix: $prefix) { text } }"

    answer = query(SEARCH, query=typed)["search"]
    suggested = query(suggest, prefix=typed)["suggest"]

    assert answer["totalCount"] == len(answer["edges"])
    assert isinstance(suggested, list)


@pytest.mark.parametrize("typed", ["", "og i på", "- & |", "😀"])
def test_without_a_word_to_search_for_nothing_is_found(
    articles: ArticleIndexPage, query: Callable[..., Any], typed: str
) -> None:
    ArticlePageFactory(parent=articles, title="Havbruk")

    assert query(SEARCH, query=typed)["search"]["totalCount"] == 0


@pytest.mark.parametrize("order", ["RELEVANCE", "DATE"])
@pytest.mark.parametrize("argument", ["after", "before"])
def test_a_cursor_stays_good_when_the_words_are_taken_out(
    articles: ArticleIndexPage, query: Callable[..., Any], order: str, argument: str
) -> None:
    ArticlePageFactory(parent=articles, title="Havbruk")
    text = SEARCH.replace("query: $query", f"query: $query, orderBy: {order}")
    [edge] = query(text, query="havbruk")["search"]["edges"]

    answer = query(text, query="og i på", **{argument: edge["cursor"]})["search"]

    assert (answer["totalCount"], answer["edges"]) == (0, [])


def test_a_query_has_a_greatest_length(errors: Callable[..., Any], articles: ArticleIndexPage) -> None:
    words = "ord " * 10_000
    suggest = "query ($prefix: String!) { suggest(prefix: $prefix) { text } }"

    assert errors(SEARCH, query=words) == [("BAD_USER_INPUT", "`query` may have at most 200 characters, got 39999.")]
    assert errors(suggest, prefix="a" * 201) == [
        ("BAD_USER_INPUT", "`prefix` may have at most 200 characters, got 201.")
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        {"first": -1},
        {"first": 101},
        {"first": 1, "last": 1},
        {"after": "x"},
        {"before": ""},
        {"offset": -1},
        {"where": {"organisations": ["x"]}},
        {"where": {"themes": ["a"] * 101}},
    ],
    ids=str,
)
def test_a_wrong_argument_is_named(
    articles: ArticleIndexPage, errors: Callable[..., Any], arguments: dict[str, Any]
) -> None:
    ((code, _),) = errors(SEARCH, query="havbruk", **arguments)[:1]

    assert code in ("BAD_USER_INPUT", "TOO_EXPENSIVE")


@pytest.mark.parametrize(
    "where",
    [
        {"years": [0, -1, 2147483647, 99999]},
        {"themes": ["", "%", "'"], "municipalities": ["", "abcd", "50140"]},
        {"types": [], "years": [], "organisations": []},
        {"not": {"not": {"types": ["ARTICLE"]}}},
        {"and": [], "or": []},
    ],
    ids=str,
)
def test_odd_restrictions_are_answered(
    articles: ArticleIndexPage, query: Callable[..., Any], where: dict[str, Any]
) -> None:
    ArticlePageFactory(parent=articles, title="Havbruk")

    answer = query(SEARCH, query="havbruk", where=where)["search"]

    assert answer["totalCount"] == len(answer["edges"])


def test_a_nul_is_refused(ask: Callable[..., HttpResponse], articles: ArticleIndexPage) -> None:
    answers = [
        ask(SEARCH, query="hav\0bruk"),
        ask("query { search(query: " + json.dumps("hav\0bruk") + ") { totalCount } }"),
    ]

    assert [answer.json()["errors"][0]["extensions"]["code"] for answer in answers] == ["BAD_USER_INPUT"] * 2
