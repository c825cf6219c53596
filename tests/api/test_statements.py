"""SQL statements of what frontends ask for: few, and as many for a hundred items as for five."""

import datetime
import json

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Site

from cms.api.trusted import trusted_documents
from pages.models import ArticleAuthor, EventOrganiser, HomeHighlight, ProgrammeItem
from snippets.models import SiteSettings
from tests.factories import (
    AudienceFactory,
    ContactFactory,
    FundingSchemeFactory,
    ImageFactory,
    MunicipalityFactory,
    OrganisationFactory,
    ThemeFactory,
    VenueFactory,
)
from tests.page_factories import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    EventIndexPageFactory,
    EventPageFactory,
    HomePageFactory,
    ProjectIndexPageFactory,
    ProjectPageFactory,
)

pytestmark = pytest.mark.django_db

MOST = 100
KINDS = 5


def text_block(page, image):
    html = f'<p>Se <a linktype="page" id="{page.pk}">siden</a>.</p>'
    return [
        {"type": "text", "value": {"text": html}},
        {"type": "image", "value": {"image": image.pk, "caption": "Bilde"}},
    ]


@pytest.fixture(scope="module")
def content(django_db_setup, django_db_blocker):
    """A hundred articles, events and contacts, each with all that a listing shows of it; made once for all tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_content()
        transaction.set_rollback(True)


def make_content():
    home = HomePageFactory(title="Forside", slug="forside")
    Site.objects.update(hostname="testserver", root_page=home)
    nynorsk = Locale.objects.create(language_code="nn")
    SiteSettings.objects.create(site=home.get_site(), name="FoUI")
    images, themes = ImageFactory.create_batch(KINDS), ThemeFactory.create_batch(KINDS)
    organisations, venues = OrganisationFactory.create_batch(KINDS), VenueFactory.create_batch(KINDS)
    municipalities, audiences = MunicipalityFactory.create_batch(KINDS), AudienceFactory.create_batch(KINDS)
    scheme = FundingSchemeFactory()
    contacts = [
        ContactFactory(
            name=f"Kontakt {n:03}",
            organisation=organisations[n % KINDS],
            municipality=municipalities[n % KINDS],
            photo=images[n % KINDS],
        )
        for n in range(MOST)
    ]
    projects = [
        ProjectPageFactory(parent=parent, funding_scheme=scheme, owner_organisation=organisations[n])
        for parent in [ProjectIndexPageFactory(parent=home)]
        for n in range(KINDS)
    ]
    index, events = ArticleIndexPageFactory(parent=home, slug="artikler"), EventIndexPageFactory(parent=home)
    for n in range(MOST):
        ArticlePageFactory(
            parent=index,
            slug=f"artikkel-{n}",
            hero_image=images[n % KINDS],
            body=json.dumps(text_block(projects[n % KINDS], images[(n + 1) % KINDS])),
            themes=[themes[n % KINDS], themes[(n + 1) % KINDS]],
            municipalities=[municipalities[n % KINDS]],
            projects=[projects[n % KINDS]],
            authors=[ArticleAuthor(contact=contacts[n])],
        )
        EventPageFactory(
            parent=events,
            venue=venues[n % KINDS],
            starts_at=datetime.datetime(2032, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(days=n),
            programme=[
                ProgrammeItem(title=f"Post {n}", organisation=organisations[n % KINDS], project=projects[n % KINDS])
            ],
            organisers=[EventOrganiser(organisation=organisations[n % KINDS])],
            themes=[themes[n % KINDS]],
            audiences=[audiences[n % KINDS]],
        )
    HomeHighlight.objects.create(home=home, page=projects[0])
    index.copy_for_translation(nynorsk, copy_parents=True)
    return index


def statements(name, **variables):
    """How many statements the trusted document takes, and its data."""
    body = json.dumps({"query": trusted_documents()[name], "variables": variables})
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = Client().post("/graphql/", body, content_type="application/json").json()
    assert "errors" not in answer, answer["errors"]
    return len(captured), answer["data"]


SMALL, MEDIUM, LARGE = 5, 20, 100


@pytest.mark.parametrize(
    ("name", "most", "items"),
    [
        ("articles", 2, lambda data: data["articles"]["nodes"]),
        ("events", 2, lambda data: data["events"]["nodes"]),
        ("contacts", 2, lambda data: data["contacts"]["nodes"]),
        ("sitemap", 3, lambda data: data["pages"]["nodes"]),
        ("search", 6, lambda data: data["search"]["edges"]),
    ],
)
def test_a_listing_takes_as_many_statements_for_a_hundred_items_as_for_five(content, name, most, items):
    statements(name, first=SMALL, query="ord")  # Django remembers content types from its first statement on

    counts = {first: statements(name, first=first, query="kommunene") for first in (SMALL, MEDIUM, LARGE)}

    assert [len(items(data)) for _, data in counts.values()] == [SMALL, MEDIUM, LARGE]
    assert len({count for count, _ in counts.values()}) == 1, {first: count for first, (count, _) in counts.items()}
    assert counts[LARGE][0] <= most


def test_the_front_page_takes_as_many_statements_for_a_hundred_items_as_for_five(content):
    statements("front-page")

    counts = {n: statements("front-page", events=n, articles=n)[0] for n in (SMALL, MEDIUM, LARGE)}

    assert len(set(counts.values())) == 1, counts
    assert counts[LARGE] == 5


def test_an_article_with_all_around_it_takes_eight_statements_at_most(content):
    statements("article", path="/artikler/artikkel-7/")

    count, data = statements("article", path="/artikler/artikkel-7/")

    assert [ancestor["title"] for ancestor in data["route"]["ancestors"]] == ["Forside", content.title]
    assert len(data["route"]["related"]) == 3
    assert len(data["route"]["body"]) == 2
    assert count <= 8


@pytest.mark.parametrize(
    "selection",
    [
        "parent { title }",
        "ancestors { title parent { title } }",
        "translations { title ancestors { title } }",
        "children(first: 2) { totalCount nodes { title } }",
        "seo { title description canonicalUrl robots jsonLd shareImage { alt } }",
        "... on ArticlePage { related(first: 2) { title themes { label } } }",
        "... on ArticlePage { body { ... on RichTextBlock { text } ... on ImageBlock { image { alt } } } }",
        "... on ArticlePage { projects { ownerOrganisation { municipality { name } } } }",
        "... on ArticlePage { projects { articles(first: 2) { totalCount } } }",
        "... on EventPage { reports(first: 2) { totalCount nodes { themes { label } } } }",
        "... on EventPage { programme { project { parent { title } } } organisers { organisation { logo { alt } } } }",
    ],
)
def test_no_relation_takes_a_statement_for_each_item(content, selection):
    document = f"query ($first: Int) {{ pages(first: $first, orderBy: TITLE_ASC) {{ nodes {{ id {selection} }} }} }}"
    counted = {}

    for first in (SMALL, SMALL, LARGE):
        body = json.dumps({"query": document, "variables": {"first": first}})
        with CaptureQueriesContext(connection) as captured:
            answer = Client().post("/graphql/", body, content_type="application/json").json()
        assert "errors" not in answer, answer["errors"]
        counted[first] = len(captured)

    # A list of five has pages of one type, a list of a hundred of several, each with a table of its own.
    assert counted[LARGE] <= counted[SMALL] + 6, counted


def test_postgresql_plans_a_statement_once_however_often_it_is_asked(content, query):
    for _ in range(7):
        query(trusted_documents()["articles"])

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans + custom_plans FROM pg_prepared_statements"
            " WHERE statement LIKE '%pages_articlepage%' AND statement LIKE '%LIMIT 21'"
        )
        assert cursor.fetchall() == [(7,)]
