"""graphql-core's execution without what it does again for every object of a list.

Objects of one type that are asked for the same have the same fields, arguments and resolvers: those are looked up once
for a selection, and scalars are written without the steps in between. Nothing here waits, so nothing is awaitable.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from graphql import (
    ExecutionContext,
    FieldNode,
    GraphQLError,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLResolveInfo,
    Undefined,
    get_nullable_type,
    is_leaf_type,
    located_error,
)
from graphql.execution.execute import get_field_def
from graphql.execution.values import get_argument_values
from graphql.pyutils import Path


@dataclass(frozen=True, slots=True)
class Step:
    """One field of a selection. Its `info` is that of one object: no resolver of ours reads its path."""

    name: str
    nodes: list[FieldNode]
    type: GraphQLOutputType
    resolve: Callable[..., Any]
    info: GraphQLResolveInfo
    arguments: dict[str, Any]
    # Writes the value, for scalars and enums.
    serialize: Callable[[Any], Any] | None


class Executor(ExecutionContext):
    """Gives what `ExecutionContext` gives."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # By the identity of the collected fields, which graphql-core collects once for a selection, and keeps.
        self._steps: dict[int, list[Step]] = {}
        self._met: set[int] = set()

    def execute_fields(
        self, parent_type: GraphQLObjectType, source_value: Any, path: Path | None, fields: dict[str, list[FieldNode]]
    ) -> dict[str, Any]:
        steps = self._steps.get(id(fields))
        if steps is None:
            return self._without_steps(parent_type, source_value, path, fields)
        results: dict[str, Any] = {}
        for step in steps:
            try:
                value = step.resolve(source_value, step.info, **step.arguments)
                written = Undefined if value is None or step.serialize is None else step.serialize(value)
                if written is Undefined or written is None:
                    place = Path(path, step.name, parent_type.name)
                    written = self.complete_value(step.type, step.nodes, step.info, place, value)
                results[step.name] = written
            except Exception as fault:  # noqa: BLE001 — whatever a resolver raises is an error at its field
                place = Path(path, step.name, parent_type.name)
                self.handle_field_error(located_error(fault, step.nodes, place.as_list()), step.type, place)
                results[step.name] = None
        return results

    def _without_steps(
        self, parent_type: GraphQLObjectType, source: Any, path: Path | None, fields: dict[str, list[FieldNode]]
    ) -> dict[str, Any]:
        """The fields of the first object of a selection, by graphql-core's way; if there is a second, by steps."""
        if id(fields) in self._met:
            try:
                self._steps[id(fields)] = [self._step(parent_type, name, nodes, path) for name, nodes in fields.items()]
            except GraphQLError:
                # An argument cannot be read, which is an error at that field each time.
                pass
            else:
                return self.execute_fields(parent_type, source, path, fields)
        self._met.add(id(fields))
        results: Any = super().execute_fields(parent_type, source, path, fields)
        return results

    def _step(self, parent_type: GraphQLObjectType, name: str, nodes: list[FieldNode], path: Path | None) -> Step:
        field: Any = get_field_def(self.schema, parent_type, nodes[0])
        leaf: Any = get_nullable_type(field.type)
        return Step(
            name=name,
            nodes=nodes,
            type=field.type,
            resolve=field.resolve or self.field_resolver,
            info=self.build_resolve_info(field, nodes, parent_type, Path(path, name, parent_type.name)),
            arguments=get_argument_values(field, nodes[0], self.variable_values),
            serialize=leaf.serialize if is_leaf_type(leaf) else None,
        )
