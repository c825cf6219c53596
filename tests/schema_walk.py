"""Documents that take every field of every type of a schema, each on the shortest way from every root field."""

from collections.abc import Iterator
from typing import Any

from graphql import (
    GraphQLInterfaceType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_leaf_type,
)

# What a field without a default must be given.
REQUIRED = {"path": '"/"', "id": '"x"', "ids": "[]", "preset": "CARD", "query": '"kanarifugl"', "prefix": '"kan"'}


def documents_that_reach_everything(schema: GraphQLSchema, **given: str) -> Iterator[str]:
    """One document for each root field: all fields of all types below it, wherever possible with the given arguments.

    A type is entered further only as near to the root as it occurs; elsewhere its plain values are taken.
    """
    assert schema.query_type
    for name, field in schema.query_type.fields.items():
        yield "{ " + _Walk(schema, get_named_type(field.type), given).field(name, field, 0) + " }"


class _Walk:
    def __init__(self, schema: GraphQLSchema, start: Any, arguments: dict[str, str]) -> None:
        self.schema = schema
        self.arguments = arguments
        self.nearest: dict[str, int] = {}
        self._measure(start)

    def _measure(self, start: Any) -> None:
        """How many steps each type is from the start."""
        level, kinds = 1, {start.name: start}
        while kinds:
            fresh = {name: kind for name, kind in kinds.items() if name not in self.nearest}
            self.nearest |= dict.fromkeys(fresh, level)
            kinds = {below.name: below for kind in fresh.values() for below in self._below(kind)}
            level += 1

    def _below(self, kind: Any) -> list[Any]:
        if is_leaf_type(kind):
            return []
        types = [kind, *self._possible(kind)]
        fields = [field for one in types for field in getattr(one, "fields", {}).values()]
        return [*self._possible(kind), *(get_named_type(field.type) for field in fields)]

    def _possible(self, kind: Any) -> list[Any]:
        is_abstract = isinstance(kind, GraphQLInterfaceType | GraphQLUnionType)
        return list(self.schema.get_possible_types(kind)) if is_abstract else []

    def field(self, name: str, field: Any, level: int) -> str:
        known = REQUIRED | self.arguments
        given = [
            f"{argument}: {known[argument]}"
            for argument, definition in field.args.items()
            if argument in self.arguments or (isinstance(definition.type, GraphQLNonNull) and argument in REQUIRED)
        ]
        arguments = f"({', '.join(given)})" if given else ""
        kind = get_named_type(field.type)
        return f"{name}{arguments}" if is_leaf_type(kind) else f"{name}{arguments} {self._selection(kind, level + 1)}"

    def _selection(self, kind: Any, level: int) -> str:
        parts = ["__typename"]
        if isinstance(kind, GraphQLInterfaceType | GraphQLObjectType):
            parts += self._fields(kind, level, level <= self.nearest[kind.name])
        for possible in self._possible(kind):
            known = getattr(kind, "fields", {})
            # Two types may give one field name different types; an alias for each keeps the document valid.
            enter = level <= self.nearest[kind.name]
            own = self._fields(possible, level, enter, known, prefix=f"{possible.name}_")
            if own:
                parts.append(f"... on {possible.name} {{ {' '.join(own)} }}")
        return "{ " + " ".join(parts) + " }"

    def _fields(self, kind: Any, level: int, enter: bool, known: Any = (), prefix: str = "") -> list[str]:
        return [
            (f"{prefix}{name}: " if prefix else "") + self.field(name, field, level)
            for name, field in kind.fields.items()
            if name not in known and (enter or is_leaf_type(get_named_type(field.type)))
        ]
