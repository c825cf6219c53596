"""Orders: closed lists of enum values, each a total order; never a column name."""

from collections.abc import Iterable, Mapping
from typing import Any

import graphene


def order_type(name: str, description: str, values: Mapping[str, tuple[str, str]]) -> Any:
    """The enum with these values: for each name its key ("-" for descending) and its description."""
    descriptions = dict(values.values())
    return graphene.Enum(
        name,
        [(value, key) for value, (key, _) in values.items()],
        description=lambda member: descriptions[member.value] if member else description,
    )


def order_keys(asked: Iterable[Any] | None, default: tuple[str, ...]) -> tuple[str, ...]:
    """The keys asked for, or the default, made total by the primary key at the end; each key once."""
    keys = [getattr(one, "value", one) for one in asked or ()] or list(default)
    first_of = {key.lstrip("-"): key for key in reversed(keys)}
    return (*dict.fromkeys(first_of[key.lstrip("-")] for key in keys), "pk")
