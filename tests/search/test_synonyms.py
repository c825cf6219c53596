"""Words that editors have said mean the same find each other."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pages.models import ArticleIndexPage
from search.models import Synonym
from tests.page_factories import ArticlePageFactory

Found = Callable[..., list[str]]
Titled = Callable[..., None]


@pytest.fixture
def both(articles: ArticleIndexPage) -> None:
    ArticlePageFactory(parent=articles, title="Elbilen i kommunen")
    ArticlePageFactory(parent=articles, title="Et kjøretøy for alle")


@pytest.mark.usefixtures("both")
def test_each_word_finds_what_the_other_finds_and_its_own_first(found: Found) -> None:
    before = (found("elbil"), found("kjøretøy"))

    Synonym.objects.create(words="elbil, kjøretøy")

    assert before == (["Elbilen i kommunen"], ["Et kjøretøy for alle"])
    assert found("elbil") == ["Elbilen i kommunen", "Et kjøretøy for alle"]
    assert found("kjøretøy") == ["Et kjøretøy for alle", "Elbilen i kommunen"]


@pytest.mark.usefixtures("both")
def test_other_forms_of_the_words_find_each_other_too(found: Found) -> None:
    Synonym.objects.create(words="elbil, kjøretøy")

    assert found("elbiler") == ["Elbilen i kommunen", "Et kjøretøy for alle"]
    assert found("kjøretøyene") == ["Et kjøretøy for alle", "Elbilen i kommunen"]


@pytest.mark.usefixtures("both")
def test_words_of_different_lists_do_not_find_each_other(found: Found) -> None:
    Synonym.objects.create(words="elbil, doning")
    Synonym.objects.create(words="kjøretøy, vogn")

    assert (found("doning"), found("vogn")) == (["Elbilen i kommunen"], ["Et kjøretøy for alle"])


@pytest.mark.usefixtures("both")
def test_a_synonym_that_is_changed_or_deleted_finds_no_more(found: Found) -> None:
    synonym = Synonym.objects.create(words="doning, kjøretøy")
    made = found("doning")
    synonym.words = "doning, elbil"
    synonym.save()
    changed = found("doning")

    synonym.delete()

    assert (made, changed, found("doning")) == (["Et kjøretøy for alle"], ["Elbilen i kommunen"], [])


@pytest.mark.usefixtures("both")
def test_it_works_beside_other_words(found: Found) -> None:
    Synonym.objects.create(words="doning, kjøretøy")

    assert found("doning alle")[0] == "Et kjøretøy for alle"


@pytest.fixture
def titled(articles: ArticleIndexPage) -> Callable[..., None]:
    """Makes articles with these titles."""

    def make(*titles: str) -> None:
        for title in titles:
            ArticlePageFactory(parent=articles, title=title)

    return make


@pytest.mark.usefixtures("either_engine")
def test_an_abbreviation_finds_the_words_that_it_stands_for(titled: Titled, found: Found) -> None:
    titled("Kunstig intelligens i skolen", "Bruk av KI", "Kunstig gress", "Følelser og intelligens")

    Synonym.objects.create(words="KI, kunstig intelligens, AI")

    assert found("KI") == ["Bruk av KI", "Kunstig intelligens i skolen"]
    assert found("ai") == ["Bruk av KI", "Kunstig intelligens i skolen"]


@pytest.mark.usefixtures("either_engine")
def test_words_side_by_side_find_their_abbreviation_after_themselves(titled: Titled, found: Found) -> None:
    titled("Bruk av KI", "Bruk av kunstig intelligens", "Bruk av AI", "Kunstig gress", "Følelser og intelligens")

    Synonym.objects.create(words="KI, kunstig intelligens, AI")

    answers = [
        found(words)[:3] for words in ("kunstig intelligens", "bruk av kunstig intelligens", "kunstige intelligensen")
    ]
    assert [hits[0] for hits in answers] == ["Bruk av kunstig intelligens"] * 3
    assert [set(hits[1:]) for hits in answers] == [{"Bruk av KI", "Bruk av AI"}] * 3


@pytest.mark.usefixtures("either_engine")
def test_words_that_do_not_stand_side_by_side_in_the_query_are_not_meant(titled: Titled, found: Found) -> None:
    titled("Bruk av KI", "Kunstig gress", "Følelser og intelligens")

    Synonym.objects.create(words="KI, kunstig intelligens")

    asked = ("kunstig", "intelligens", "intelligens kunstig", "kunstig eller intelligens", "kunstig følsom intelligens")
    assert [words for words in asked if "Bruk av KI" in found(words)] == []


def test_the_words_are_found_in_any_form_and_only_side_by_side(titled: Titled, found: Found) -> None:
    titled("Den kunstige intelligensen", "Kunstig gress gir intelligens", "Intelligens, kunstig")

    Synonym.objects.create(words="KI, kunstig intelligens")

    assert found("KI") == ["Den kunstige intelligensen"]


@pytest.mark.usefixtures("either_engine")
def test_words_with_a_hyphen_find_and_are_found(titled: Titled, found: Found) -> None:
    titled("Om e-helse", "Om velferdsteknologi", "Om helse")

    Synonym.objects.create(words="e-helse, velferdsteknologi")

    assert found("velferdsteknologi") == ["Om velferdsteknologi", "Om e-helse"]
    assert found("e-helse")[:2] == ["Om e-helse", "Om velferdsteknologi"]


@pytest.mark.usefixtures("either_engine")
def test_words_without_a_meaning_of_their_own_keep_their_place(titled: Titled, found: Found) -> None:
    titled("Om FoU", "Om forskning og utvikling", "Om utvikling av forskning", "Forskning gir ny utvikling")

    Synonym.objects.create(words="FoU, forskning og utvikling")

    assert found("FoU") == ["Om FoU", "Om forskning og utvikling"]
    assert found("forskning og utvikling")[:2] == ["Om forskning og utvikling", "Om utvikling av forskning"]
    assert "Om FoU" in found("forskning og utvikling")


@pytest.mark.usefixtures("either_engine")
def test_what_stands_in_quotation_marks_is_meant_as_it_is(titled: Titled, found: Found) -> None:
    titled("Bruk av KI", "Bruk av kunstig intelligens", "Om e-helse", "Om velferdsteknologi")
    Synonym.objects.create(words="KI, kunstig intelligens")
    Synonym.objects.create(words="e-helse, velferdsteknologi")

    answers = [found(words) for words in ('"KI"', '"kunstig intelligens"', "«velferdsteknologi»", '"e-helse"')]

    assert answers == [["Bruk av KI"], ["Bruk av kunstig intelligens"], ["Om velferdsteknologi"], ["Om e-helse"]]


def test_an_excerpt_marks_the_synonym(articles: ArticleIndexPage, titled: Titled, search: Callable[..., Any]) -> None:
    texts = ("Her er FoU, og forskning uten.", "Her er forskning og utvikling.", "Forskning er utvikling og FoU.")
    for number, text in enumerate(texts):
        ArticlePageFactory(parent=articles, title=f"Side {number}", lead=text)
    Synonym.objects.create(words="FoU, forskning og utvikling")

    def excerpts(words: str) -> set[str]:
        return {edge["excerpt"] for edge in search(words)["edges"]}

    assert excerpts("fou") == {
        "Her er <mark>FoU</mark>, og forskning uten.",
        "Her er <mark>forskning</mark> og <mark>utvikling</mark>.",
        # «er» may be any word there, as in the query of the index.
        "<mark>Forskning</mark> er <mark>utvikling</mark> og <mark>FoU</mark>.",
    }
    assert "Her er <mark>FoU</mark>, og <mark>forskning</mark> uten." in excerpts("forskning og utvikling")


def test_a_text_that_has_the_words_apart_is_worth_no_more_for_it(
    articles: ArticleIndexPage, titled: Titled, search: Callable[..., Any]
) -> None:
    ArticlePageFactory(parent=articles, title="Skole", lead="Kunstig gress krever intelligens.")
    before = search("skole KI")["edges"][0]["score"]

    Synonym.objects.create(words="KI, kunstig intelligens")

    assert search("skole KI")["edges"][0]["score"] == before


def test_an_abbreviation_stands_for_the_words_beside_others(titled: Titled, found: Found) -> None:
    titled("Skole og KI", "Kunstig intelligens i skole", "Skole")

    Synonym.objects.create(words="KI, kunstig intelligens")

    assert found("KI skole")[:2] == ["Skole og KI", "Kunstig intelligens i skole"]
    assert set(found("skole kunstig intelligens")[:2]) == {"Skole og KI", "Kunstig intelligens i skole"}


def test_many_synonyms_cost_as_many_statements_as_none(
    titled: Titled, found: Found, django_assert_num_queries: Any
) -> None:
    titled("Kunstig intelligens i skolen", "Bruk av KI")
    found("KI kunstig intelligens")
    with CaptureQueriesContext(connection) as none:
        found("KI kunstig intelligens")
    for number in range(20):
        Synonym.objects.create(words=f"KI, kunstig intelligens, noe annet {number}, ord{number}")

    with django_assert_num_queries(len(none)):
        found("KI kunstig intelligens")
