"""What the tests of the search share: an index page to put articles under, and one search that asks for everything."""

import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from pages.models import ArticleIndexPage, HomePage
from search import opensearch
from search.opensearch.server import server as asked
from tests.page_factories import ArticleIndexPageFactory
from tests.search_server import SearchServer

Query = Callable[..., Any]

SEARCH = """
query (
  $query: String!, $first: Int, $after: String, $last: Int, $before: String, $offset: Int, $where: SearchWhere
  $locale: Locale, $strictLocale: Boolean
) {
  search(
    query: $query, first: $first, after: $after, last: $last, before: $before, offset: $offset, where: $where
    locale: $locale, strictLocale: $strictLocale
  ) {
    totalCount
    didYouMean
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    facets { name values { value label count } }
    nodes { __typename }
    edges {
      cursor
      score
      excerpt
      node {
        __typename
        ... on PageInterface { title }
        ... on Contact { name }
        ... on Organisation { name }
        ... on Document { title }
      }
    }
  }
}
"""


@pytest.fixture
def server(settings: Any) -> Iterator[SearchServer]:
    """A search server that the settings name, as yet without an index."""
    started = SearchServer()
    settings.SEARCH_URL = started.url
    client = asked()
    yield started
    client.close()
    started.close()


@pytest.fixture(params=["PostgreSQL", "OpenSearch"])
def either_engine(
    request: pytest.FixtureRequest,
    db: None,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> Iterator[None]:
    """What the test says holds whoever answers: PostgreSQL, or a search server that refuses nothing it is asked."""
    if request.param == "PostgreSQL":
        yield
        return
    started: SearchServer = request.getfixturevalue("server")
    opensearch.rebuild()
    # The transaction of a test is never committed.
    monkeypatch.setattr("search.opensearch.sending.transaction.on_commit", lambda send: send())
    yield
    assert started.refused == []
    assert [record.message for record in caplog.records if record.levelno >= logging.WARNING] == []


@pytest.fixture
def articles(home: HomePage) -> ArticleIndexPage:
    return ArticleIndexPageFactory(parent=home, title="Alle artikler", slug="artikler")


@pytest.fixture
def search(query: Query) -> Query:
    """Gives all that the API answers to a search for these words."""
    return lambda words, **arguments: query(SEARCH, query=words, **arguments)["search"]


@pytest.fixture
def found(search: Query) -> Callable[..., list[str]]:
    """Gives what the hits are called, the best first."""

    def called(words: str, **arguments: Any) -> list[str]:
        nodes = [edge["node"] for edge in search(words, **arguments)["edges"]]
        return [node.get("title") or node["name"] for node in nodes]

    return called


@pytest.fixture
def facets(search: Query) -> Callable[..., dict[str, list[tuple[str, str, int]]]]:
    """Gives value, label and count of each facet's values."""

    def counted(words: str, **arguments: Any) -> dict[str, list[tuple[str, str, int]]]:
        return {
            facet["name"]: [(one["value"], one["label"], one["count"]) for one in facet["values"]]
            for facet in search(words, **arguments)["facets"]
        }

    return counted


@pytest.fixture
def suggested(query: Query) -> Callable[..., list[str]]:
    """Gives the texts that are suggested for a beginning."""
    text = (
        "query ($prefix: String!, $first: Int) { suggest(prefix: $prefix, first: $first) { text node { __typename } } }"
    )
    return lambda prefix, **arguments: [
        one["text"] for one in query(text, prefix=prefix, **arguments)["suggest"] if one["node"]
    ]
