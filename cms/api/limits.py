"""Limits on what a document may ask for, checked before anything runs; the figures are settings."""

from collections.abc import Iterator

from django.conf import settings
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    Node,
    OperationDefinitionNode,
    SelectionSetNode,
)

from cms.api.errors import TooExpensive

# A parser calls itself for each bracket; far beyond any depth that is allowed, and far below Python's own limit.
DEEPEST_BRACKETS = 60


def check_nesting(text: str) -> None:
    """Refuse brackets nested so deep that parsing them would exhaust the stack (brackets in texts count too)."""
    depth = 0
    for character in text:
        if character in "{[(":
            depth += 1
            if depth > DEEPEST_BRACKETS:
                raise TooExpensive(f"Brackets may be nested at most {DEEPEST_BRACKETS} deep.")
        elif character in "}])":
            depth -= 1


def check_document(tree: DocumentNode) -> None:
    """TooExpensive, with the limit and the figure, when the document has too much of something."""
    limits = settings.GRAPHQL
    fragments = {node.name.value: node for node in tree.definitions if isinstance(node, FragmentDefinitionNode)}
    aliases = directives = 0
    for node in _nodes(tree):
        aliases += isinstance(node, FieldNode) and node.alias is not None
        directives += len(getattr(node, "directives", None) or ())
    _refuse_above("aliases", aliases, limits["MAX_ALIASES"])
    _refuse_above("directives", directives, limits["MAX_DIRECTIVES"])
    for operation in tree.definitions:
        if isinstance(operation, OperationDefinitionNode):
            depth = _depth(operation.selection_set, fragments, ())
            _refuse_above("levels of fields", depth, limits["MAX_DEPTH"])


def _refuse_above(what: str, figure: int, limit: int) -> None:
    if figure > limit:
        raise TooExpensive(f"The document has {figure} {what}; {limit} are allowed.", limit=limit, figure=figure)


def _nodes(tree: Node) -> Iterator[Node]:
    pending: list[Node] = [tree]
    while pending:
        node = pending.pop()
        yield node
        for key in node.keys:
            value = getattr(node, key, None)
            if isinstance(value, Node):
                pending.append(value)
            elif isinstance(value, (list, tuple)):
                pending.extend(one for one in value if isinstance(one, Node))


def _depth(
    selections: SelectionSetNode | None, fragments: dict[str, FragmentDefinitionNode], spread: tuple[str, ...]
) -> int:
    """Levels of fields below; introspection fields do not count, their depth is the schema's own."""
    deepest = 0
    for node in selections.selections if selections else ():
        if isinstance(node, FieldNode):
            if not node.name.value.startswith("__"):
                deepest = max(deepest, 1 + _depth(node.selection_set, fragments, spread))
        elif isinstance(node, InlineFragmentNode):
            deepest = max(deepest, _depth(node.selection_set, fragments, spread))
        elif isinstance(node, FragmentSpreadNode):
            name = node.name.value
            # A fragment that spreads itself is refused by validation; here it must only not run for ever.
            if name in fragments and name not in spread:
                deepest = max(deepest, _depth(fragments[name].selection_set, fragments, (*spread, name)))
    return deepest
