"""Facets count what a reader can choose from, and `where` narrows by the same."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from cms.api.ids import global_id
from pages.models import ArticleIndexPage
from tests.factories import ContactFactory, MunicipalityFactory, OrganisationFactory, ThemeFactory
from tests.page_factories import ArticlePageFactory, ProjectIndexPageFactory, ProjectPageFactory

pytestmark = pytest.mark.usefixtures("either_engine")

Facets = Callable[..., dict[str, list[tuple[str, str, int]]]]


def some_havbruk(articles: ArticleIndexPage) -> dict[str, Any]:
    """Two articles, a project and a contact about fish farming, and one article that is not."""
    sintef = OrganisationFactory(name="Sintef")
    froya = MunicipalityFactory(number="5014", name="Frøya")
    ocean = ThemeFactory(slug="hav", label="Hav og kyst")
    for year in (2022, 2023):
        page = ArticlePageFactory(parent=articles, title=f"Havbruk {year}", published_on=datetime.date(year, 3, 2))
        page.themes = [ocean]
        page.municipalities = [froya] if year == 2023 else []
        page.save()
    ProjectPageFactory(
        parent=ProjectIndexPageFactory(parent=articles.get_parent()),
        title="Havbruk som prosjekt",
        owner_organisation=sintef,
        starts_on=datetime.date(2023, 1, 1),
    )
    ContactFactory(name="Kari Havbruk", organisation=sintef, municipality=froya)
    ArticlePageFactory(parent=articles, title="Skole")
    return {"sintef": sintef}


def test_facets_count_the_whole_list(articles: ArticleIndexPage, facets: Facets) -> None:
    sintef = some_havbruk(articles)["sintef"]

    counted = facets("havbruk", first=1)

    assert counted == {
        "TYPE": [("ARTICLE", "Artikkel", 2), ("CONTACT", "Kontaktperson", 1), ("PROJECT", "Prosjekt", 1)],
        "THEME": [("hav", "Hav og kyst", 2)],
        "MUNICIPALITY": [("5014", "Frøya", 2)],
        "ORGANISATION": [(global_id(sintef), "Sintef", 2)],
        "YEAR": [("2023", "2023", 2), ("2022", "2022", 1)],
    }


@pytest.mark.parametrize(
    ("locale", "strict", "label"), [("NB", False, "Hav og kyst"), ("EN", False, "Oceans"), ("NN", True, "Hav og kyst")]
)
def test_a_theme_is_called_as_in_the_language_asked_for(
    locale: str, strict: bool, label: str, articles: ArticleIndexPage, facets: Facets
) -> None:
    english, _ = Locale.objects.get_or_create(language_code="en")
    Locale.objects.get_or_create(language_code="nn")
    ocean = ThemeFactory(slug="hav", label="Oceans", locale=english)
    ocean = ThemeFactory(slug="hav", label="Hav og kyst", translation_key=ocean.translation_key)
    page = ArticlePageFactory(parent=articles, title="Havbruk")
    page.themes = [ocean]
    page.save()
    if strict:
        page.copy_for_translation(Locale.objects.get(language_code="nn"), copy_parents=True, alias=True)

    counted = facets("havbruk", locale=locale, strictLocale=strict)

    assert counted["THEME"] == [("hav", label, 1)]


def test_narrowing_to_a_value_finds_as_many_as_it_was_counted_with(
    articles: ArticleIndexPage, facets: Facets, found: Callable[..., list[str]]
) -> None:
    for number in range(5):
        ArticlePageFactory(parent=articles, title=f"Havbruk i Frøya {number}")
    ContactFactory(name="Kari Havbruk", municipality=MunicipalityFactory(name="Frøya"))
    ContactFactory(name="Ola Havbruk", municipality=MunicipalityFactory(name="Hitra"))

    counted = facets("havbruk frøya")["TYPE"]

    assert counted == [("ARTICLE", "Artikkel", 5), ("CONTACT", "Kontaktperson", 1)]
    assert found("havbruk frøya", where={"types": ["CONTACT"]}) == ["Kari Havbruk"]


def test_where_narrows_by_what_the_facets_count(articles: ArticleIndexPage, found: Callable[..., list[str]]) -> None:
    sintef = some_havbruk(articles)["sintef"]

    narrowed = {
        "types": sorted(found("havbruk", where={"types": ["CONTACT", "PROJECT"]})),
        "themes": sorted(found("havbruk", where={"themes": ["hav"]})),
        "municipalities": sorted(found("havbruk", where={"municipalities": ["5014"]})),
        "organisations": sorted(found("havbruk", where={"organisations": [global_id(sintef)]})),
        "years": sorted(found("havbruk", where={"years": [2022]})),
        "not": sorted(found("havbruk", where={"not": {"types": ["ARTICLE"]}, "or": [{"years": [2023]}]})),
    }

    assert narrowed == {
        "types": ["Havbruk som prosjekt", "Kari Havbruk"],
        "themes": ["Havbruk 2022", "Havbruk 2023"],
        "municipalities": ["Havbruk 2023", "Kari Havbruk"],
        "organisations": ["Havbruk som prosjekt", "Kari Havbruk"],
        "years": ["Havbruk 2022"],
        "not": ["Havbruk som prosjekt"],
    }


def test_a_facet_ignores_its_own_restriction_only(articles: ArticleIndexPage, facets: Facets) -> None:
    some_havbruk(articles)

    counted = facets("havbruk", where={"types": ["ARTICLE"], "years": [2023]})

    assert {name: counted[name] for name in ("TYPE", "THEME", "YEAR")} == {
        "TYPE": [("ARTICLE", "Artikkel", 1), ("PROJECT", "Prosjekt", 1)],
        "THEME": [("hav", "Hav og kyst", 1)],
        "YEAR": [("2023", "2023", 1), ("2022", "2022", 1)],
    }


def test_facets_cost_as_many_statements_for_many_values_as_for_one(
    articles: ArticleIndexPage, facets: Facets, django_assert_num_queries: Any
) -> None:
    def add(number: int) -> None:
        ContactFactory(name=f"Havbruk {number}", organisation=OrganisationFactory(), municipality=MunicipalityFactory())

    add(0)
    facets("havbruk")
    with CaptureQueriesContext(connection) as one:
        assert len(facets("havbruk")["ORGANISATION"]) == 1
    for number in range(1, 20):
        add(number)

    with django_assert_num_queries(len(one)):
        assert len(facets("havbruk")["ORGANISATION"]) == 20
