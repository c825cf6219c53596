"""What an operation costs, reckoned from the schema before anything runs: about one for each object it may give."""

import threading
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from cachetools import LRUCache
from django.conf import settings
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
    is_leaf_type,
    is_list_type,
)
from graphql.execution.values import get_argument_values, get_variable_values

from cms.api.limits import nodes_of
from cms.api.sizes import check_sizes, is_sized

EXTENSION = "cost"


@dataclass(frozen=True)
class Cost:
    """What one field costs: its own work, and how many objects it gives when no page size says it.

    `sized_by` names the argument whose values each stand for an object; `most` is what `first` may be, where that is
    less than a page.
    """

    own: int = 1
    size: int = 1
    sized_by: str = ""
    most: int | None = None


# A closed list (themes of an article, rows of a programme) is short; how long is not known before it is read.
LIST_SIZE = 3
# Of one document; and how long what is given for its variables may be, in bytes of JSON.
KEPT_COSTS, LONGEST_SIZES = 32, 400


def declare_costs(schema: GraphQLSchema, costs: Mapping[str, Cost]) -> None:
    """Note the costs ("Type.field") on the schema's fields; LookupError for a name that it does not have."""
    for name, cost in costs.items():
        type_name, _, field_name = name.partition(".")
        fields = getattr(schema.type_map.get(type_name), "fields", {})
        if field_name not in fields:
            raise LookupError(f"A cost is declared for {name}, which the schema does not have.")
        fields[field_name].extensions[EXTENSION] = cost


class Costs:
    """What the operations of one valid document cost; reckoned once for all variables that cost the same."""

    def __init__(self) -> None:
        # The variables that say how much is asked for, by the operation's name.
        self._sizing: dict[str, list[str]] = {}
        self._known: LRUCache[tuple[str, bytes], int] = LRUCache(KEPT_COSTS)
        self._lock = threading.Lock()

    def of(
        self,
        schema: GraphQLSchema,
        tree: DocumentNode,
        operation: OperationDefinitionNode,
        variables: Mapping[str, Any] | None,
    ) -> int:
        """What the operation costs with these variables, at most.

        TooExpensive when an argument asks for more than any may (`cms.api.sizes`).
        """
        name, given = operation.name.value if operation.name else "", dict(variables or {})
        with self._lock:
            known = self._known.get((name, self._sizes(name, given)))
        if known is not None:
            return known
        coerced = get_variable_values(schema, operation.variable_definitions, given)
        # Errors: it will not run, and then says what is wrong with the variables.
        reckoning = _Reckoning(schema, tree, coerced if isinstance(coerced, dict) else None)
        cost = reckoning.selections(operation.selection_set, schema.get_root_type(operation.operation), 1)
        with self._lock:
            self._sizing[name] = sorted(reckoning.sizing)
            if reckoning.is_whole and (sizes := self._sizes(name, given)):
                self._known[name, sizes] = cost
        return cost

    def _sizes(self, name: str, variables: Mapping[str, Any]) -> bytes:
        """What of the variables decides on the operation's cost; nothing where that is unknown or too long."""
        if (sizing := self._sizing.get(name)) is None:
            return b""
        try:
            sizes = orjson.dumps([[one, variables[one]] for one in sizing if one in variables])
        except orjson.JSONEncodeError:
            # It takes no number above 64 bits, and no 255 levels.
            return b""
        return sizes if len(sizes) <= LONGEST_SIZES else b""


class _Reckoning:
    def __init__(self, schema: GraphQLSchema, tree: DocumentNode, variables: dict[str, Any] | None) -> None:
        self.schema = schema
        self.fragments = {
            node.name.value: node for node in tree.definitions if isinstance(node, FragmentDefinitionNode)
        }
        self.variables = variables or {}
        # The variables in arguments that can ask for much.
        self.sizing: set[str] = set()
        # Whether all of these arguments could be read.
        self.is_whole = variables is not None
        self._known: dict[tuple[str, int], int] = {}

    def selections(self, node: SelectionSetNode | None, parent: Any, page: int) -> int:
        """The cost of the selections on one object; `page` is the page size of the connection they stand in.

        An object is of one type only, so of the fragments on different types the dearest counts.
        """
        total, by_type = 0, defaultdict[str, int](int)
        for one in node.selections if node else ():
            if isinstance(one, FieldNode):
                total += self._field(one, parent, page)
                continue
            condition = self._condition(one) or parent
            cost = self._fragment(one, condition, page)
            if condition is parent or is_abstract_type(condition):
                total += cost
            else:
                by_type[condition.name] += cost
        return total + max(by_type.values(), default=0)

    def _condition(self, node: InlineFragmentNode | FragmentSpreadNode | Any) -> Any:
        fragment = self.fragments[node.name.value] if isinstance(node, FragmentSpreadNode) else node
        return self.schema.type_map[fragment.type_condition.name.value] if fragment.type_condition else None

    def _fragment(self, node: Any, condition: Any, page: int) -> int:
        if isinstance(node, InlineFragmentNode):
            return self.selections(node.selection_set, condition, page)
        key = (node.name.value, page)
        if key not in self._known:
            self._known[key] = self.selections(self.fragments[key[0]].selection_set, condition, page)
        return self._known[key]

    def _field(self, node: FieldNode, parent: Any, page: int) -> int:
        if node.name.value.startswith("__"):
            return 0  # introspection reads no content
        field: GraphQLField = parent.fields[node.name.value]
        kind: Any = get_named_type(field.type)
        declared: Cost | None = field.extensions.get(EXTENSION)
        arguments = self._arguments(node, field)
        check_sizes(arguments, (declared and declared.most) or settings.GRAPHQL["MAX_PAGE_SIZE"])
        if is_leaf_type(kind):
            return declared.own if declared else 0
        own = declared.own if declared else 1
        if _is_page(kind):
            return own + self.selections(node.selection_set, kind, _page_size(arguments, field))
        if _is_page(parent) and node.name.value in ("edges", "nodes"):
            # An edge is no object of its own; what it holds counts.
            own = 0 if node.name.value == "edges" else own
            return page * (own + self.selections(node.selection_set, kind, 1))
        return _size(arguments, field, declared) * (own + self.selections(node.selection_set, kind, 1))

    def _arguments(self, node: FieldNode, field: GraphQLField) -> dict[str, Any]:
        """What the field's resolver gets, of a field that can be asked for much."""
        if not node.arguments or not any(map(is_sized, field.args.items())):
            return {}
        sized = [given for given in node.arguments if is_sized((given.name.value, field.args[given.name.value]))]
        self.sizing.update(one.name.value for one in nodes_of(*sized) if isinstance(one, VariableNode))
        try:
            return get_argument_values(field, node, self.variables)
        except GraphQLError:
            self.is_whole = False
            return {}  # the resolver never runs


def _size(arguments: Mapping[str, Any], field: GraphQLField, declared: Cost | None) -> int:
    """How many objects the field gives that is no connection."""
    if "first" in field.args:
        return _page_size(arguments, field)
    if declared:
        return len(arguments.get(declared.sized_by, [None])) if declared.sized_by else declared.size
    return LIST_SIZE if is_list_type(get_nullable_type(field.type)) else 1  # type: ignore[arg-type]


def _page_size(arguments: Mapping[str, Any], field: GraphQLField) -> int:
    given = [size for size in (arguments.get("first"), arguments.get("last")) if size is not None]
    if given:
        return max(0, *given)
    default = field.args["first"].default_value
    return default if isinstance(default, int) else settings.GRAPHQL["DEFAULT_PAGE_SIZE"]


def _is_page(kind: Any) -> bool:
    """Whether the type is a page of a list: a connection."""
    return isinstance(kind, GraphQLObjectType) and "pageInfo" in kind.fields
