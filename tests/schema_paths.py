"""The shortest way from the root of a schema to each field that takes arguments."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLInputType,
    GraphQLNonNull,
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
)

# What a field on the way must be given to lead anywhere.
GIVEN = {"path": '"/"', "query": '"kommune"', "prefix": '"kom"', "id": '"x"', "ids": "[]", "preset": "CARD"}


@dataclass(frozen=True)
class Place:
    """A field that takes arguments, and the selections that lead to it, outermost first."""

    way: tuple[str, ...]
    owner: str
    name: str
    field: GraphQLField

    def document(self, argument: str, kind: GraphQLInputType) -> str:
        """A document that gives the argument as the variable `$value`."""
        given = [
            f"{name}: {GIVEN[name]}"
            for name, definition in self.field.args.items()
            if name != argument and isinstance(definition.type, GraphQLNonNull)
        ]
        call = f"{self.name}({', '.join([*given, f'{argument}: $value'])}){_leaf(self.field)}"
        return f"query ($value: {kind}) {{ {' { '.join([*self.way, call])}{' }' * len(self.way)} }}"


def _leaf(field: GraphQLField) -> str:
    kind: Any = get_named_type(field.type)
    if is_leaf_type(kind):
        return ""
    # A total is counted and an edge read only when asked for.
    if "pageInfo" in getattr(kind, "fields", {}):
        return " { totalCount edges { cursor node { __typename } } pageInfo { endCursor } }"
    return " { __typename }"


def places_with_arguments(schema: GraphQLSchema) -> Iterator[Place]:
    """Each field that takes arguments once, whether it stands on an interface or on many types of it."""
    seen: set[str] = set()
    known: set[tuple[str, tuple[str, ...]]] = set()
    pending: deque[tuple[Any, tuple[str, ...]]] = deque([(schema.query_type, ())])
    while pending:
        kind, way = pending.popleft()
        if kind.name in seen:
            continue
        seen.add(kind.name)
        if is_abstract_type(kind):
            pending.extend((one, (*way, f"... on {one.name}")) for one in schema.get_possible_types(kind))
        for name, field in getattr(kind, "fields", {}).items():
            signature = (name, tuple(field.args))
            if field.args and signature not in known:
                known.add(signature)
                yield Place(way, kind.name, name, field)
            elif kind is schema.query_type and field.args:
                yield Place(way, kind.name, name, field)
            below = get_named_type(field.type)
            if not is_leaf_type(below):
                given = [
                    f"{argument}: {GIVEN[argument]}"
                    for argument, definition in field.args.items()
                    if isinstance(definition.type, GraphQLNonNull) and argument in GIVEN
                ]
                pending.append((below, (*way, f"{name}({', '.join(given)})" if given else name)))
