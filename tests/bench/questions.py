"""The six questions: our trusted document and the comparator's for each, with as many items in both answers."""

from dataclasses import dataclass
from typing import Any

from cms.api.trusted import trusted_documents
from tests.bench.asking import Request
from tests.bench.words import COMMON, RARE

ARTICLE = "/artikler/benk-artikkel-10/"


@dataclass(frozen=True)
class Question:
    """What a frontend asks, in the words of both products."""

    name: str
    title: str
    document: str
    variables: dict[str, Any]
    items: tuple[str, ...]
    count: int | None
    # The comparator's file, and where its answer has the same list.
    theirs: str = ""
    their_items: tuple[str, ...] = ()

    @property
    def ours(self) -> Request:
        variables = tuple(self.variables.items())
        return Request("/graphql/", self.items, self.count, trusted_documents()[self.document], variables)

    def their_request(self, document: str) -> Request:
        return Request("/graphql/", self.their_items, self.count, document)


FRONT_PAGE = Question(
    *("front-page", "front page", "front-page", {"events": 3, "articles": 5}, ("latest", "nodes"), 5),
    *("q1", ("articles",)),
)
ARTICLES = Question(
    *("articles", "listing of 20 articles", "articles", {"first": 20}, ("articles", "nodes"), 20),
    *("q2", ("articles",)),
)
DETAIL = Question(
    *("article", "article by path", "article", {"path": ARTICLE}, ("route",), None),
    *("q3", ("article",)),
)
EVENTS = Question(
    *("events", "20 events with programme", "events", {"first": 20}, ("events", "nodes"), 20),
    *("q4", ("events",)),
)
CONTACTS = Question(
    *("contacts", "100 contacts", "contacts", {"first": 100}, ("contacts", "nodes"), 100),
    *("q5", ("contacts",)),
)
SEARCH = Question(
    *("search", "search, a common word", "search", {"query": COMMON, "first": 20}, ("search", "edges"), 20),
    *("q6", ("articles",)),
)
# The comparator has no word that only a few articles hold.
RARE_SEARCH = Question(
    *("rare", "search, a rare word", "search", {"query": RARE, "first": 20}, ("search", "edges"), None),
)
ALL = [FRONT_PAGE, ARTICLES, DETAIL, EVENTS, CONTACTS, SEARCH]
GROWING = [FRONT_PAGE, ARTICLES, DETAIL, SEARCH, RARE_SEARCH]
