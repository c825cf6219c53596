"""What a search answers, each part read from the database at its first use."""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from prometheus_client import Counter

from cms.api.connections import PageInfo, Window
from cms.api.errors import BadUserInput
from search import facets
from search.engine import Question, Search, Shown, shown
from search.excerpts import excerpt
from search.facets import FacetName, FacetValue
from search.kinds import Loader
from search.ranking import HIGHEST_LATER, score_of_later
from search.spelling import better_words

searches = Counter(
    "foui_searches", "Searches made, not answered from memory, by whether anything was found.", ["found"]
)


@dataclass(frozen=True)
class Facet:
    """The values of one facet among the hits."""

    name: FacetName
    results: "Results"

    @property
    def values(self) -> list[FacetValue]:
        return self.results.facet_values[self.name]


@dataclass(frozen=True)
class Placed:
    """An entry in the list of hits."""

    entry: int
    score: float
    is_promoted: bool = False


@dataclass(frozen=True)
class Hit:
    """One thing that was found, with its place in the list of this order."""

    node: Any
    placed: Placed
    order: str
    shown: Shown
    question: Question

    @property
    def score(self) -> float:
        return self.placed.score

    @property
    def is_promoted(self) -> bool:
        return self.placed.is_promoted

    @property
    def cursor(self) -> str:
        """The hit's place in this order, opaque to the reader."""
        day = self.shown.day and self.shown.day.isoformat()
        text = json.dumps([self.order, self.placed.score, self.placed.entry, day], separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @property
    def excerpt(self) -> str:
        return excerpt(self.shown, self.question.understood)


class Results:
    """One page of what answers a question.

    `search` gives the engine's search, without one of its restrictions; `when_unanswered` is called when there were
    words to search for, and nothing was found.
    """

    def __init__(
        self,
        question: Question,
        window: Window,
        search: Callable[[FacetName | None], Search],
        loader: Loader,
        when_unanswered: Callable[[], None],
    ) -> None:
        self.question = question
        self.window = window
        self.without = search
        self.loader = loader
        self.when_unanswered = when_unanswered

    @cached_property
    def edges(self) -> list[Hit]:
        entries = shown([one.entry for one in self._placed])
        found = self.loader.load([one.key for one in entries.values()], self.question.audience.gate)
        return [
            Hit(found[entry.key], one, self._search.order, entry, self.question)
            for one in self._placed
            if (entry := entries.get(one.entry)) and entry.key in found
        ]

    @property
    def nodes(self) -> list[Any]:
        return [edge.node for edge in self.edges]

    @property
    def page_info(self) -> PageInfo:
        start, end = self._range
        return PageInfo(
            has_next_page=end < self._search.total,
            has_previous_page=start > 0,
            start_cursor=self.edges[0].cursor if self.edges else None,
            end_cursor=self.edges[-1].cursor if self.edges else None,
        )

    @property
    def total_count(self) -> int:
        return self._search.total

    @property
    def facets(self) -> list[Facet]:
        return [Facet(name, self) for name in FacetName]

    @cached_property
    def facet_values(self) -> dict[FacetName, list[FacetValue]]:
        return facets.facet_values(self.without)

    @property
    def did_you_mean(self) -> str | None:
        return better_words(self.question, self._search.ranked)

    @cached_property
    def _search(self) -> Search:
        search = self.without(None)
        searches.labels("yes" if search.total else "no").inc()
        if not search.total and not self.question.understood.is_empty:
            self.when_unanswered()
        return search

    @cached_property
    def _range(self) -> tuple[int, int]:
        """The places of this page in the list of all hits: from and up to."""
        window, total = self.window, self._search.total
        first = 0 if window.after is None else self._place("after", window.after) + 1
        last = total if window.before is None else self._place("before", window.before)
        if window.backwards:
            return max(first, last - window.size), max(first, last)
        first += window.offset or 0
        return first, max(first, min(last, first + window.size))

    @cached_property
    def _placed(self) -> list[Placed]:
        start, end = self._range
        best = self._search.best
        first = [Placed(one.entry, one.score, one.is_promoted) for one in best[start:end]]
        later = self._search.later(max(0, start - len(best)), end - max(start, len(best)))
        return first + [Placed(entry, score_of_later(day)) for entry, day in later]

    def _place(self, argument: str, cursor: str) -> int:
        """The place of the hit with the cursor; that before it when it is gone. BadUserInput for what is no cursor."""
        unknown = BadUserInput(
            f"`{argument}` is no cursor of this list in this order; take one from its `pageInfo` or `edges`."
        )
        try:
            padded = cursor + "=" * (-len(cursor) % 4)
            order, score, entry, text = json.loads(
                base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True)
            )
            day = None if text is None else date.fromisoformat(text)
        except (ValueError, TypeError, RecursionError) as error:
            raise unknown from error
        is_right = order == self._search.order and type(score) is float and type(entry) is int and 0 < entry < 2**63
        if not is_right:
            raise unknown
        best = self._search.best
        if score > HIGHEST_LATER:
            return sum((-score, -entry) >= one.place for one in best) - 1
        return len(best) + self._search.place_of_later(entry, day)
