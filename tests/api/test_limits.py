"""Limits: a document that asks for too much is refused before anything runs, with the figures."""

import pytest
from django.test import Client

from cms.api.documents import document


def deep(levels):
    return "{ pages { nodes " + "{ parent " * levels + "{ id }" + " }" * levels + " } }"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (deep(20), "The document has 23 levels of fields; 12 are allowed."),
        (
            "{" + " ".join(f"a{n}: themes {{ slug }}" for n in range(31)) + "}",
            "The document has 31 aliases; 30 are allowed.",
        ),
        (
            "{ themes { " + "slug @include(if: true) " * 51 + "} }",
            "The document has 51 directives; 50 are allowed.",
        ),
        ("{ themes { " + "slug " * 2_000 + "} }", "The document may have at most 2000 tokens."),
        ("{" * 5_000, "Brackets may be nested at most 60 deep."),
    ],
)
def test_over_a_limit_nothing_runs(db, errors, django_assert_num_queries, text, message):
    with django_assert_num_queries(0):
        found = errors(text)

    assert found == [("TOO_EXPENSIVE", message)]


def test_a_fragment_counts_where_it_is_spread(db, errors):
    nested = "fragment P on PageInterface " + "{ parent " * 11 + "{ id }" + " }" * 11
    found = errors("{ pages { nodes { ...P } } } " + nested)

    assert found == [("TOO_EXPENSIVE", "The document has 14 levels of fields; 12 are allowed.")]


def test_a_fragment_that_spreads_itself_is_refused(db, errors):
    found = errors("{ pages { nodes { ...P } } } fragment P on PageInterface { parent { ...P } }")

    assert found == [("GRAPHQL_VALIDATION_FAILED", "Cannot spread fragment 'P' within itself.")]


def test_introspection_is_not_too_deep(db, query):
    data = query("{ __schema { types { fields { type { ofType { ofType { ofType { name } } } } } } } }")

    assert data["__schema"]["types"]


def test_introspection_can_be_switched_off(db, settings):
    settings.GRAPHQL = settings.GRAPHQL | {"INTROSPECTION": False}
    document.cache_clear()

    answer = Client().get("/graphql/", {"query": "{ __schema { queryType { name } } }"}).json()

    document.cache_clear()
    assert {error["extensions"]["code"] for error in answer["errors"]} == {"GRAPHQL_VALIDATION_FAILED"}
