"""Connections under many parents: one statement cuts the same page out of each parent's list."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any

from django.db import models
from django.db.models import Count, Expression, F, Model, QuerySet
from django.db.models.functions import RowNumber

from cms.api.connections import Connection, Window, between, page_of
from cms.api.loading import introduce, peers_of
from cms.api.reading import listing
from cms.api.visibility import Gate


def related_page(thing: Model, name: str, window: Window, gate: Gate) -> Connection:
    """One page of the related objects under that name, in their model's `list_order`."""
    relation: Any = type(thing)._meta.get_field(name)
    target: Any = relation.related_model
    back = relation.field.name if relation.auto_created else relation.related_query_name()
    order = target.list_order
    pages = peers_of(thing).once(
        ("connection", name, window),
        lambda members: page_per_parent(
            gate.public(target._default_manager.filter(**{f"{back}__in": members})),
            F(back),
            order,
            window,
        ),
    )
    return pages(thing.pk)


def page_per_parent(
    queryset: QuerySet,
    parent: Expression | F,
    order: Sequence[str],
    window: Window,
    reads: Callable[[], AbstractContextManager[None]] | None = None,
) -> Callable[[Any], Connection]:
    """A function that gives the page of the list of one parent, by the parent's key.

    One statement reads the rows of all parents; a second one counts, when a total is asked for. `reads` says what they
    depend on, where that is less than all objects of the model.
    """
    reads = reads or (lambda: listing(queryset.model))
    keyed = queryset.annotate(parent_key=parent)
    start = window.offset or 0
    directed: Any = between(keyed, order, window)
    numbered = directed.annotate(
        row_number=models.Window(RowNumber(), partition_by=[F("parent_key")], order_by=directed.query.order_by)
    )
    rows: dict[Any, list[Any]] = defaultdict(list)
    found = numbered.filter(row_number__gt=start, row_number__lte=start + window.size + 1)
    with reads():
        for row in introduce(found.order_by("parent_key", "row_number")):
            rows[row.parent_key].append(row)
    totals: dict[Any, int] = {}
    counted = False

    def count(key: Any) -> int:
        nonlocal counted
        if not counted:
            with reads():
                totals.update(keyed.order_by().values_list("parent_key").annotate(Count("pk", distinct=True)))
            counted = True
        return totals.get(key, 0)

    return lambda key: page_of(rows[key], order, window, count=lambda: count(key))
