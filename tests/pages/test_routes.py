"""From a path to what is there: pages, redirects, languages and sites."""

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Site

from tests.page_factories import ArticleIndexPageFactory, ArticlePageFactory, HomePageFactory

ROUTE = """
query ($path: String!, $locale: Locale, $strict: Boolean) {
  route(path: $path, locale: $locale, strictLocale: $strict) {
    __typename
    ... on Redirect { location permanent }
    ... on PageInterface { title path locale }
  }
}
"""


@pytest.fixture
def index(home):
    return ArticleIndexPageFactory(parent=home, slug="artikler", title="Artikler")


@pytest.fixture
def article(index):
    return ArticlePageFactory(parent=index, slug="en", title="En artikkel")


@pytest.fixture
def route(query):
    def at(path, locale=None, *, strict=False):
        return query(ROUTE, path=path, locale=locale, strict=strict)["route"]

    return at


@pytest.mark.parametrize(
    "path", ["/artikler/en/", "/artikler/en", "artikler/en/", "//artikler/en//", "/artikler/en/?x=1"]
)
def test_a_path_leads_to_its_page_however_its_slashes_are(article, route, path):
    assert route(path) == {
        "__typename": "ArticlePage",
        "title": "En artikkel",
        "path": "/artikler/en/",
        "locale": "NB",
    }


@pytest.mark.parametrize(
    "path", ["/finnes-ikke/", "/artikler/en/til/", "/artikler/../artikler/en/", "/%00/", "//[x", "http://[::1"]
)
def test_a_path_to_nothing_is_null(article, route, path):
    assert route(path) is None


def test_a_redirect_says_where_and_how(article, route):
    Redirect.objects.create(old_path="/gammel", redirect_page=article, is_permanent=True)
    Redirect.objects.create(old_path="/ut", redirect_link="https://example.no/", is_permanent=False)

    assert route("/gammel/") == {"__typename": "Redirect", "location": "/artikler/en/", "permanent": True}
    assert route("/ut") == {"__typename": "Redirect", "location": "https://example.no/", "permanent": False}


def test_a_redirect_from_an_address_with_a_query_string_goes_before_that_from_its_path(article, route):
    for old_path in ("/gammel?a=1", "/gammel"):
        Redirect.objects.create(old_path=old_path, redirect_link=f"https://example.no{old_path}")

    assert route("/gammel/?a=1")["location"] == "https://example.no/gammel?a=1"
    assert route("/gammel/?b=1")["location"] == route("/gammel/")["location"] == "https://example.no/gammel"


def test_a_redirect_to_what_is_hidden_leads_nowhere(article, route):
    Redirect.objects.create(old_path="/gammel", redirect_page=article)
    article.unpublish()

    assert route("/gammel/") is None


def test_a_page_goes_before_a_redirect_from_its_path(article, route):
    Redirect.objects.create(old_path="/artikler/en", redirect_link="https://example.no/")

    assert route("/artikler/en/")["__typename"] == "ArticlePage"


def test_a_redirect_of_another_site_is_not_followed(home, route):
    other = Site.objects.create(hostname="other.example.no", root_page=HomePageFactory(slug="annen"))
    Redirect.objects.create(old_path="/bare-der", site=other, redirect_link="https://example.no/")

    assert route("/bare-der/") is None


@pytest.fixture
def nynorsk(article):
    locale = Locale.objects.create(language_code="nn")
    translated = article.copy_for_translation(locale, copy_parents=True)
    translated.title = "Ein artikkel"
    translated.save_revision().publish()
    translated.refresh_from_db()
    return translated


def test_a_language_is_served_where_it_is_there_and_bokmal_where_not(nynorsk, article, route):
    ArticlePageFactory(parent=article.get_parent(), slug="to", title="To")

    assert route("/artikler/en/", "NN") == {
        "__typename": "ArticlePage",
        "title": "Ein artikkel",
        "path": "/nn/artikler/en/",
        "locale": "NN",
    }
    assert route("/artikler/to/", "NN")["locale"] == "NB"
    assert route("/artikler/to/", "NN", strict=True) is None
    assert route("/nn/artikler/en/")["title"] == "Ein artikkel"
    assert route("/artikler/en/", "SMA")["title"] == "En artikkel"


def test_a_hidden_translation_is_as_none(nynorsk, route):
    nynorsk.unpublish()

    assert route("/artikler/en/", "NN")["locale"] == "NB"
    assert route("/artikler/en/", "NN", strict=True) is None
    assert route("/nn/artikler/en/") is None


def test_two_pages_with_one_slug_in_two_trees_never_mix(article, route, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example.no"]
    other_home = HomePageFactory(slug="annen", title="Annen forside")
    Site.objects.create(hostname="other.example.no", root_page=other_home)
    other_index = ArticleIndexPageFactory(parent=other_home, slug="artikler")
    ArticlePageFactory(parent=other_index, slug="en", title="Den andres")

    there = Client(SERVER_NAME="other.example.no").get(
        "/graphql/", {"query": '{ route(path: "/artikler/en/") { ... on PageInterface { title } } }'}
    )

    assert route("/artikler/en/")["title"] == "En artikkel"
    assert there.json()["data"]["route"] == {"title": "Den andres"}


@pytest.mark.parametrize(
    "arguments",
    [
        "orderBy: owner__password",
        'orderBy: "title"',
        "orderBy: OWNER_PASSWORD",
        "where: { owner: 1 }",
        'where: { ownerPassword: {startsWith: "a"} }',
        'where: { title_Icontains: "a" }',
    ],
)
def test_what_is_no_order_or_filter_fails_validation(db, errors, arguments):
    found = errors(f"{{ pages({arguments}) {{ totalCount }} }}")

    assert {code for code, _ in found} == {"GRAPHQL_VALIDATION_FAILED"}
