"""Sizes that an argument asks for: refused before anything runs, with the figures, wherever they stand."""

import json

import pytest
from django.test import Client

from cms.api.ids import global_id
from pages.models import Registration, RegistrationKind
from tests.page_factories import EventIndexPageFactory, EventPageFactory

REGISTER = """
mutation ($input: RegisterForEventInput!) { registerForEvent(input: $input) { status errors { code } } }
"""
ARTICLES = "query ($n: Int) { articles(first: $n) { totalCount } }"
WHERE = "query ($where: ArticleWhere) { articles(where: $where) { totalCount } }"
RELATED = '{ page(path: "/") { ... on ArticlePage { related(first: 11) { title } } } }'


def nested(levels):
    return {"kind": ["NEWS"]} if levels == 1 else {"not": nested(levels - 1)}


@pytest.mark.parametrize(
    ("text", "variables", "message", "limit", "figure"),
    [
        ("{ articles(first: 101) { totalCount } }", {}, "`first` may be at most 100, got 101.", 100, 101),
        ("{ articles(last: 101) { totalCount } }", {}, "`last` may be at most 100, got 101.", 100, 101),
        (ARTICLES, {"n": 101}, "`first` may be at most 100, got 101.", 100, 101),
        (ARTICLES, {"n": 101.0}, "`first` may be at most 100, got 101.", 100, 101),
        (ARTICLES.replace("Int", "Int = 101"), {}, "`first` may be at most 100, got 101.", 100, 101),
        (
            "{ articles(offset: 100001) { totalCount } }",
            {},
            "`offset` may be at most 100000, got 100001; page with `after` instead.",
            100_000,
            100_001,
        ),
        (
            '{ page(path: "/") { children(first: 101) { totalCount } } }',
            {},
            "`first` may be at most 100, got 101.",
            100,
            101,
        ),
        (RELATED, {}, "`first` may be at most 10, got 11.", 10, 11),
        ('{ suggest(prefix: "a", first: 21) { text } }', {}, "`first` may be at most 20, got 21.", 20, 21),
        (
            "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }",
            {"ids": ["a"] * 101},
            "`ids` may have at most 100 entries, got 101.",
            100,
            101,
        ),
        (
            WHERE,
            {"where": {"themes": ["a"] * 101}},
            "The request has 101 values in a list of a `where`; 100 are allowed.",
            100,
            101,
        ),
        (
            WHERE,
            {"where": {"or": [{"kind": ["NEWS"]}] * 51}},
            "The request has 51 conditions in a `where`; 50 are allowed.",
            50,
            51,
        ),
        (
            WHERE,
            {"where": nested(6)},
            "The request has 6 levels of `and`, `or` and `not`; 5 are allowed.",
            5,
            6,
        ),
    ],
)
def test_what_is_too_large_is_refused_with_the_figures_and_runs_nothing(
    db, django_assert_num_queries, text, variables, message, limit, figure
):
    with django_assert_num_queries(0):
        answer = Client().post(
            "/graphql/",
            json.dumps({"query": text, "variables": variables}),
            content_type="application/json",
            headers={"Accept": "application/graphql-response+json"},
        )

    extensions = {"code": "TOO_EXPENSIVE", "limit": limit, "figure": figure}
    assert (answer.status_code, answer.json()) == (400, {"errors": [{"message": message, "extensions": extensions}]})


def test_the_largest_that_is_allowed_runs(home, query):
    assert query(ARTICLES, n=100) == {"articles": {"totalCount": 0}}
    assert query(WHERE, where=nested(5)) == {"articles": {"totalCount": 0}}


@pytest.mark.parametrize("text", ["{ articles(first: 101) { totalCount } }", "{" * 61])
def test_of_a_batch_in_which_one_is_too_large_nothing_runs(home, text):
    event = EventPageFactory(parent=EventIndexPageFactory(parent=home), registration_kind=RegistrationKind.OWN)
    given = {"eventId": global_id(event), "name": "Kari Nordmann", "email": "kari@example.no"}
    body = json.dumps([{"query": REGISTER, "variables": {"input": given}}, {"query": text}])

    answer = Client().post("/graphql/", body, content_type="application/json")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == "TOO_EXPENSIVE"
    assert not Registration.objects.exists()
