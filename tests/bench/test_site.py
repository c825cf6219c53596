"""The site that is measured: its copies are pages as Wagtail makes them, its ceilings give what the product gives."""

import json

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from cms.api.trusted import trusted_documents
from pages.models import ArticleIndexPage, EventIndexPage
from tests.bench import multiplying, one_statement, seeding

pytestmark = pytest.mark.django_db
ARTICLES, EVENTS = 45, 25
ORIGINALS = 10
AMOUNTS = seeding.Amounts(articles=ORIGINALS, events=2, projects=2, contacts=3, images=2)
# The demo has seven articles of its own.
COPIES = ARTICLES - ORIGINALS - 7


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    """The benchmark's site in small, made once for all tests here."""
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(ROOT_URLCONF="tests.bench.urls"):
        call_command("load_demo", "--in-production")
        seeding.make_originals(AMOUNTS)
        multiplying.grow(multiplying.ARTICLES, ARTICLES)
        multiplying.grow(multiplying.EVENTS, EVENTS)
        one_statement.prepare()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def client(site):
    with override_settings(ROOT_URLCONF="tests.bench.urls"):
        yield Client()


def answer(client, name, **variables):
    body = {"query": trusted_documents()[name], "variables": variables}
    return client.post("/graphql/", json.dumps(body), content_type="application/json")


def asked(client, name, **variables):
    return answer(client, name, **variables).json()


def test_there_are_as_many_pages_as_were_wanted(client):
    articles, events = (model.objects.get(locale__language_code="nb") for model in (ArticleIndexPage, EventIndexPage))

    assert (articles.get_children().count(), articles.numchild) == (ARTICLES, ARTICLES)
    assert (events.get_children().count(), events.numchild) == (EVENTS, EVENTS)


def test_the_tree_is_whole(client):
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_copy_differs_from_its_original_in_title_and_address_only(client):
    original = asked(client, "article", path="/artikler/benk-artikkel-3/")["data"]["route"]
    copy = asked(client, "article", path="/artikler/benk-artikkel-kopi-3/")["data"]["route"]

    assert copy["title"] == f"{original['title']} 3"
    for name in ("lead", "heroImage", "authors", "themes", "municipalities", "projects", "body"):
        assert copy[name] == original[name]


def test_a_search_finds_originals_and_copies(client):
    lead = asked(client, "article", path="/artikler/benk-artikkel-3/")["data"]["route"]["lead"]
    phrase = '"' + " ".join(lead.split()[:6]) + '"'

    found = {edge["node"]["path"] for edge in asked(client, "search", query=phrase)["data"]["search"]["edges"]}

    assert found == {
        "/artikler/benk-artikkel-3/",
        *(f"/artikler/benk-artikkel-kopi-{number}/" for number in range(3, COPIES, ORIGINALS)),
    }


def test_a_copied_event_has_its_programme(client):
    nodes = asked(client, "events", first=100)["data"]["events"]["nodes"]

    copied = [node for node in nodes if "kopi" in node["path"]]
    assert copied
    assert {len(node["programme"]) for node in copied} == {5}


def test_the_view_by_hand_and_the_one_statement_list_what_the_product_lists(client):
    listing = asked(client, "articles", first=20)

    assert len(listing["data"]["articles"]["nodes"]) == 20
    with CaptureQueriesContext(connection) as by_hand:
        assert client.get("/c/hand").json() == listing
    # Not one for each article, which would be no ceiling.
    assert len(by_hand) <= 7
    assert client.get("/c/sql").json() == listing


def test_the_view_by_hand_gives_the_article_that_the_product_gives(client):
    original = asked(client, "article", path="/artikler/benk-artikkel-7/")

    assert len(original["data"]["route"]["body"]) >= 5
    assert client.get("/c/hand/artikler/benk-artikkel-7/").json() == original


def test_the_constant_bytes_are_those_of_the_products_listing(client):
    listing = answer(client, "articles", first=20)

    assert client.get("/c/bytes").content == listing.content
