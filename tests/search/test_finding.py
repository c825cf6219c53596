"""Readers find things by their words, in any form, in the right language and the right order."""

import datetime
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from pages.models import ArticleIndexPage, HomePage
from tests.factories import ContactFactory, DocumentFactory, MunicipalityFactory, OrganisationFactory
from tests.page_factories import ArticlePageFactory, ContactDirectoryPageFactory, StandardPageFactory

pytestmark = pytest.mark.usefixtures("either_engine")

Found = Callable[..., list[str]]
Query = Callable[..., Any]


def body(text: str) -> str:
    return json.dumps([{"type": "text", "value": {"text": f"<p>{text}</p>"}}])


def test_an_article_is_found_by_its_title_its_lead_and_its_body(articles: ArticleIndexPage, found: Found) -> None:
    ArticlePageFactory(parent=articles, title="Velferd", lead="Om teknologi.", body=body("Kommunen prøver sensorer."))
    ArticlePageFactory(parent=articles, title="Noe annet")

    answers = [found("velferd"), found("teknologi"), found("sensorer")]

    assert answers == [["Velferd"], ["Velferd"], ["Velferd"]]


def test_another_form_of_the_word_finds_it_too(articles: ArticleIndexPage, found: Found) -> None:
    ArticlePageFactory(parent=articles, title="Fra sykehus til kommune")

    answers = [found("sykehusene"), found("KOMMUNENE"), found("kommunens sykehuset")]

    assert answers == [["Fra sykehus til kommune"]] * 3


def test_the_last_word_may_be_unfinished(articles: ArticleIndexPage, found: Found) -> None:
    ArticlePageFactory(parent=articles, title="Velferdsteknologi i Namdalen")

    answers = [found("velferdstek"), found("namdalen velferdst"), found("velferdst")]

    assert answers == [["Velferdsteknologi i Namdalen"]] * 3


def test_words_may_stand_in_title_and_body(articles: ArticleIndexPage, found: Found) -> None:
    ArticlePageFactory(parent=articles, title="Skole", lead="Om havbruk.")

    assert found("skole havbruk") == ["Skole"]


@pytest.mark.parametrize(
    ("rare", "expected"),
    [(5, {"Havbruk"}), (4, {"Havbruk", "Skole"})],
    ids=["enough with the rarest", "too few with the rarest"],
)
def test_where_nothing_has_all_of_the_words_what_has_the_rarest_is_found(
    articles: ArticleIndexPage, found: Found, rare: int, expected: set[str]
) -> None:
    for title, number in [("Havbruk", rare), ("Skole", 10)]:
        for place in range(number):
            ArticlePageFactory(parent=articles, title=title, slug=f"{title.lower()}-{place}")

    titles = found("skole havbruk")

    assert set(titles) == expected


@pytest.mark.parametrize("typed", ["utf", "utforelse", "utgørelse"])
def test_a_word_is_found_by_its_beginning_or_nearly_so_where_a_norwegian_letter_follows(
    articles: ArticleIndexPage, found: Found, typed: str
) -> None:
    ArticlePageFactory(parent=articles, title="Utførelse av tiltak")

    assert found(typed) == ["Utførelse av tiltak"]


def test_quotes_or_and_minus_work_as_in_web_searches(articles: ArticleIndexPage, found: Found) -> None:
    ArticlePageFactory(parent=articles, title="Grønn omstilling i Frøya")
    ArticlePageFactory(parent=articles, title="Omstilling, grønn og digital")

    answers = {
        "quotes": found('"grønn omstilling"'),
        "or": sorted(found("frøya or digital")),
        "minus": found("omstilling -digital"),
    }

    assert answers == {
        "quotes": ["Grønn omstilling i Frøya"],
        "or": ["Grønn omstilling i Frøya", "Omstilling, grønn og digital"],
        "minus": ["Grønn omstilling i Frøya"],
    }


def test_a_title_weighs_more_than_the_text(articles: ArticleIndexPage, search: Query, found: Found) -> None:
    ArticlePageFactory(parent=articles, title="I teksten", lead="Havbruk, mer havbruk og enda mer havbruk.")
    ArticlePageFactory(parent=articles, title="Havbruk")

    scores = [edge["score"] for edge in search("havbruk")["edges"]]

    assert found("havbruk") == ["Havbruk", "I teksten"]
    assert scores[0] > scores[1] > 0


def test_of_more_hits_than_are_ranked_those_that_are_about_the_words_lead_however_old(
    articles: ArticleIndexPage, found: Found, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("search.postgresql", "search.opensearch.matching"):
        monkeypatch.setattr(f"{module}.MOST_RANKED", 4)
    of_old = {"published_on": datetime.date(2001, 1, 1)}
    ArticlePageFactory(parent=articles, title="Fra kysten", lead="Om havbruk.", **of_old)
    ArticlePageFactory(parent=articles, title="Havbruk", **of_old)
    ArticlePageFactory(parent=articles, title="En havbruksnæring", **of_old)
    ArticlePageFactory(parent=articles, title="Nytt om havbruket", **of_old)
    for number in range(6):
        ArticlePageFactory(parent=articles, title=f"Nyhet {number}", body=body("Nevner havbruk."))

    first, *others = found("havbruk")

    assert first == "Havbruk"
    assert sorted(others[:3]) == ["En havbruksnæring", "Fra kysten", "Nytt om havbruket"]
    assert sorted(others[3:]) == [f"Nyhet {number}" for number in range(6)]


def test_contacts_organisations_and_documents_are_found_by_name(home: HomePage, search: Query) -> None:
    ContactFactory(name="Kari Nordmo")
    OrganisationFactory(name="Nordmo fylkeskommune")
    DocumentFactory(title="Mandat for Nordmo")
    StandardPageFactory(parent=home, title="Om Nordmo")

    kinds = sorted(node["__typename"] for node in search("nordmo")["nodes"])

    assert kinds == ["Contact", "Document", "Organisation", "StandardPage"]


def test_a_contact_is_found_by_organisation_and_municipality(home: HomePage, found: Found) -> None:
    ContactFactory(
        name="Kari Nordmo",
        job_title="Rådgiver",
        organisation=OrganisationFactory(name="Sintef"),
        municipality=MunicipalityFactory(name="Steinkjer"),
    )

    answers = [found("rådgiver"), found("kari sintef")[:1], found("kari steinkjer"), found("kontakt steinkjer")]

    assert answers == [["Kari Nordmo"]] * 4


def test_hidden_addresses_and_numbers_find_nobody(home: HomePage, found: Found) -> None:
    ContactFactory(name="Kari Nordmo", email="hemmelig@example.no", phone="99 88 77 66")

    answers = [found("hemmelig@example.no"), found("hemmelig"), found("99887766"), found("99 88 77 66")]

    assert answers == [[], [], [], []]


def test_each_page_is_found_in_one_language_only(articles: ArticleIndexPage, home: HomePage, found: Found) -> None:
    nynorsk = Locale.objects.create(language_code="nn")
    home.copy_for_translation(nynorsk).save_revision().publish()
    articles.copy_for_translation(nynorsk).save_revision().publish()
    translated = ArticlePageFactory(parent=articles, title="Havbruk på bokmål")
    ArticlePageFactory(parent=articles, title="Havbruk bare på bokmål")
    copy = translated.copy_for_translation(nynorsk)
    copy.title = "Havbruk på nynorsk"
    copy.save_revision().publish()

    answers = {
        "nb": sorted(found("havbruk")),
        "nn": sorted(found("havbruk", locale="NN")),
        "only nn": found("havbruk", locale="NN", strictLocale=True),
    }

    assert answers == {
        "nb": ["Havbruk bare på bokmål", "Havbruk på bokmål"],
        "nn": ["Havbruk bare på bokmål", "Havbruk på nynorsk"],
        "only nn": ["Havbruk på nynorsk"],
    }


def test_pages_of_hits_follow_each_other_without_gaps(articles: ArticleIndexPage, search: Query) -> None:
    for number in range(7):
        ArticlePageFactory(parent=articles, title=f"Havbruk {number}", lead="Om havbruk. " * (1 + number % 3))
    every = [edge["cursor"] for edge in search("havbruk", first=100)["edges"]]

    forwards, backwards = [], []
    after = before = None
    while len(forwards) < 10:
        page = search("havbruk", first=3, after=after)
        forwards += [edge["cursor"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    while len(backwards) < 10:
        page = search("havbruk", last=3, before=before)
        backwards = [edge["cursor"] for edge in page["edges"]] + backwards
        before = page["pageInfo"]["startCursor"]
        if not page["pageInfo"]["hasPreviousPage"]:
            break

    assert len(every) == 7
    assert forwards == backwards == every
    assert [edge["cursor"] for edge in search("havbruk", offset=2, first=2)["edges"]] == every[2:4]


@pytest.mark.parametrize("kind", ["pages", "contacts"])
def test_twenty_hits_cost_as_many_statements_as_one(
    articles: ArticleIndexPage, search: Query, kind: str, django_assert_num_queries: Any
) -> None:
    def add(number: int) -> None:
        if kind == "pages":
            ArticlePageFactory(parent=articles, title=f"Havbruk {number}")
        else:
            ContactFactory(name=f"Havbruk {number}", organisation=OrganisationFactory())

    add(0)
    search("havbruk")
    with CaptureQueriesContext(connection) as one:
        assert len(search("havbruk")["edges"]) == 1
    for number in range(1, 20):
        add(number)

    with django_assert_num_queries(len(one)):
        assert len(search("havbruk")["edges"]) == 20


def test_only_what_is_asked_for_is_computed(
    articles: ArticleIndexPage, query: Query, django_assert_max_num_queries: Any
) -> None:
    ArticlePageFactory(parent=articles, title="Havbruk")
    ContactDirectoryPageFactory(parent=articles.get_parent(), title="Kontakter")
    text = 'query { search(query: "havbruk") { totalCount } }'
    query(text)

    # The site, its front pages, the languages, two kinds of restriction with what is below them, and the count.
    with django_assert_max_num_queries(8):
        data = query(text)

    assert data == {"search": {"totalCount": 1}}


def test_hits_come_by_date_when_asked_so(articles: ArticleIndexPage, query: Query) -> None:
    for year in (2021, 2023, 2022):
        ArticlePageFactory(parent=articles, title=f"Havbruk {year}", published_on=datetime.date(year, 3, 2))
    text = """query ($orderBy: SearchOrder, $first: Int, $after: String) {
        search(query: "havbruk", orderBy: $orderBy, first: $first, after: $after) {
            nodes { ... on PageInterface { title } } pageInfo { endCursor hasNextPage }
        }
    }"""

    def titles(**arguments: Any) -> list[str]:
        return [node["title"] for node in query(text, **arguments)["search"]["nodes"]]

    first = query(text, orderBy="DATE", first=2)["search"]

    assert titles(orderBy="DATE") == ["Havbruk 2023", "Havbruk 2022", "Havbruk 2021"]
    assert titles(orderBy="DATE", after=first["pageInfo"]["endCursor"]) == ["Havbruk 2021"]
    assert titles(orderBy=None) == titles(orderBy="RELEVANCE")
