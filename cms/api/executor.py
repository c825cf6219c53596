"""graphql-core's execution without what it does again for every object.

Objects of one type that are asked for the same have the same fields, arguments and resolvers: those are looked up once
for a selection, and values are completed without the steps in between. What does not go smoothly, an error or a null
where none may be, is completed once more by graphql-core's own way, which says what is wrong and where. Nothing here
waits, so nothing is awaitable.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import DatabaseError
from graphene.types.resolver import dict_or_attr_resolver
from graphql import (
    ExecutionContext,
    FieldNode,
    GraphQLBoolean,
    GraphQLError,
    GraphQLID,
    GraphQLLeafType,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLResolveInfo,
    GraphQLString,
    Undefined,
    is_abstract_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    located_error,
)
from graphql.execution.execute import get_field_def
from graphql.execution.values import get_argument_values
from graphql.pyutils import Path

Complete = Callable[[Any], Any]
TEXTS = (GraphQLString, GraphQLID)
MISSING = object()
NONE: dict[str, Any] = {}


class NotSmooth(Exception):
    """A value that graphql-core has to complete in its own way."""


class Column:
    """A resolver that gives a column of the database, which the executor reads without calling it where it can."""

    def __init__(self, name: str, *, empty_is_null: bool, otherwise: Callable[..., Any]) -> None:
        self.name = name
        # An empty text of an optional field says "none", which GraphQL calls null.
        self.empty_is_null = empty_is_null
        # For objects that have not read the column.
        self.otherwise = otherwise

    def __call__(self, thing: Any, info: GraphQLResolveInfo) -> Any:
        """The column's value for the object."""
        value = thing.__dict__.get(self.name, MISSING)
        if value is MISSING:
            value = self.otherwise(thing, info)
        return None if value == "" and self.empty_is_null else value


@dataclass(frozen=True, slots=True)
class Step:
    """One field of a selection. Its `info` is that of every object: no resolver of ours reads its path."""

    name: str
    nodes: list[FieldNode]
    type: GraphQLOutputType
    resolve: Callable[..., Any]
    info: GraphQLResolveInfo
    arguments: dict[str, Any]
    # Writes the value, which is not None; NotSmooth or any other exception when it cannot.
    complete: Complete
    is_required: bool

    @property
    def parts(self) -> tuple[Any, ...]:
        """What is needed of it for each object, in a form that is quick to take apart."""
        return self.name, self.resolve, self._attribute, self.info, self.arguments, self.complete, self.is_required

    @property
    def _attribute(self) -> str:
        """What the resolver gives of an object that has it; empty for one that has to be called."""
        if isinstance(self.resolve, Column):
            return self.resolve.name
        is_default = isinstance(self.resolve, partial) and self.resolve.func is dict_or_attr_resolver
        return str(self.resolve.args[0]) if is_default else ""  # type: ignore[attr-defined]


class Executor(ExecutionContext):
    """Gives what `ExecutionContext` gives."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Within what graphql-core completes in its own way.
        self._in_its_own_way = False

    def execute_fields(
        self, parent_type: GraphQLObjectType, source_value: Any, path: Path | None, fields: dict[str, list[FieldNode]]
    ) -> Any:
        if self._in_its_own_way:
            return super().execute_fields(parent_type, source_value, path, fields)
        try:
            steps = self._steps(parent_type, fields)
        except (GraphQLError, NotSmooth):
            # An argument cannot be read, which is an error at that field.
            return self._own_way(lambda: super(Executor, self).execute_fields(parent_type, source_value, path, fields))
        results: dict[str, Any] = {}
        for step in steps:
            place = Path(path, step.name, parent_type.name)
            try:
                value = step.resolve(source_value, step.info, **step.arguments)
                results[step.name] = self._completed(step, place, value)
            except Exception as fault:  # noqa: BLE001 — whatever a resolver raises is an error at its field
                self.handle_field_error(located_error(fault, step.nodes, place.as_list()), step.type, place)
                results[step.name] = None
        return results

    def _completed(self, step: Step, place: Path, value: Any) -> Any:
        if value is not None:
            try:
                return step.complete(value)
            except DatabaseError:
                # Asked again within the same transaction, it would say no more than that this has failed.
                raise
            except Exception:  # noqa: BLE001, S110 — it is raised again, and said where, when it was no mistake of ours
                pass
        return self._own_way(lambda: self.complete_value(step.type, step.nodes, step.info, place, value))

    def _own_way(self, complete: Callable[[], Any]) -> Any:
        self._in_its_own_way = True
        try:
            return complete()
        finally:
            self._in_its_own_way = False

    def _steps(self, kind: GraphQLObjectType, fields: dict[str, list[FieldNode]]) -> list[Step]:
        return [self._step(kind, name, nodes) for name, nodes in fields.items()]

    def _step(self, kind: GraphQLObjectType, name: str, nodes: list[FieldNode]) -> Step:
        field: Any = get_field_def(self.schema, kind, nodes[0])
        if field is None:
            raise NotSmooth
        info = self.build_resolve_info(field, nodes, kind, Path(None, name, kind.name))
        inner = field.type.of_type if is_non_null_type(field.type) else field.type
        return Step(
            name=name,
            nodes=nodes,
            type=field.type,
            resolve=field.resolve or self.field_resolver,
            info=info,
            arguments=get_argument_values(field, nodes[0], self.variable_values),
            complete=self._completing(inner, nodes, info),
            is_required=inner is not field.type,
        )

    def _completing(self, kind: Any, nodes: list[FieldNode], info: GraphQLResolveInfo) -> Complete:
        """A function that writes values of the type, which is none of those that must not be null."""
        if is_leaf_type(kind):
            return _writing(kind)
        if is_list_type(kind):
            return self._listing(kind.of_type, nodes, info)
        return (self._narrowing if is_abstract_type(kind) else self._selecting)(kind, nodes, info)

    def _listing(self, item: Any, nodes: list[FieldNode], info: GraphQLResolveInfo) -> Complete:
        is_required = is_non_null_type(item)
        complete = self._completing(item.of_type if is_required else item, nodes, info)

        def listed(values: Any) -> list[Any]:
            if not isinstance(values, list | tuple) or (is_required and None in values):
                raise NotSmooth
            return [None if value is None else complete(value) for value in values]

        return listed

    def _narrowing(self, kind: Any, nodes: list[FieldNode], info: GraphQLResolveInfo) -> Complete:
        """Objects of an abstract type are written as what they are."""
        resolve = kind.resolve_type or self.type_resolver
        complete_by_type: dict[Any, Complete] = {}

        def narrowed(value: Any) -> Any:
            name = resolve(value, info, kind)
            complete = complete_by_type.get(name)
            if complete is None:
                found = self.ensure_valid_runtime_type(name, kind, nodes, info, value)
                complete = complete_by_type[name] = self._selecting(found, nodes, info)
            return complete(value)

        return narrowed

    def _selecting(self, kind: GraphQLObjectType, nodes: list[FieldNode], info: GraphQLResolveInfo) -> Complete:
        """Objects of a type are written as what is selected of them."""
        steps: list[tuple[Any, ...]] | None = None
        # Whether an object is of the type is a question of its class alone.
        classes: set[type] = set()

        def selected(source: Any) -> dict[str, Any]:
            nonlocal steps
            if type(source) not in classes:
                if kind.is_type_of and not kind.is_type_of(source, info):
                    raise NotSmooth
                classes.add(type(source))
            if steps is None:
                steps = [step.parts for step in self._steps(kind, self.collect_subfields(kind, nodes))]
            written = {}
            attributes = getattr(source, "__dict__", NONE)
            for name, resolve, attribute, info_of_field, arguments, complete, is_required in steps:
                if attribute:
                    # Most fields are this: here they cost a third of what they cost by a call.
                    value = attributes.get(attribute, MISSING)
                    if value is MISSING or value == "":
                        value = resolve(source, info_of_field)
                elif arguments:
                    value = resolve(source, info_of_field, **arguments)
                else:
                    value = resolve(source, info_of_field)
                if value is not None:
                    value = complete(value)
                elif is_required:
                    raise NotSmooth
                written[name] = value
            return written

        return selected


def _writing(kind: GraphQLLeafType) -> Complete:
    serialize = kind.serialize
    # A value of just that class is written as it is.
    same = str if kind in TEXTS else bool if kind is GraphQLBoolean else None

    def written(value: Any) -> Any:
        if type(value) is same:
            return value
        result = serialize(value)
        if result is None or result is Undefined:
            raise NotSmooth
        return result

    return written
