"""Filters: typed `where` inputs that combine with `and`, `or` and `not`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import graphene
from django.db.models import Model, Q

from cms.api.errors import BadUserInput
from cms.api.limits import refuse_above
from cms.api.moments import DateTime
from cms.api.tags import tag_of_sharing

# Each level of and/or/not is a level of SQL; nobody writes more by hand.
DEEPEST = 5
LOGICAL = {"and_", "or_", "not_"}
MOST_CONDITIONS = 50
MOST_VALUES = 100


@dataclass(frozen=True)
class Condition:
    """One field of a `where` input: what the reader gives, and the rows that it keeps."""

    input_type: Any
    description: str
    rows: Callable[[Any, Any], Q]
    # The tags of all rows that can have one of the values, where other rows of the list's model have none of them.
    tags: Callable[[Any], list[str]] | None = None


class DateRange(graphene.InputObjectType):
    """Days from and up to, both included; either may be left out."""

    from_ = graphene.Date(name="from", description="The first day.")
    to = graphene.Date(description="The last day.")


class DateTimeRange(graphene.InputObjectType):
    """Moments from (included) up to (not included); either may be left out."""

    from_ = DateTime(name="from", description="The first moment.")
    to = DateTime(description="The moment before which it ends.")


def where_type(name: str, description: str, conditions: Mapping[str, Condition]) -> Any:
    """The input type of a filter with these conditions; `rows` of its value gives what it keeps."""
    made: Any = None
    itself = graphene.List(graphene.NonNull(lambda: made))
    fields: dict[str, Any] = {
        key: graphene.InputField(condition.input_type, description=condition.description)
        for key, condition in conditions.items()
    }
    fields |= {
        "and_": graphene.InputField(itself, name="and", description="All of these hold."),
        "or_": graphene.InputField(itself, name="or", description="At least one of these holds."),
        "not_": graphene.InputField(lambda: made, name="not", description="This does not hold."),
        "__doc__": description,
        "conditions": conditions,
    }
    made = type(name, (graphene.InputObjectType,), fields)
    return made


def rows(conditions: Mapping[str, Condition], where: Mapping[str, Any] | None, context: Any) -> Q:
    """The rows that the filter keeps: every given field holds. A field given as null is as one not given."""
    kept = Q()
    for key, value in (where or {}).items():
        if value is None:
            continue
        if key == "and_":
            for part in value:
                kept &= rows(conditions, part, context)
        elif key == "or_":
            any_of = Q(pk__in=[])
            for part in value:
                any_of |= rows(conditions, part, context)
            kept &= any_of
        elif key == "not_":
            kept &= ~rows(conditions, value, context)
        else:
            kept &= conditions[key].rows(value, context)
    return kept


def check_where(where: Mapping[str, Any] | None) -> None:
    """TooExpensive when the filter is nested too deep, or has too many conditions, or too many values in a list.

    A filter within it that has no condition counts as one.
    """
    number = depth = 0
    level = [where or {}]
    while level:
        depth += 1
        below: list[Mapping[str, Any]] = []
        for part in level:
            for value in part.values():
                if isinstance(value, list):
                    refuse_above("values in a list of a `where`", len(value), MOST_VALUES)
            within = [*(part.get("and_") or []), *(part.get("or_") or [])]
            if part.get("not_") is not None:
                within.append(part["not_"])
            number += len(part.keys() - LOGICAL) or not within
            below += within
        level = below
    refuse_above("levels of `and`, `or` and `not`", depth, DEEPEST)
    refuse_above("conditions in a `where`", number, MOST_CONDITIONS)


def narrowing(conditions: Mapping[str, Condition], where: Mapping[str, Any] | None) -> list[str] | None:
    """The tags of all rows that the filter can keep, where it keeps only those that have one of them; else None."""
    for key, value in (where or {}).items():
        tags = conditions[key].tags if key in conditions and value else None
        if tags:
            return tags(value)
    return None


def sharing(model: type[Model], name: str, lookup: str) -> Callable[[Any], list[str]]:
    """The `tags` of a condition on what pages of the model share: `name` is one of its `listed_by`.

    The condition's values are those of the column `lookup` of the things under that name.
    """

    def tags(values: Any) -> list[str]:
        things: Any = model._meta.get_field(name).related_model
        keys = things._default_manager.filter(**{f"{lookup}__in": values}).order_by().values_list("pk", flat=True)
        return [tag_of_sharing(model, name, pk) for pk in keys]

    return tags


def within(column: str) -> Callable[[Any, Any], Q]:
    """Rows whose column lies in a DateRange or DateTimeRange."""

    def kept(value: Any, context: Any) -> Q:
        start, end = _moment("from", value.get("from_")), _moment("to", value.get("to"))
        lookup = "lte" if isinstance(value, DateRange) else "lt"
        found = Q()
        if start is not None:
            found &= Q(**{f"{column}__gte": start})
        if end is not None:
            found &= Q(**{f"{column}__{lookup}": end})
        return found

    return kept


def _moment(name: str, given: Any) -> Any:
    """The moment in UTC, since PostgreSQL knows no offsets of sixteen hours and more; a day as it is."""
    if not isinstance(given, datetime):
        return given
    if given.tzinfo is None:
        raise BadUserInput(f"`{name}` needs an offset from UTC, for example {given.isoformat()}+01:00.")
    try:
        return given.astimezone(UTC)
    except OverflowError as error:
        raise BadUserInput(f"`{name}` must lie in the years 1 to 9999, in UTC.") from error


def one_of(column: str) -> Callable[[Any, Any], Q]:
    """Rows whose column has one of the values; enum members count as what they stand for."""

    def kept(values: Any, context: Any) -> Q:
        return Q(**{f"{column}__in": [getattr(value, "value", value) for value in values]})

    return kept


def listed(of_type: Any) -> graphene.List:
    """A list of such values, none of them null; GraphQL takes a single one as a list of one."""
    return graphene.List(graphene.NonNull(of_type))
