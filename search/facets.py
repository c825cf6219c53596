"""Facets: how many hits there are of each kind, theme, municipality, organisation and year."""

import enum
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cms.api.ids import global_id
from search import properties
from search.engine import Search
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


def values(name: FacetName, search: Search) -> list[FacetValue]:
    """The values of the facet among the hits, the most frequent first; years the latest first."""
    if name is FacetName.TYPE:
        counted = ((kind, kind_label(kind), count) for kind, count in search.kind_counts().items())
        return _sorted(FacetValue(*row) for row in counted)
    totals: Counter[str] = Counter()
    labels: dict[str, str] = {}
    # The same theme may be called differently in two languages: the more frequent label counts for both.
    for value, label, count in sorted(search.counts(PROPERTIES[name]), key=lambda row: (-row[2], row[1])):
        totals[value] += count
        labels.setdefault(value, label)
    counted_values = [FacetValue(_public(name, value), labels[value], count) for value, count in totals.items()]
    if name is FacetName.YEAR:
        return sorted(counted_values, key=lambda one: one.value, reverse=True)[:MOST_VALUES]
    return _sorted(counted_values)


def _sorted(found: Iterable[FacetValue]) -> list[FacetValue]:
    return sorted(found, key=lambda one: (-one.count, one.label, one.value))[:MOST_VALUES]


def _public(name: FacetName, value: str) -> Any:
    return global_id(Organisation(pk=int(value))) if name is FacetName.ORGANISATION else value
