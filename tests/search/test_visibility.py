"""What is not public is in no hit, count, facet or suggestion."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, Site

from pages.models import ArticleIndexPage
from tests.factories import ContactFactory, DocumentFactory, MunicipalityFactory, OrganisationFactory, ThemeFactory
from tests.page_factories import ArticleIndexPageFactory, ArticlePageFactory, HomePageFactory, StandardPageFactory

pytestmark = pytest.mark.usefixtures("either_engine")

HIDDEN = ["a draft", "expired", "not yet live", "behind a password", "below a private page", "on another site"]


def an_hour(*, ago: bool) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(hours=-1 if ago else 1)


def hidden_article(how: str, articles: ArticleIndexPage) -> Page:
    if how == "on another site":
        other = HomePageFactory(slug="annet")
        Site.objects.create(hostname="annet.example.no", root_page=other)
        return StandardPageFactory(parent=other, title="Havbruk")
    times = {"expired": {"expire_at": an_hour(ago=True)}, "not yet live": {"go_live_at": an_hour(ago=False)}}
    page = ArticlePageFactory(parent=articles, title="Havbruk", live=how != "a draft", **times.get(how, {}))
    page.themes = [ThemeFactory(slug="havbruk", label="Havbruk")]
    page.municipalities = [MunicipalityFactory(number="5014", name="Frøya")]
    page.save()
    if how in ("behind a password", "below a private page"):
        private = page if how == "behind a password" else articles
        PageViewRestriction.objects.create(page=private, restriction_type="password", password="hemmelig")
    return page


@pytest.mark.parametrize("how", HIDDEN)
def test_a_hidden_page_leaves_no_trace(
    how: str, articles: ArticleIndexPage, search: Callable[..., Any], suggested: Callable[..., list[str]]
) -> None:
    hidden_article(how, articles)

    answer = search("havbruk")

    assert (answer["nodes"], answer["totalCount"]) == ([], 0)
    assert [facet["values"] for facet in answer["facets"]] == [[], [], [], [], []]
    assert suggested("havb") == []


@pytest.mark.parametrize("how", HIDDEN)
@pytest.mark.parametrize("word", ["havbruk", "bruk", "havbruksfond"])
def test_a_hidden_page_changes_no_score(
    how: str, word: str, articles: ArticleIndexPage, search: Callable[..., Any]
) -> None:
    for title in ("Tilskudd og havbruksfond", "Tilskudd", "Havbruk og bruk"):
        ArticlePageFactory(parent=articles, title=title)
    before = search(f"tilskudd {word}")["edges"]

    hidden_article(how, articles if how != "below a private page" else ArticleIndexPageFactory(parent=articles))

    assert before
    assert search(f"tilskudd {word}")["edges"] == before


def test_a_hidden_page_is_found_once_it_is_public(articles: ArticleIndexPage, found: Callable[..., list[str]]) -> None:
    hidden_article("behind a password", articles)

    PageViewRestriction.objects.all().delete()

    assert found("havbruk") == ["Havbruk"]


def test_a_contact_that_is_a_draft_leaves_no_trace(
    articles: ArticleIndexPage, search: Callable[..., Any], suggested: Callable[..., list[str]]
) -> None:
    ContactFactory(name="Kari Nordmo", live=False, organisation=OrganisationFactory(name="Sintef"))
    ContactFactory(name="Ola Nordmo", expire_at=an_hour(ago=True))

    answer = search("nordmo")

    assert (answer["nodes"], answer["totalCount"]) == ([], 0)
    assert [facet["values"] for facet in answer["facets"]] == [[], [], [], [], []]
    assert suggested("nordm") == []


def test_a_document_in_a_private_collection_leaves_no_trace(
    articles: ArticleIndexPage, search: Callable[..., Any], suggested: Callable[..., list[str]]
) -> None:
    private = Collection.get_first_root_node().add_child(name="Styret")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    DocumentFactory(title="Referat", collection=private.add_child(name="Referater"))

    answer = search("referat")

    assert (answer["nodes"], answer["totalCount"]) == ([], 0)
    assert suggested("refer") == []


def test_a_word_of_a_draft_suppresses_no_correction(articles: ArticleIndexPage, search: Callable[..., Any]) -> None:
    ArticlePageFactory(parent=articles, title="Kunstig intelligens")
    ArticlePageFactory(parent=articles, title="Inteligens", live=False)

    answer = search("inteligens")

    assert (answer["totalCount"], answer["didYouMean"]) == (1, "intelligens")


def test_a_word_of_a_draft_is_nothing_that_was_meant(articles: ArticleIndexPage, search: Callable[..., Any]) -> None:
    ArticlePageFactory(parent=articles, title="Kunstig intelligens", live=False)
    ArticlePageFactory(parent=articles, title="Havbruk")

    answer = search("inteligens havbruk")

    assert (answer["totalCount"], answer["didYouMean"]) == (1, None)


def test_words_of_drafts_do_not_stand_in_the_way_of_a_public_one(
    articles: ArticleIndexPage, search: Callable[..., Any]
) -> None:
    for letter in "bcdfghjklmnpqrtvwxz":
        ArticlePageFactory(parent=articles, title=f"Inteligens{letter}", live=False)
    ArticlePageFactory(parent=articles, title="Kunstig intelligens")

    answer = search("inteligens")

    assert (answer["totalCount"], answer["didYouMean"]) == (1, "intelligens")
