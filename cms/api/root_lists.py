"""Lists that begin at the root: each statement depends on the document and its variables, and is kept with it."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Model, QuerySet

from cms.api.ahead import arrived
from cms.api.connections import Connection, Window, counting, page_of, window_rows
from cms.api.reading import listing
from cms.api.selection import plan_of
from cms.api.statements import Selection


def root_list(
    info: Any,
    build: Callable[[Any], QuerySet],
    order: Sequence[str],
    window: Window,
    sharing: Iterable[str] | None = None,
) -> Connection:
    """One page of the list of a root field, in the order given; its statement is kept with the document.

    `build` gives the queryset for a context: that of this request, or of any like it. `sharing` are the tags of all
    that it chooses from, where those are pages that share something (`cms.api.tags`).
    """
    context, plan = info.context, plan_of(info)

    def prepared() -> tuple[Selection, frozenset[type[Model]]]:
        anytime = context.at_any_moment()
        return Selection.of(window_rows(build(anytime), order, window, plan)), frozenset(anytime.gate.turning)

    key = (tuple(map(id, info.field_nodes)), repr(info.variable_values), context.gate.ground.key)
    selection, turning = context.statements.once(key, prepared)
    context.gate.turn_with(*turning)
    with listing(selection.model, sharing):
        rows = arrived(selection.objects(context.moment), plan)
    return page_of(rows, order, window, count=counting(lambda: build(context), sharing))
