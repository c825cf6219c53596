"""The reader asks in its own process or over HTTP, and pages are the same, byte for byte."""

import json
from typing import Any

import pytest
from django.test import Client

from pages.models import HomePage
from tests.page_factories import ArticleIndexPageFactory, ArticlePageFactory, EventIndexPageFactory, EventPageFactory

ADDRESSES = ["/", "/artikler/", "/artikler/en/", "/arrangementer/", "/sok/?q=en", "/feed.json", "/events.ics", "/nei/"]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_pages_are_the_same_over_http(home: HomePage, live_server: Any, settings: Any) -> None:
    ArticlePageFactory(parent=ArticleIndexPageFactory(parent=home, slug="artikler"), slug="en", title="En artikkel")
    EventPageFactory(parent=EventIndexPageFactory(parent=home, slug="arrangementer"), title="Et arrangement")
    own = [Client().get(address).content for address in ADDRESSES]

    settings.READER_ENDPOINT = f"{live_server.url}/graphql/"
    settings.ALLOWED_HOSTS = ["*"]
    over_http = [Client().get(address).content for address in ADDRESSES]

    assert own == over_http


def test_a_reader_is_told_when_the_api_does_not_answer(home: HomePage, settings: Any) -> None:
    settings.READER_ENDPOINT = "http://127.0.0.1:9/graphql/"

    response = Client().get("/")

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "Ikke tilgjengelig akkurat nå" in response.content.decode()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_what_the_reader_asked_for_is_answered_with_all_headers_outside(home: HomePage) -> None:
    assert Client().get("/").status_code == 200
    asked = json.dumps({"documentId": "site", "variables": {"locale": "NB"}})

    answer = Client().post("/graphql/", asked, content_type="application/json")

    assert (answer["X-Content-Type-Options"], answer["Referrer-Policy"]) == (
        "nosniff",
        "strict-origin-when-cross-origin",
    )
