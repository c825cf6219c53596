"""Facets: how many hits there are of each kind, theme, municipality, organisation and year."""

import enum
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from cms.api.ids import global_id
from search import properties
from search.engine import Search, counted, kind_of
from search.kinds import kind_label
from search.properties import Property
from snippets.organisations import Organisation

# What a reader can choose from at one glance; the rarest are left out.
MOST_VALUES = 50


class FacetName(enum.Enum):
    """What hits are counted by; `where` narrows by the same."""

    TYPE = "types"
    THEME = "themes"
    MUNICIPALITY = "municipalities"
    ORGANISATION = "organisations"
    YEAR = "years"


PROPERTIES: dict[FacetName, Property] = {
    FacetName.THEME: properties.THEMES,
    FacetName.MUNICIPALITY: properties.MUNICIPALITIES,
    FacetName.ORGANISATION: properties.ORGANISATIONS,
    FacetName.YEAR: properties.YEARS,
}


@dataclass(frozen=True)
class FacetValue:
    """One value, as `where` takes it, with the label that readers see."""

    value: str
    label: str
    count: int


def facet_values(search_without: Callable[[FacetName], Search]) -> dict[FacetName, list[FacetValue]]:
    """The values of each facet among the hits, the most frequent first; years the latest first. One statement.

    `search_without` gives the search without the facet's own restriction.
    """
    parts = search_without(FacetName.TYPE).kinds(FacetName.TYPE.value)
    for name, having in PROPERTIES.items():
        parts += search_without(name).values(name.value, having)
    rows: dict[FacetName, list[tuple[str, str, int]]] = {name: [] for name in FacetName}
    for facet, value, label, count in counted(parts):
        rows[FacetName(facet)].append((value, label, count))
    kinds = [(kind := kind_of(value), kind_label(kind), count) for value, _, count in rows.pop(FacetName.TYPE)]
    found = {FacetName.TYPE: _sorted(FacetValue(*row) for row in kinds)}
    return found | {name: _merged(name, found_rows) for name, found_rows in rows.items()}


def _merged(name: FacetName, rows: list[tuple[str, str, int]]) -> list[FacetValue]:
    totals: Counter[str] = Counter()
    labels: dict[str, str] = {}
    # The same theme may be called differently in two languages: the more frequent label counts for both.
    for value, label, count in sorted(rows, key=lambda row: (-row[2], row[1])):
        totals[value] += count
        labels.setdefault(value, label)
    merged = [FacetValue(_public(name, value), labels[value], count) for value, count in totals.items()]
    if name is FacetName.YEAR:
        return sorted(merged, key=lambda one: one.value, reverse=True)[:MOST_VALUES]
    return _sorted(merged)


def _sorted(found: Iterable[FacetValue]) -> list[FacetValue]:
    return sorted(found, key=lambda one: (-one.count, one.label, one.value))[:MOST_VALUES]


def _public(name: FacetName, value: str) -> Any:
    return global_id(Organisation(pk=int(value))) if name is FacetName.ORGANISATION else value
