"""Connections: lists cut into pages by cursors over a total order."""

import base64
import binascii
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, cached_property
from typing import Any

import graphene
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import F, Model, Q, QuerySet

from cms.api.ahead import Plan, arrived, with_related
from cms.api.errors import BadUserInput
from cms.api.reading import listing


class PageInfo(graphene.ObjectType):
    """Where this page of a list begins and ends, and whether there is more."""

    has_next_page = graphene.Boolean(required=True, description="Whether more items follow the last one here.")
    has_previous_page = graphene.Boolean(required=True, description="Whether items precede the first one here.")
    start_cursor = graphene.String(description="The cursor of the first item here; null when there is none.")
    end_cursor = graphene.String(description="The cursor of the last item here; null when there is none.")


def connection_arguments() -> dict[str, graphene.Argument]:
    """The paging arguments that every connection takes."""
    largest = settings.GRAPHQL["MAX_PAGE_SIZE"]
    default = settings.GRAPHQL["DEFAULT_PAGE_SIZE"]
    return {
        "first": graphene.Argument(
            graphene.Int,
            description=f"At most so many items from the start; {default} when not given, {largest} at most.",
        ),
        "after": graphene.Argument(graphene.String, description="Only items after the one with this cursor."),
        "last": graphene.Argument(graphene.Int, description=f"At most so many items from the end; {largest} at most."),
        "before": graphene.Argument(graphene.String, description="Only items before the one with this cursor."),
        "offset": graphene.Argument(
            graphene.Int,
            description="Skip so many items first; for numbered pages, where cursors do not fit.",
        ),
    }


def type_name(node: Any) -> str:
    """How the node's connection and edge begin: the type's name, without "Interface"."""
    return node._meta.name.removesuffix("Interface")


@cache
def edge_type(node: Any) -> Any:
    """The edge type over the node type."""
    fields = {
        "__doc__": f"One {type_name(node)} in a list, with its place there.",
        "cursor": graphene.String(required=True, description="The item's place, for `after` and `before`."),
        "node": graphene.Field(node, required=True, description="The item itself."),
    }
    return type(f"{type_name(node)}Edge", (graphene.ObjectType,), fields)


@cache
def connection_type(node: Any) -> Any:
    """The connection type over the node type: edges, nodes, pageInfo, totalCount."""
    fields = {
        "__doc__": f"One page of a list of {type_name(node)}.",
        "edges": graphene.List(
            graphene.NonNull(edge_type(node)), required=True, description="The items with their cursors."
        ),
        "nodes": graphene.List(graphene.NonNull(node), required=True, description="The items without their cursors."),
        "page_info": graphene.Field(PageInfo, required=True, description="Where this page begins and ends."),
        "total_count": graphene.Int(
            required=True, description="How many items the whole list has; counted only when asked for."
        ),
    }
    return type(f"{type_name(node)}Connection", (graphene.ObjectType,), fields)


@dataclass(frozen=True)
class Window:
    """Which part of a list is wanted, as the reader's arguments say it; how large it may be is said in `sizes`."""

    first: int | None = None
    after: str | None = None
    last: int | None = None
    before: str | None = None
    offset: int | None = None

    def __post_init__(self) -> None:
        for name in ("first", "last", "offset"):
            value = getattr(self, name)
            if value is not None and value < 0:
                raise BadUserInput(f"`{name}` counts items and cannot be negative, got {value}.")
        if self.first is not None and self.last is not None:
            raise BadUserInput("Give `first` or `last`, not both.")
        if self.last is not None and self.offset is not None:
            raise BadUserInput("`offset` counts from the start; use it with `first`, not with `last`.")

    @property
    def backwards(self) -> bool:
        return self.last is not None

    @property
    def is_first(self) -> bool:
        """Whether it begins where the list begins."""
        return self.after is None and not self.backwards and not self.offset

    @property
    def size(self) -> int:
        if self.last is not None:
            return self.last
        return settings.GRAPHQL["DEFAULT_PAGE_SIZE"] if self.first is None else self.first


@dataclass
class Edge:
    """One item with its cursor."""

    cursor: str
    node: Any


@dataclass
class Connection:
    """One page of a list, as the connection types read it."""

    edges: list[Edge]
    has_next_page: bool
    has_previous_page: bool
    count: Callable[[], int] = field(repr=False)

    @property
    def nodes(self) -> list[Any]:
        return [edge.node for edge in self.edges]

    @property
    def page_info(self) -> PageInfo:
        return PageInfo(
            has_next_page=self.has_next_page,
            has_previous_page=self.has_previous_page,
            start_cursor=self.edges[0].cursor if self.edges else None,
            end_cursor=self.edges[-1].cursor if self.edges else None,
        )

    @cached_property
    def total_count(self) -> int:
        return self.count()


def paginate(queryset: QuerySet, order: Sequence[str], window: Window, plan: Plan | None = None) -> Connection:
    """The wanted part of the queryset in the order given (names of columns or annotations, "-" for descending).

    What the plan takes comes along.

    The order must be total (end with "pk") and its values never null, so that a cursor has exactly one place.
    """
    with listing(queryset.model):
        rows = arrived(window_rows(queryset, order, window, plan), plan)
    return page_of(rows, order, window, count=counting(lambda: queryset))


def window_rows(queryset: QuerySet, order: Sequence[str], window: Window, plan: Plan | None) -> QuerySet:
    """The rows of the window, and one beyond it that says whether there is more."""
    start = window.offset or 0
    return with_related(between(queryset, order, window), plan)[start : start + window.size + 1]


def counting(build: Callable[[], QuerySet], sharing: Iterable[str] | None = None) -> Callable[[], int]:
    """A function that counts the whole list."""

    def count() -> int:
        queryset = build()
        with listing(queryset.model, sharing):
            return queryset.order_by().count()

    return count


def between(queryset: QuerySet, order: Sequence[str], window: Window) -> QuerySet:
    """The queryset in reading direction, from and up to the cursors of the window."""
    if window.after is not None:
        queryset = queryset.filter(_beyond(order, cursor_values(queryset, order, window.after, "after")))
    if window.before is not None:
        queryset = queryset.filter(_beyond(_reversed(order), cursor_values(queryset, order, window.before, "before")))
    # A cursor is made of the keys. Those that are not asked for stay unread: each would be computed for every row.
    selected = queryset.query.annotation_select
    keys = [name.lstrip("-") for name in order]
    computed = {key: F(key) for key in keys if key in queryset.query.annotations and key not in selected}
    return queryset.annotate(**computed).order_by(*(_reversed(order) if window.backwards else order))


def page_of(rows: list[Any], order: Sequence[str], window: Window, *, count: Callable[[], int]) -> Connection:
    """The connection over rows read in the window's direction, of which one beyond its size says "there is more"."""
    more = len(rows) > window.size
    rows = rows[: window.size]
    if window.backwards:
        rows.reverse()
    started = window.after is not None or bool(window.offset)
    return Connection(
        edges=[Edge(cursor_of(row, order), row) for row in rows],
        has_next_page=window.before is not None if window.backwards else more,
        has_previous_page=more if window.backwards else started,
        count=count,
    )


def cursor_of(row: Model, order: Sequence[str]) -> str:
    """The row's place in this order, opaque to the reader."""
    values = [getattr(row, name.lstrip("-")) for name in order]
    text = json.dumps([",".join(order), *values], default=str, separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def cursor_values(queryset: QuerySet, order: Sequence[str], cursor: str, argument: str) -> list[Any]:
    """The values that the cursor stands for; BadUserInput when this list in this order never gave it."""
    unknown = BadUserInput(
        f"`{argument}` is no cursor of this list in this order; take one from its `pageInfo` or `edges`."
    )
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        name, *values = json.loads(base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True))
        if name != ",".join(order) or len(values) != len(order):
            raise unknown
        if None in values or any("\x00" in value for value in values if isinstance(value, str)):
            raise unknown
        # Half of a character, which the database cannot take, is a UnicodeEncodeError.
        "".join(value for value in values if isinstance(value, str)).encode()
        found = [_field(queryset, key.lstrip("-")).to_python(value) for key, value in zip(order, values, strict=True)]
        return [value.astimezone(UTC) if isinstance(value, datetime) else value for value in found]
    except (ValueError, TypeError, RecursionError, binascii.Error, OverflowError, ValidationError) as error:
        raise unknown from error


def _field(queryset: QuerySet, name: str) -> Any:
    if name in queryset.query.annotations:
        return queryset.query.annotations[name].output_field
    return queryset.model._meta.pk if name == "pk" else queryset.model._meta.get_field(name)


def _reversed(order: Sequence[str]) -> list[str]:
    return [name.removeprefix("-") if name.startswith("-") else f"-{name}" for name in order]


def _beyond(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Rows after these values: greater in the first key, or equal there and greater in the next, and so on."""
    beyond = Q(pk__in=[])
    equal = Q()
    for name, value in zip(order, values, strict=True):
        column = name.lstrip("-")
        beyond |= equal & Q(**{f"{column}__{'lt' if name.startswith('-') else 'gt'}": value})
        equal &= Q(**{column: value})
    return beyond
