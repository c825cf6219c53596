"""Any object by its id: `node` and `nodes`."""

from typing import Any

import graphene
from wagtail.models import Page

from cms.api.ids import parse_global_id
from cms.api.loading import fetch
from cms.api.types import Node, models_with_types


class NodesQuery(graphene.ObjectType):
    """Root fields for objects by their id."""

    node = graphene.Field(
        Node,
        id=graphene.Argument(graphene.ID, required=True, description="The object's `id`."),
        description="The object with this id; null when there is none that is public.",
    )
    nodes = graphene.List(
        Node,
        required=True,
        ids=graphene.Argument(
            graphene.List(graphene.NonNull(graphene.ID)), required=True, description="The objects' `id`s."
        ),
        description="The objects with these ids, in their order; null for each that there is none of.",
    )

    @staticmethod
    def resolve_node(root: None, info: graphene.ResolveInfo, *, id: str) -> Any:
        return objects([id], info)[0]

    @staticmethod
    def resolve_nodes(root: None, info: graphene.ResolveInfo, *, ids: list[str]) -> list[Any]:
        return objects(ids, info)


def objects(ids: list[str], info: graphene.ResolveInfo) -> list[Any]:
    """The public objects with these global ids, in their order; None where there is none."""
    models = {
        model.__name__: model
        for model, node in models_with_types().items()
        if Node in node._meta.interfaces or issubclass(model, Page)
    }
    # Also where nothing is found: what an answer depends on does not tell what is hidden from what is not there.
    gate = info.context.gate
    wanted: dict[Any, set[int]] = {}
    keys = [parse_global_id(one) for one in ids]
    for name, pk in keys:
        if name in models:
            wanted.setdefault(Page if issubclass(models[name], Page) else models[name], set()).add(pk)
    found = {
        (type(thing).__name__, pk): thing
        for model, pks in wanted.items()
        for pk, thing in fetch(model, pks, are_readers_own=True).items()
        if gate.allows(thing)
    }
    return [found.get(key) for key in keys]
