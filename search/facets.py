"""Facets: how many hits there are of each kind, theme, municipality, organisation and year."""

import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cms.api.ids import global_id
from search.engine import Search
from search.kinds import kind_label
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


@dataclass(frozen=True)
class FacetValue:
    """One value, as `where` takes it, with the label that readers see."""

    value: str
    label: str
    count: int


def facet_values(search_without: Callable[[FacetName], Search]) -> dict[FacetName, list[FacetValue]]:
    """The values of each facet among the hits, the most frequent first; years the latest first.

    `search_without` gives the search without the facet's own restriction: facets that are not narrowed share one.
    """
    together: dict[int, tuple[Search, list[FacetName]]] = {}
    for name in FacetName:
        search = search_without(name)
        together.setdefault(id(search), (search, []))[1].append(name)
    found: dict[FacetName, list[FacetValue]] = {name: [] for name in FacetName}
    for search, names in together.values():
        for facet, value, count, label in search.counted([name.value for name in names]):
            name = FacetName(facet)
            if label is not None:
                shown = kind_label(label) if name is FacetName.TYPE else label
                found[name].append(FacetValue(_public(name, value), shown, count))
    return {name: _sorted(name, values) for name, values in found.items()}


def _sorted(name: FacetName, found: list[FacetValue]) -> list[FacetValue]:
    if name is FacetName.YEAR:
        return sorted(found, key=lambda one: one.value, reverse=True)[:MOST_VALUES]
    return sorted(found, key=lambda one: (-one.count, one.label, one.value))[:MOST_VALUES]


def _public(name: FacetName, value: str) -> Any:
    return global_id(Organisation(pk=int(value))) if name is FacetName.ORGANISATION else value
