"""The search page: in whose language it searches, what a reader chooses there, and where hits lead to."""

import datetime
import html
import re
from typing import Any

import pytest
from wagtail.models import Locale

from cms.api.ids import global_id
from cms.reader.labels import LABELS
from cms.reader.searching import kind_of
from pages.models import ArticleIndexPage, HomePage
from search.kinds import KINDS
from tests.factories import ContactFactory, MunicipalityFactory, OrganisationFactory, ThemeFactory
from tests.page_factories import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    ContactDirectoryPageFactory,
    StandardPageFactory,
)
from tests.reader.conftest import Read


def text_of(response: Any) -> str:
    return str(response.content.decode())


def links(page: str) -> dict[str, str]:
    """Where the links lead to, by their words."""
    found = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', page)
    return {re.sub(r"<[^>]*>", "", words): html.unescape(address) for address, words in found}


def hits(page: str) -> dict[str, str]:
    """Where the hits lead to, "" for nowhere, by what they are called; in their order."""
    found = re.findall(r'<h2>(?:<a href="([^"]*)">)?([^<]*)', page.partition('class="hits"')[2].partition("</ol>")[0])
    return {title: html.unescape(address) for address, title in found}


@pytest.fixture
def english(home: HomePage, articles: ArticleIndexPage) -> ArticleIndexPage:
    """The list of articles in English, at `/en/articles/`, with one that is translated from bokmål."""
    locale = Locale.objects.get_or_create(language_code="en")[0]
    front = home.copy_for_translation(locale)
    front.save_revision().publish()
    front = HomePage.objects.get(pk=front.pk)
    listed = ArticleIndexPageFactory(parent=front, locale=locale, slug="articles", title="Articles")
    original = ArticlePageFactory(parent=articles, title="Innovasjon i nord")
    key = original.translation_key
    ArticlePageFactory(parent=listed, locale=locale, translation_key=key, title="Northern innovation", slug="north")
    return listed


def test_a_search_that_begins_on_an_english_page_is_in_english(english: ArticleIndexPage, read: Read) -> None:
    begun = text_of(read("/en/articles/"))
    found = text_of(read("/sok/?q=northern&sprak=en"))

    assert '<input name="sprak" type="hidden" value="en">' in begun
    assert 'data-suggest="/sok/forslag?sprak=en"' in begun
    assert list(hits(found)) == ["Northern innovation"]
    assert hits(text_of(read("/sok/?q=northern"))) == {}
    assert [one["text"] for one in read("/sok/forslag?q=north&sprak=en").json()] == ["Northern innovation"]
    assert read("/sok/forslag?q=north").json() == []


def test_a_search_in_english_stays_in_english_until_the_reader_goes_over_to_bokmal(
    english: ArticleIndexPage, read: Read
) -> None:
    for number in range(21):
        ArticlePageFactory(parent=english, locale=english.locale, title=f"Innovation {number}")

    page = text_of(read("/sok/?q=innovation&sprak=en"))

    assert page.count('<input name="sprak" type="hidden" value="en">') == 2
    assert '<a href="?q=innovation&amp;sprak=en" lang="en" aria-current="true">English</a>' in page
    there = links(page)
    assert there["Artikkel"] == "?q=innovation&sprak=en&type=ARTICLE"
    assert there["Neste side"] == "?q=innovation&sprak=en&side=2"
    assert there["Bokmål"] == "?q=innovation"
    mended = links(text_of(read("/sok/?q=inovation&sprak=en")))
    assert mended["innovation"] == "?q=innovation&sprak=en"


@pytest.mark.parametrize(
    ("address", "language"),
    [("/en/nowhere/", "en"), ("/en/articles/nowhere/", "en"), ("/nowhere/", "nb"), ("/nn/ingenstad/", "nb")],
)
def test_from_a_page_that_is_not_found_a_search_goes_on_in_the_language_of_its_address(
    english: ArticleIndexPage, read: Read, address: str, language: str
) -> None:
    missing = read(address)

    assert missing.status_code == 404
    carried = re.findall(r'<input name="sprak" type="hidden" value="([^"]*)">', text_of(missing))
    # The site is in bokmål and English, and bokmål is not said.
    assert carried == ([] if language == "nb" else [language, language])


@pytest.mark.parametrize("language", ["nb", "xx", "%00"])
def test_a_search_in_no_other_language_of_ours_is_in_bokmal(
    english: ArticleIndexPage, read: Read, language: str
) -> None:
    page = text_of(read(f"/sok/?q=innovasjon&sprak={language}"))

    assert list(hits(page)) == ["Innovasjon i nord"]
    assert 'type="hidden"' not in page
    assert links(page)["Artikkel"] == "?q=innovasjon&type=ARTICLE"


def test_a_site_in_one_language_has_no_choice_of_languages(articles: ArticleIndexPage, read: Read) -> None:
    assert 'aria-label="Språk"' not in text_of(read("/sok/?q=innovasjon"))


def test_an_organisation_leads_to_its_website_and_a_contact_to_its_municipality_in_the_directory(
    home: HomePage, read: Read
) -> None:
    ContactDirectoryPageFactory(parent=home, slug="foui-kontakter", title="Hvem er hvem")
    municipality = MunicipalityFactory(number="5014", name="Frøya")
    ContactFactory(name="Kari Havbruk", municipality=municipality)
    ContactFactory(name="Ola Havbruk", municipality=None)
    OrganisationFactory(name="Havbruk AS", url="https://havbruk.example.no/")
    OrganisationFactory(name="Havbruk uten nettsted", url="")

    page = text_of(read("/sok/?q=havbruk"))

    assert hits(page) == {
        "Kari Havbruk": "/foui-kontakter/#k5014",
        "Ola Havbruk": "",
        "Havbruk AS": "https://havbruk.example.no/",
        "Havbruk uten nettsted": "",
    }


def test_without_a_directory_a_contact_leads_nowhere(home: HomePage, read: Read) -> None:
    ContactFactory(name="Kari Havbruk", municipality=MunicipalityFactory(number="5014", name="Frøya"))

    page = text_of(read("/sok/?q=havbruk"))

    assert hits(page) == {"Kari Havbruk": ""}


@pytest.mark.parametrize(
    ("parameter", "value", "label"),
    [
        ("ar", "1999", "1999"),
        ("type", "EVENT", "Arrangement"),
        ("tema", "helse", "Helse"),
        ("tema", "finnes-ikke", "finnes-ikke"),
        ("kommune", "5014", "Frøya"),
        ("organisasjon", "", "Havn AS"),
    ],
)
def test_a_choice_that_leaves_no_hit_is_shown_and_can_be_taken_away(
    articles: ArticleIndexPage, read: Read, parameter: str, value: str, label: str
) -> None:
    ArticlePageFactory(parent=articles, title="Havbruk")
    ThemeFactory(slug="helse", label="Helse")
    MunicipalityFactory(number="5014", name="Frøya")
    value = value or global_id(OrganisationFactory(name="Havn AS"))

    page = text_of(read("/sok/", data={"q": "havbruk", parameter: value}))

    assert hits(page) == {}
    assert links(page)[f"Fjern {label} ✕"] == "?q=havbruk"
    assert links(page)["Søk uten avgrensninger"] == "?q=havbruk"


def test_what_an_address_cannot_narrow_by_is_left_out(articles: ArticleIndexPage, read: Read) -> None:
    ArticlePageFactory(parent=articles, title="Havbruk", slug="havbruk")

    page = text_of(read("/sok/?q=havbruk&type=BOGUS&type=ARTICLE&ar=x&ar=99999"))
    unknown = read("/sok/?q=havbruk&organisasjon=nei&type=ARTICLE")

    assert hits(page) == {"Havbruk": "/artikler/havbruk/"}
    assert links(page)["Fjern Artikkel ✕"] == "?q=havbruk"
    assert (unknown.status_code, unknown["Location"]) == (302, "?q=havbruk&type=ARTICLE")


def test_a_search_that_is_too_long_is_told_so(home: HomePage, read: Read) -> None:
    response = read("/sok/?q=" + "x" * 300)

    assert response.status_code == 400
    assert "Prøv med færre og kortere ord." in text_of(response)


def test_a_hit_and_the_choice_beside_it_have_one_word_for_what_it_is(home: HomePage, read: Read) -> None:
    StandardPageFactory(parent=home, title="Havbruk")

    page = text_of(read("/sok/?q=havbruk"))

    assert '<p class="meta" lang="nb">Side</p>' in page
    assert links(page)["Side"] == "?q=havbruk&type=STANDARD"


def test_readers_have_a_word_for_every_kind_of_thing_that_can_be_found() -> None:
    assert {name: kind_of({"__typename": model.__name__}) for name, model in KINDS.items()} == LABELS["SearchType"]


def test_beyond_the_last_page_of_hits_the_address_leads_to_it(articles: ArticleIndexPage, read: Read) -> None:
    ArticlePageFactory(parent=articles, title="Reiseliv")
    for number in range(21):
        ArticlePageFactory(parent=articles, title=f"Havbruk {number}")

    many, one, none = (read(f"/sok/?q={words}&side=99") for words in ("havbruk", "reiseliv", "zzupper"))
    huge = read(f"/sok/?q=havbruk&side={'9' * 19}")

    assert (many.status_code, many["Location"]) == (302, "?q=havbruk&side=2")
    assert huge["Location"] == many["Location"]
    assert len(hits(text_of(read("/sok/?q=havbruk&side=2")))) == 1
    assert [response["Location"] for response in (one, none)] == ["?q=reiseliv", "?q=zzupper"]


def test_hits_come_by_date_when_asked(articles: ArticleIndexPage, read: Read) -> None:
    ArticlePageFactory(parent=articles, title="Havbruk", published_on=datetime.date(2020, 5, 1))
    ArticlePageFactory(parent=articles, title="Nytt om mye, også havbruk", published_on=datetime.date(2024, 5, 1))

    best, latest = text_of(read("/sok/?q=havbruk")), text_of(read("/sok/?q=havbruk&sorter=dato"))

    assert list(hits(best)) == ["Havbruk", "Nytt om mye, også havbruk"]
    assert list(hits(latest)) == ["Nytt om mye, også havbruk", "Havbruk"]
    assert (links(best)["Dato"], links(latest)["Relevans"]) == ("?q=havbruk&sorter=dato", "?q=havbruk")
    assert links(latest)["2024"] == "?q=havbruk&sorter=dato&ar=2024"
