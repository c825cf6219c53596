"""What a search answers, each part read from the database at its first use."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Model

from cms.api.ahead import Plan
from cms.api.connections import Connection, PageInfo, Window
from search import facets
from search.engine import Question, Search, key_of
from search.excerpts import excerpts, with_texts
from search.facets import FacetName, FacetValue
from search.kinds import load


@dataclass(frozen=True)
class Hit:
    """One thing that was found, with its place in the list."""

    cursor: str
    node: Any
    score: float
    results: "Results"

    @property
    def excerpt(self) -> str:
        return self.results.excerpts[self.cursor]


@dataclass(frozen=True)
class Facet:
    """The values of one facet among the hits."""

    name: FacetName
    results: "Results"

    @property
    def values(self) -> list[FacetValue]:
        return self.results.facet_values[self.name]


@dataclass(frozen=True)
class Wanted:
    """What the reader takes of the results: their total, excerpts, and what the things found lead to."""

    total: bool
    excerpts: bool
    plans: Mapping[type[Model], Plan | None]


class Results:
    """One page of what answers a question; `search` gives the engine's search, without one of its restrictions."""

    def __init__(
        self, question: Question, window: Window, search: Callable[[FacetName | None], Search], wanted: Wanted
    ) -> None:
        self.question = question
        self.window = window
        self.without = search
        self.wanted = wanted

    @cached_property
    def edges(self) -> list[Hit]:
        gate = self.question.gate
        keys = [key_of(edge.node) for edge in self._page.edges]
        found = load(keys, gate, with_texts(self.wanted.plans) if self.wanted.excerpts else self.wanted.plans)
        # Between the two statements a thing may have been hidden.
        return [
            Hit(edge.cursor, found[key], edge.node.score, self)
            for edge, key in zip(self._page.edges, keys, strict=True)
            if key in found
        ]

    @property
    def nodes(self) -> list[Any]:
        return [edge.node for edge in self.edges]

    @property
    def page_info(self) -> PageInfo:
        return self._page.page_info

    @property
    def total_count(self) -> int:
        return self._page.total_count

    @property
    def facets(self) -> list[Facet]:
        return [Facet(name, self) for name in FacetName]

    @cached_property
    def facet_values(self) -> dict[FacetName, list[FacetValue]]:
        return facets.facet_values(self.without)

    @property
    def did_you_mean(self) -> str | None:
        """Always None: this engine knows no other spellings."""
        return None

    @cached_property
    def excerpts(self) -> dict[str, str]:
        """Excerpts of all hits on this page, by their cursors."""
        understood = self._page.nodes[0].understood
        made = excerpts(understood, self.nodes, self.question.gate)
        return {edge.cursor: excerpt for edge, excerpt in zip(self.edges, made, strict=True)}

    @cached_property
    def _page(self) -> Connection:
        return self.without(None).page(self.window, count=self.wanted.total)
