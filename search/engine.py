"""The search engine: which entries answer a question, how well, and what they have in common.

Which entries they are is asked of OpenSearch where `SEARCH_URL` names one that is in step with the database, else of
PostgreSQL; how an entry is ranked and shown, of PostgreSQL always.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Protocol, TypeVar

from django.db.models import Q
from wagtail.models import Page

from cms.api.statements import fetched
from search import opensearch, postgresql
from search.kinds import OTHER_KINDS, Key
from search.opensearch.server import NotAnswered
from search.question import Question
from search.ranking import Ranked

__all__ = ["Question", "Search", "Shown", "having", "of_kinds", "of_years", "shown"]

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")
SHOWN = """
    SELECT id, page_id, contact_id, organisation_id, document_id, title, text, day FROM search_entry
    WHERE id = ANY(%(entries)s::bigint[])
"""


class Matches(Protocol):
    """The entries that answer a question, wherever they are looked up."""

    @property
    def ranked(self) -> list[Ranked]:
        """The best of them, the best first; as many as are ranked at all."""

    @property
    def total(self) -> int:
        """How many there are."""

    def later(self, start: int, size: int, best: Sequence[int]) -> list[tuple[int, date | None]]:
        """Those beside the best, the latest first, with their days: so many from that place on."""

    def place_of_later(self, entry: int, day: date | None, best: Sequence[int]) -> int:
        """How many beside the best come before that one."""

    def counted(self, names: Sequence[str]) -> list[tuple[str, str, int, str | None]]:
        """Facets with one of the names, their values, how many of the entries have them, and what they are called.

        None for what is gone.
        """


class Search:
    """What answers the question, narrowed by a condition over entries.

    `counting` names the facets that will be asked for: they are counted along.
    """

    def __init__(
        self, question: Question, condition: Q, order: str = "relevance", counting: Sequence[str] = ()
    ) -> None:
        self.question = question
        self.condition = condition
        self.order = order
        self.counting = counting
        self._matches: Matches | None = None

    @cached_property
    def ranked(self) -> list[Ranked]:
        """The best hits, the best first; as many as are ranked at all."""
        return self._asked(lambda matches: matches.ranked)

    @property
    def best(self) -> list[Ranked]:
        """Those of the hits that are placed by their rank: none when the order is by date."""
        return self.ranked if self.order == "relevance" else []

    @property
    def total(self) -> int:
        """How many hits there are."""
        return self._asked(lambda matches: matches.total)

    def later(self, start: int, size: int) -> list[tuple[int, date | None]]:
        """The hits beyond the best, the latest first, with their days: so many from that place on."""
        if size <= 0 or self.total <= len(self.best):
            return []
        best = self._keys_of_best
        return self._asked(lambda matches: matches.later(start, size, best))

    def place_of_later(self, entry: int, day: date | None) -> int:
        """How many hits beyond the best come before that one."""
        if self.total <= len(self.best):
            return 0
        best = self._keys_of_best
        return self._asked(lambda matches: matches.place_of_later(entry, day, best))

    def counted(self, names: Sequence[str]) -> list[tuple[str, str, int, str | None]]:
        """Facets with one of the names, their values, how many of all hits have them, and what they are called."""
        return self._asked(lambda matches: matches.counted(names))

    @property
    def _keys_of_best(self) -> list[int]:
        return [one.entry for one in self.best]

    def _asked(self, ask: Callable[[Matches], Answer]) -> Answer:
        """The answer; from PostgreSQL, which has all entries, when OpenSearch gives none."""
        if self._matches is None:
            is_opensearch = opensearch.may_be_asked(self.question)
            self._matches = opensearch.Matches(self.question, self.condition) if is_opensearch else self._in_postgresql
        try:
            return ask(self._matches)
        except NotAnswered as error:
            log.warning("%s; PostgreSQL answers instead", error)
            self._matches = self._in_postgresql
            return ask(self._matches)

    @property
    def _in_postgresql(self) -> Matches:
        return postgresql.Matches(self.question, self.condition, self.counting)


@dataclass(frozen=True)
class Shown:
    """An entry as it is shown: what it is about, its title and its text."""

    key: Key
    title: str
    text: str
    day: date | None


def shown(entries: Sequence[int]) -> dict[int, Shown]:
    """The entries with these primary keys, by primary key."""
    rows = fetched(SHOWN, {"entries": list(entries)})
    return {row[0]: Shown(_key(*row[1:5]), *row[5:]) for row in rows}


def of_kinds(kinds: list[Any], context: Any) -> Q:
    """Entries about things of these kinds; for `Condition`."""
    return Q(kind__in=[getattr(kind, "value", kind) for kind in kinds])


def having(column: str, decode: Callable[[list[Any]], list[Any]] = list) -> Callable[[list[Any], Any], Q]:
    """Entries with one of the values in that column of values; for `Condition`."""

    def kept(values: list[Any], context: Any) -> Q:
        return Q(**{f"{column}__overlap": decode(values)})

    return kept


def of_years(years: list[int], context: Any) -> Q:
    """Entries of a day in one of the years; for `Condition`."""
    return Q(day__year__in=years)


def _key(page: int | None, contact: int | None, organisation: int | None, document: int | None) -> Key:
    if page is not None:
        return Page, page
    others = {"CONTACT": contact, "ORGANISATION": organisation, "DOCUMENT": document}
    return next((OTHER_KINDS[name], key) for name, key in others.items() if key is not None)
