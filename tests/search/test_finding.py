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
from tests.factories import (
    ContactFactory,
    DocumentFactory,
    FundingSchemeFactory,
    MunicipalityFactory,
    OrganisationFactory,
    ThemeFactory,
)
from tests.page_factories import (
    ArticlePageFactory,
    ContactDirectoryPageFactory,
    EventIndexPageFactory,
    EventPageFactory,
    ProjectIndexPageFactory,
    ProjectPageFactory,
    StandardPageFactory,
)

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


def test_a_municipality_finds_its_contact_and_the_directory_that_lists_it(home: HomePage, found: Found) -> None:
    MunicipalityFactory(number="5058", name="Åfjord")
    inderoy = MunicipalityFactory(number="5053", name="Inderøy")
    ContactFactory(name="Kari", municipality=inderoy)
    ContactDirectoryPageFactory(parent=home, title="Kontakter")
    for number in range(5):
        StandardPageFactory(parent=home, title=f"Side {number}", search_description="Inderøy og en kommune til.")
    MunicipalityFactory(number="5057", name="Ørland")

    assert found("Inderøy kommune")[0] == "Kari"
    assert [found("Åfjord"), found("Ørland")] == [["Kontakter"], ["Kontakter"]]


def test_a_contact_is_found_by_an_address_and_a_number_that_are_shown(db: None, found: Found) -> None:
    shown = {"email_is_public": True, "phone_is_public": True}
    ContactFactory(name="Kari", email="kari@kommune.example.no", phone="+47 74 00 00 12", **shown)
    ContactFactory(name="Ola", email="ola@kommune.example.no", phone="74000013")
    ContactFactory(name="Per", email="per@kommune.example.no", phone="74000014", **shown)

    answers = [found(typed) for typed in ("kari@kommune.example.no", "74000012", "74 00 00 12")]

    assert answers == [["Kari"]] * 3
    assert [found(typed) for typed in ("ola@kommune.example.no", "74000013", "kari@annet.example.no")] == [[]] * 3


def test_events_are_found_by_their_month_and_what_is_of_a_day_by_its_year(
    articles: ArticleIndexPage, found: Found, search: Query
) -> None:
    events = EventIndexPageFactory(parent=articles.get_parent())
    starts = datetime.datetime(2023, 11, 30, 23, 30, tzinfo=datetime.UTC)
    EventPageFactory(parent=events, title="Samling", starts_at=starts, ends_at=starts + datetime.timedelta(hours=1))
    ArticlePageFactory(parent=articles, title="Nytt", published_on=datetime.date(2023, 3, 2))

    answers = [found("desember"), found("samling desember 2023"), sorted(found("2023"))]

    assert answers == [["Samling"], ["Samling"], ["Nytt", "Samling"]]
    assert [search(typed)["didYouMean"] for typed in ("2022", "desember 2022")] == [None, None]
    assert found("2022") == []


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Arne Øvingsgård", ["ovingsgard", "øvingsgård", "oevingsgaard", "Ovingsgard"]),
        ("Verdiskaping i nord", ["verdiskapning", "verdiskaping", "verdiskapningen"]),
        ("Vårens samling", ["vår", "våren"]),
    ],
)
def test_a_word_is_found_as_others_write_it(
    articles: ArticleIndexPage, found: Found, title: str, typed: list[str]
) -> None:
    ArticlePageFactory(parent=articles, title=title)

    assert [found(one) for one in typed] == [[title]] * len(typed)


def test_a_part_of_a_name_is_not_taken_for_a_word(articles: ArticleIndexPage, found: Found) -> None:
    ArticlePageFactory(parent=articles, title="Nytt fra Trondheim")
    ArticlePageFactory(parent=articles, title="Representanter for alle")
    ArticlePageFactory(parent=articles, title="Kunstig intelligens")

    assert [found("hjem"), found("inteligens")] == [[], ["Kunstig intelligens"]]


def test_a_misspelt_word_in_a_title_leads_before_one_among_the_names(articles: ArticleIndexPage, found: Found) -> None:
    ArticlePageFactory(parent=articles, title="Verksted om forskningssamarbeid", published_on=datetime.date(2020, 1, 1))
    theme = ThemeFactory(label="Forskningssamarbeid")
    for number in range(2):
        ArticlePageFactory(parent=articles, title=f"Annet {number}", themes=[theme])

    assert found("forskninssamarbeid")[0] == "Verksted om forskningssamarbeid"


def test_a_project_is_found_by_what_pays_for_it(home: HomePage, found: Found) -> None:
    scheme = FundingSchemeFactory(name="Regionale forskningsfond", abbreviation="RFF")
    ProjectPageFactory(parent=ProjectIndexPageFactory(parent=home), title="Samstyring", funding_scheme=scheme)
    before = [found("regionale forskningsfond"), found("RFF")]

    scheme.name = "Fylkenes forskningsfond"
    scheme.save()

    assert (before, found("fylkenes")) == ([["Samstyring"], ["Samstyring"]], ["Samstyring"])
