"""A reader with a browser that runs no script: asks for addresses, and gets pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from pages.models import ArticleIndexPage, EventIndexPage, HomePage
from tests.page_factories import ArticleIndexPageFactory, EventIndexPageFactory

Read = Callable[..., Any]


@pytest.fixture
def read(db: None) -> Read:
    """Asks for the address as a reader does."""
    client = Client()

    def get(address: str, **headers: Any) -> Any:
        return client.get(address, **headers)

    return get


@pytest.fixture
def articles(home: HomePage) -> ArticleIndexPage:
    """The list of articles, at `/artikler/`."""
    return ArticleIndexPageFactory(parent=home, title="Artikler", slug="artikler")


@pytest.fixture
def events(home: HomePage) -> EventIndexPage:
    """The list of events, at `/arrangementer/`."""
    return EventIndexPageFactory(parent=home, title="Arrangementer", slug="arrangementer")
