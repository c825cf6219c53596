"""Facets: how many hits there are of each kind, theme, municipality, organisation and year."""

import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cms.api.ids import global_id
from search.engine import Search
from search.kinds import kind_label
from snippets.municipalities import Municipality
from snippets.organisations import Organisation
from snippets.themes import Theme

# What a reader can choose from at one glance; the rarest are left out.
MOST_VALUES = 50
VALUES = {
    "types": "ARRAY[entry.kind]",
    "themes": "entry.themes",
    "municipalities": "entry.municipalities",
    "organisations": "entry.organisations::text[]",
    "years": "ARRAY[extract(year FROM entry.day)::int::text]",
}
# For each facet asked for, its values among the entries found, the most frequent first.
COUNTED = """
    SELECT facet, value, count(*) FROM found JOIN search_entry AS entry USING (id), LATERAL (
        {values}
    ) AS had (facet, value) WHERE value IS NOT NULL GROUP BY facet, value
"""


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
    counted: dict[FacetName, list[tuple[str, int]]] = {name: [] for name in FacetName}
    for search, names in together.values():
        values = " UNION ALL ".join(f"SELECT '{name.value}', unnest({VALUES[name.value]})" for name in names)
        for facet, value, count in search.statement(COUNTED.format(values=values)):
            counted[FacetName(facet)].append((value, count))
    return {name: _labelled(name, rows) for name, rows in counted.items()}


def _labelled(name: FacetName, rows: list[tuple[str, int]]) -> list[FacetValue]:
    if name is FacetName.YEAR:
        return [FacetValue(value, value, count) for value, count in sorted(rows, reverse=True)][:MOST_VALUES]
    labels = _labels(name, [value for value, _ in rows])
    found = [FacetValue(_public(name, value), labels[value], count) for value, count in rows if value in labels]
    return sorted(found, key=lambda one: (-one.count, one.label, one.value))[:MOST_VALUES]


def _labels(name: FacetName, values: list[str]) -> dict[str, str]:
    """What readers call the values; those of things that are gone are left out."""
    if name is FacetName.TYPE:
        return {value: kind_label(value) for value in values}
    if name is FacetName.MUNICIPALITY:
        return dict(Municipality.objects.filter(number__in=values).values_list("number", "name"))
    if name is FacetName.ORGANISATION:
        names = Organisation.objects.filter(pk__in=values).values_list("pk", "name")
        return {str(pk): label for pk, label in names}
    # The default language's label comes last, and so counts.
    themes = Theme.objects.filter(slug__in=values).order_by("-locale_id").values_list("slug", "label")
    return dict(themes)


def _public(name: FacetName, value: str) -> Any:
    return global_id(Organisation(pk=int(value))) if name is FacetName.ORGANISATION else value
