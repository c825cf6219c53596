"""Limits: a document that asks for too much is refused before anything runs, with the figures."""

import json

import pytest
from django.test import Client

from cms.api.documents import forget_documents


def deep(levels):
    return "{ pages { nodes " + "{ parent " * levels + "{ id }" + " }" * levels + " } }"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (deep(20), "The request has 23 levels of fields; 12 are allowed."),
        (
            "{" + " ".join(f"a{n}: themes {{ slug }}" for n in range(31)) + "}",
            "The request has 31 aliases; 30 are allowed.",
        ),
        (
            "{ themes { " + "slug @include(if: true) label @skip(if: false) " * 26 + "} }",
            "The request has 52 directives; 50 are allowed.",
        ),
        ("{ themes { " + "slug " * 2_000 + "} }", "The document has more than 2000 tokens; 2000 are allowed."),
        (
            "{ themes { " + "slug " * 51 + "} }",
            "The request selects `slug` 51 times in one place; 50 are allowed.",
        ),
        ("{" * 5_000, "The request has 5000 levels of brackets; 60 are allowed."),
    ],
)
def test_over_a_limit_nothing_runs(db, errors, django_assert_num_queries, text, message):
    with django_assert_num_queries(0):
        found = errors(text)

    assert found == [("TOO_EXPENSIVE", message)]


@pytest.mark.parametrize(
    ("text", "limit", "figure"),
    [("{ themes { " + "slug " * 2_000 + "} }", 2_000, 2_001), ("{" * 61 + "}" * 61, 60, 61), (deep(20), 12, 23)],
)
def test_a_limit_is_told_in_figures_for_programs(db, ask, text, limit, figure):
    [error] = ask(text).json()["errors"]

    assert error["extensions"] == {"code": "TOO_EXPENSIVE", "limit": limit, "figure": figure}


def test_a_fragment_counts_where_it_is_spread(db, errors):
    nested = "fragment P on PageInterface " + "{ parent " * 11 + "{ id }" + " }" * 11
    found = errors("{ pages { nodes { ...P } } } " + nested)

    assert found == [("TOO_EXPENSIVE", "The request has 14 levels of fields; 12 are allowed.")]


def test_a_fragment_that_spreads_itself_is_refused(db, errors):
    found = errors("{ pages { nodes { ...P } } } fragment P on PageInterface { parent { ...P } }")

    assert found == [("GRAPHQL_VALIDATION_FAILED", "Cannot spread fragment 'P' within itself.")]


def test_introspection_is_not_too_deep(db, query):
    data = query("{ __schema { types { fields { type { ofType { ofType { ofType { name } } } } } } } }")

    assert data["__schema"]["types"]


def test_introspection_can_be_switched_off(db, settings):
    settings.GRAPHQL = settings.GRAPHQL | {"INTROSPECTION": False}
    forget_documents()

    answer = Client().get("/graphql/", {"query": "{ __schema { queryType { name } } }"}).json()
    elsewhere = [Client().get(address).status_code for address in ("/schema.graphql", "/graphiql/")]

    forget_documents()
    assert elsewhere == [404, 404]
    assert {error["extensions"]["code"] for error in answer["errors"]} == {"GRAPHQL_VALIDATION_FAILED"}


@pytest.mark.parametrize(
    ("operations", "message"),
    [
        (
            ["{" + " ".join(f"a{n}: themes {{ slug }}" for n in range(16)) + "}"] * 2,
            "The request has 32 aliases; 30 are allowed.",
        ),
        (
            ["{ articles(first: 100) { nodes { themes { slug } authors { contact { name } } } } }"] * 6,
            "The request has 6006 points of cost; 5000 are allowed.",
        ),
    ],
)
def test_limits_count_over_the_whole_batch(db, django_assert_num_queries, operations, message):
    body = json.dumps([{"query": text} for text in operations])

    with django_assert_num_queries(0):
        answer = Client().post("/graphql/", body, content_type="application/json")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["message"] == message


def test_fragments_that_spread_each_other_twice_are_measured_once(db, errors):
    """Sixty of them would else take 2^60 steps."""
    fragments = " ".join(
        f"fragment F{n} on PageInterface {{ parent {{ ...F{n + 1} }} translations {{ ...F{n + 1} }} }}"
        for n in range(60)
    )

    found = errors("{ pages { nodes { ...F0 } } } " + fragments + " fragment F60 on PageInterface { id }")

    assert found == [("TOO_EXPENSIVE", "The request has 63 levels of fields; 12 are allowed.")]
