"""Limits on what a request may ask for, checked before anything runs; the figures are settings."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

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
# Validation compares fields of one name in pairs: 1,900 of them took 0.8 s. Nobody writes one twice by hand.
MOST_REPEATS = 50


@dataclass(frozen=True)
class Figures:
    """How much of everything a document has."""

    tokens: int
    aliases: int
    directives: int
    depth: int


def check_nesting(text: str) -> None:
    """Refuse brackets nested so deep that parsing them would exhaust the stack (brackets in texts count too)."""
    depth = deepest = 0
    for character in text:
        if character in "{[(":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "}])":
            depth -= 1
    refuse_above("levels of brackets", deepest, DEEPEST_BRACKETS)


def measured(tree: DocumentNode) -> Figures:
    """The document's figures; TooExpensive, with the limit and the figure, when it has too much of something."""
    aliases = directives = 0
    for node in nodes_of(tree):
        aliases += isinstance(node, FieldNode) and node.alias is not None
        directives += len(getattr(node, "directives", None) or ())
        if isinstance(node, SelectionSetNode):
            _check_repeats(node)
    depths = _Depths(tree)
    operations = [node for node in tree.definitions if isinstance(node, OperationDefinitionNode)]
    figures = Figures(
        tokens=_tokens(tree),
        aliases=aliases,
        directives=directives,
        depth=max((depths.below(operation.selection_set) for operation in operations), default=0),
    )
    check_together([figures])
    return figures


def check_together(figures: Iterable[Figures]) -> None:
    """TooExpensive when these documents, asked for in one request, have too much of something together."""
    figures = list(figures)
    limits = settings.GRAPHQL
    refuse_above("tokens", sum(one.tokens for one in figures), limits["MAX_TOKENS"])
    refuse_above("aliases", sum(one.aliases for one in figures), limits["MAX_ALIASES"])
    refuse_above("directives", sum(one.directives for one in figures), limits["MAX_DIRECTIVES"])
    refuse_above("levels of fields", max((one.depth for one in figures), default=0), limits["MAX_DEPTH"])


def refuse_above(what: str, figure: int, limit: int) -> None:
    """TooExpensive when the figure is above the limit."""
    if figure > limit:
        raise TooExpensive(f"The request has {figure} {what}; {limit} are allowed.", limit=limit, figure=figure)


def _check_repeats(selections: SelectionSetNode) -> None:
    names = Counter(
        (node.alias or node.name).value for node in selections.selections if isinstance(node, FieldNode)
    ).most_common(1)
    if names and names[0][1] > MOST_REPEATS:
        name, times = names[0]
        raise TooExpensive(
            f"The request selects `{name}` {times} times in one place; {MOST_REPEATS} are allowed.",
            limit=MOST_REPEATS,
            figure=times,
        )


def _tokens(tree: DocumentNode) -> int:
    """How many tokens the document has, as the parser counts them: without its begin and end."""
    count, token = -2, tree.loc.start_token if tree.loc else None
    while token is not None:
        count += 1
        token = token.next
    return max(count, 0)


def nodes_of(*roots: Node) -> Iterator[Node]:
    """These nodes and all nodes below them, in no particular order."""
    pending = list(roots)
    while pending:
        node = pending.pop()
        yield node
        for key in node.keys:
            value = getattr(node, key, None)
            if isinstance(value, Node):
                pending.append(value)
            elif isinstance(value, (list, tuple)):
                pending.extend(one for one in value if isinstance(one, Node))


class _Depths:
    """Levels of fields below a selection; introspection fields do not count, their depth has a rule of its own.

    Each fragment is measured once: fragments that spread each other twice would else double the work at each step.
    """

    def __init__(self, tree: DocumentNode) -> None:
        self._fragments = {
            node.name.value: node for node in tree.definitions if isinstance(node, FragmentDefinitionNode)
        }
        self._known: dict[str, int] = {}

    def below(self, selections: SelectionSetNode | None) -> int:
        deepest = 0
        for node in selections.selections if selections else ():
            if isinstance(node, FieldNode):
                if not node.name.value.startswith("__"):
                    deepest = max(deepest, 1 + self.below(node.selection_set))
            elif isinstance(node, InlineFragmentNode):
                deepest = max(deepest, self.below(node.selection_set))
            elif isinstance(node, FragmentSpreadNode):
                deepest = max(deepest, self._fragment(node.name.value))
        return deepest

    def _fragment(self, name: str) -> int:
        if name not in self._known:
            # A fragment that spreads itself is refused by validation; here it must only not run for ever.
            self._known[name] = 0
            fragment = self._fragments.get(name)
            self._known[name] = self.below(fragment.selection_set) if fragment else 0
        return self._known[name]
