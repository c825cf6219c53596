"""What a selection leads to: the relations of each model that a document takes, read from it before anything runs."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.db.models import Model
from graphene.utils.str_converters import to_camel_case
from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLResolveInfo,
    SelectionSetNode,
    get_named_type,
    is_abstract_type,
)
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.api.ahead import STEPS, Plan, model_field
from cms.api.fields import Declaration, node_type
from cms.api.types import declarations, models_with_types

# Fields besides the declared ones that are made of what is read of every object, and of every page.
OF_EVERY_OBJECT = {"__typename", "id"}
OF_EVERY_PAGE = {"databaseId", "pageType", "title", "path", "url", "locale"}


def plan_of(info: GraphQLResolveInfo) -> Plan | None:
    """What the field being resolved takes of the objects at its end; None when it takes nothing that is related.

    A plan depends on the document alone, so it is kept with it.
    """
    plans = info.context.plans
    # Fragments may bring one node together with others, elsewhere in the document or in another operation of it.
    key = tuple(map(id, info.field_nodes))
    if key not in plans:
        plans[key] = _Reader(info).plan(info.field_nodes, get_named_type(info.return_type)) or None
    return plans[key]


def plans_of(info: GraphQLResolveInfo, *path: str) -> dict[type[Model], Plan | None]:
    """For each model of things of many kinds what is taken of them; the path leads from the field to the things.

    Pages of all types are one model.
    """
    reader = _Reader(info)
    nodes, kind = reader.follow(list(info.field_nodes), get_named_type(info.return_type), path)
    plans: dict[type[Model], Plan | None] = {Page: reader.plan(nodes, kind)}
    for possible in info.schema.get_possible_types(kind):
        model, _ = _declared().get(possible.name, (None, {}))
        if model is not None and not issubclass(model, Page):
            plans[model] = reader.plan(nodes, possible)
    return plans


def takes(info: GraphQLResolveInfo, *path: str) -> bool:
    """Whether the document takes the field at the end of the path, below the one being resolved."""
    return bool(_Reader(info).follow(list(info.field_nodes), get_named_type(info.return_type), path)[0])


@cache
def _declared() -> dict[str, tuple[type[Model], dict[str, Declaration]]]:
    """For each GraphQL type its model and the declarations by their names in the schema."""
    return {
        node._meta.name: (
            model,
            {to_camel_case(declaration.field_name): declaration for declaration, _ in declarations(model)},
        )
        for model, node in models_with_types().items()
    }


class _Reader:
    def __init__(self, info: GraphQLResolveInfo) -> None:
        self.schema = info.schema
        self.fragments = info.fragments

    def follow(self, nodes: list[FieldNode], kind: Any, path: Iterable[str]) -> tuple[list[FieldNode], Any]:
        """The nodes at the end of the path, and the type of their value."""
        for name in path:
            nodes, kind = self._below(nodes, kind, name), get_named_type(kind.fields[name].type)
        return nodes, kind

    def plan(self, nodes: Iterable[FieldNode], kind: Any) -> Plan | None:
        """What these nodes, whose value is of this type, take; of a connection, what they take of its items."""
        nodes = list(nodes)
        fields = getattr(kind, "fields", {})
        if "pageInfo" in fields:
            items = self._below(nodes, kind, "nodes")
            for edge in self._below(nodes, kind, "edges"):
                items += self._below([edge], get_named_type(fields["edges"].type), "node")
            return self.plan(items, get_named_type(fields["nodes"].type)) if items else None
        if is_abstract_type(kind):
            return self._of_pages(nodes, kind)
        return self._of_object(nodes, kind)

    def _of_pages(self, nodes: list[FieldNode], kind: Any) -> Plan:
        """What is taken of pages of whatever type: steps in the tree, and what those types have beyond them."""
        plan = Plan(Page, reads=None)
        steps: dict[str, list[FieldNode]] = {}
        for possible in self.schema.get_possible_types(kind):
            model, declared = _declared().get(possible.name, (None, {}))
            if model is None or not issubclass(model, Page):
                continue
            fields = self._fields(nodes, possible)
            if any(node.name.value in declared for node in fields):
                plan.types[model] = self._of_object(nodes, possible, steps=False)
            for node in fields:
                if node.name.value in STEPS and node not in steps.setdefault(node.name.value, []):
                    steps[node.name.value].append(node)
        plan.relations = self._steps(steps)
        return plan

    def _of_object(self, nodes: list[FieldNode], kind: Any, *, steps: bool = True) -> Plan:
        model, declared = _declared().get(kind.name, (None, {}))
        plan = Plan(model)  # type: ignore[arg-type]
        is_page = model is not None and issubclass(model, Page)
        taken: dict[str, list[FieldNode]] = {}
        above: dict[str, list[FieldNode]] = {}
        for node in self._fields(nodes, kind):
            if declaration := declared.get(node.name.value):
                self._take(plan, declaration, node, taken)
            elif is_page and node.name.value in STEPS:
                if steps:
                    above.setdefault(node.name.value, []).append(node)
            elif not (node.name.value in OF_EVERY_OBJECT or (is_page and node.name.value in OF_EVERY_PAGE)):
                plan.reads = None
        for name, below in taken.items():
            plan.relations[name] = self._of_target(below, get_named_type(kind.fields[below[0].name.value].type))
        plan.relations |= self._steps(above)
        if plan.reads is None:
            # Whoever reads any column may read what it leads to.
            plan.read_any()
        return plan

    def _of_target(self, nodes: list[FieldNode], kind: Any) -> Plan:
        """What is taken of a related object; of a page of whatever type its own columns are read when they are."""
        if not is_abstract_type(kind):
            return self._of_object(nodes, kind)
        found = self._of_pages(nodes, kind)
        return Plan(Page, found.relations, reads=None)

    def _steps(self, taken: dict[str, list[FieldNode]]) -> dict[str, Plan]:
        page = self.schema.type_map[node_type("wagtailcore.Page")()._meta.name]
        return {name: self._of_target(nodes, page) for name, nodes in taken.items()}

    @staticmethod
    def _take(plan: Plan, declaration: Declaration, node: FieldNode, taken: dict[str, list[FieldNode]]) -> None:
        name = declaration.field_source or declaration.field_name
        column = model_field(plan.model, name)
        if isinstance(column, StreamField):
            plan.streams.add(name)
        elif column is None or declaration.html:
            plan.reads = None
        elif column.concrete and plan.reads is not None:
            plan.reads.add(column.attname)
        if column is not None and column.is_relation and not declaration.connection:
            taken.setdefault(name, []).append(node)

    def _below(self, nodes: list[FieldNode], kind: Any, name: str) -> list[FieldNode]:
        return [node for node in self._fields(nodes, kind) if node.name.value == name]

    def _fields(self, nodes: list[FieldNode], kind: Any) -> list[FieldNode]:
        """The fields that an object of the type is asked for by these nodes, those in fragments too."""
        return [field for node in nodes for field in self._selected(node.selection_set, kind)]

    def _selected(self, selections: SelectionSetNode | None, kind: Any) -> Iterator[FieldNode]:
        for node in selections.selections if selections else ():
            if isinstance(node, FieldNode):
                yield node
                continue
            fragment: Any = self.fragments[node.name.value] if isinstance(node, FragmentSpreadNode) else node
            condition: Any = fragment.type_condition and self.schema.type_map[fragment.type_condition.name.value]
            if (
                condition is None
                or condition is kind
                or (is_abstract_type(condition) and self.schema.is_sub_type(condition, kind))
            ):
                yield from self._selected(fragment.selection_set, kind)
