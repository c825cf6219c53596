"""While a reader types, titles and names are suggested that begin like that."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pages.models import ArticleIndexPage, HomePage
from tests.factories import ContactFactory, DocumentFactory, OrganisationFactory
from tests.page_factories import ArticlePageFactory

Suggested = Callable[..., list[str]]


def test_titles_and_names_are_suggested_those_that_begin_so_first(
    articles: ArticleIndexPage, suggested: Suggested
) -> None:
    ArticlePageFactory(parent=articles, title="Om havbruk")
    ArticlePageFactory(parent=articles, title="Åpne havbrukstall")
    ArticlePageFactory(parent=articles, title="Havbruk i Frøya")
    ContactFactory(name="Kari Havbo")
    OrganisationFactory(name="Havforskningsinstituttet")
    DocumentFactory(title="(Havbruk) en rapport")
    ContactFactory(name="Kari Nordmo", organisation=OrganisationFactory(name="Uhav"))

    texts = suggested("hav")

    assert texts == [
        "(Havbruk) en rapport",
        "Havbruk i Frøya",
        "Havforskningsinstituttet",
        "Kari Havbo",
        "Om havbruk",
        "Åpne havbrukstall",
    ]


@pytest.mark.parametrize(
    ("prefix", "texts"),
    [
        ("s", ["Snåsa kafé"]),
        ("SNÅSA", ["Snåsa kafé"]),
        ("snasa", ["Snåsa kafé"]),
        ("kafe", ["Snåsa kafé"]),
        ("kafé", ["Snåsa kafé"]),
        ("å", ["Åre"]),
        ("ar", ["Arne", "Åre"]),
        ("snåsa  ", ["Snåsa kafé"]),
        ("nåsa", []),
        ("", []),
        ("   ", []),
        ("%", []),
        ("_", []),
        ("«»", []),
        ("😀", []),
    ],
)
def test_letters_that_a_keyboard_lacks_may_be_left_plain(
    home: HomePage, suggested: Suggested, prefix: str, texts: list[str]
) -> None:
    for name in ("Snåsa kafé", "Åre", "Arne"):
        OrganisationFactory(name=name)

    assert suggested(prefix) == texts


def test_there_is_a_limit_to_suggestions(home: HomePage, suggested: Suggested, errors: Callable[..., Any]) -> None:
    for number in range(25):
        OrganisationFactory(name=f"Havn {number:02}")

    text = 'query ($first: Int) { suggest(prefix: "havn", first: $first) { text } }'

    assert [len(suggested("havn", first=first)) for first in (None, 0, 3, 20)] == [10, 0, 3, 20]
    assert errors(text, first=21) == [("TOO_EXPENSIVE", "`first` may be at most 20, got 21.")]
    assert errors(text, first=-1) == [("BAD_USER_INPUT", "`first` counts suggestions and cannot be negative, got -1.")]


def test_twenty_suggestions_cost_as_many_statements_as_one(
    home: HomePage, suggested: Suggested, django_assert_num_queries: Any
) -> None:
    OrganisationFactory(name="Havn 0")
    suggested("havn")
    with CaptureQueriesContext(connection) as one:
        suggested("havn")
    for number in range(1, 20):
        OrganisationFactory(name=f"Havn {number}")

    with django_assert_num_queries(len(one)):
        assert len(suggested("havn", first=20)) == 20
