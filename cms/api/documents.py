"""Documents: parsed and validated once, then kept."""

import re
import threading
from dataclasses import dataclass, field
from typing import Any

from cachetools import LRUCache, cached
from django.conf import settings
from django.utils.module_loading import import_string
from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    parse,
    validate,
)
from graphql.validation import NoSchemaIntrospectionCustomRule, ValidationRule, specified_rules

from cms.api.costs import Costs
from cms.api.errors import ApiError, BadUserInput, ParseFailed, TooExpensive, ValidationFailed, as_told
from cms.api.limits import Figures, check_nesting, measured
from cms.api.statements import Statements
from cms.api.trusted import digest, trusted_documents

# A kept document weighs its text and its nodes (measured: 150 bytes a token), an invalid one too: errors point into it.
KEPT_BYTES = 64 * 1024 * 1024
BYTES_OF_A_TOKEN = 200
NOTHING = DocumentNode(definitions=())
NO_FIGURES = Figures(tokens=0, aliases=0, directives=0, depth=0)
# PostgreSQL has no NUL in its texts; an escaped one in a literal would first be noticed there.
NUL_ESCAPE = re.compile(r"\\u(?:0000|\{0+\})")


class KnownOperationTypesRule(ValidationRule):
    """Operations of a type that the schema has; graphql-core leaves it to execution, unlike graphql-js from 17 on."""

    def enter_operation_definition(self, node: OperationDefinitionNode, *_: Any) -> None:
        if self.context.schema.get_root_type(node.operation) is None:
            message = f"The {node.operation.value} operation is not supported by the schema."
            self.report_error(GraphQLError(message, node))


@dataclass(frozen=True)
class Document:
    """A valid document, or the errors for which it was refused."""

    tree: DocumentNode
    figures: Figures
    errors: tuple[GraphQLError, ...] = ()
    length: int = 0
    is_trusted: bool = False
    # What its fields lead to; filled while it runs for the first time.
    plans: dict[tuple[int, ...], Any] = field(default_factory=dict, compare=False)
    statements: Statements = field(default_factory=Statements, compare=False)
    costs: Costs = field(default_factory=Costs, compare=False)

    @property
    def weight(self) -> int:
        """About how many bytes it takes to keep."""
        return self.length + self.figures.tokens * BYTES_OF_A_TOKEN + 1_000

    def operation(self, name: str | None) -> OperationDefinitionNode:
        """The operation to run; BadUserInput when the document does not say which, or has none of that name."""
        operations = [node for node in self.tree.definitions if isinstance(node, OperationDefinitionNode)]
        if name is None and len(operations) == 1:
            return operations[0]
        if name is None:
            raise BadUserInput(
                f"The document has {len(operations)} operations: say in `operationName` which one to run."
            )
        for operation in operations:
            if operation.name and operation.name.value == name:
                return operation
        raise BadUserInput("The document has no operation of the name given in `operationName`.")


def graphql_schema() -> GraphQLSchema:
    """The one public schema."""
    return import_string("cms.schema.schema").graphql_schema


_kept: LRUCache[Any, Document] = LRUCache(KEPT_BYTES, getsizeof=lambda kept: kept.weight)


def forget_documents() -> None:
    """Read all documents anew, after a change of settings."""
    _kept.clear()


@cached(_kept, lock=threading.Lock())
def document(text: str) -> Document:
    """The document of this text, parsed, validated and within the limits; or why it is not."""
    try:
        tree = _parsed(text)
        figures = measured(tree)
    except ApiError as error:
        return Document(NOTHING, NO_FIGURES, (error,), len(text))
    rules: list[Any] = [KnownOperationTypesRule, *specified_rules]
    if not settings.GRAPHQL["INTROSPECTION"]:
        rules.append(NoSchemaIntrospectionCustomRule)
    errors = validate(graphql_schema(), tree, rules, max_errors=5)
    if errors:
        return Document(NOTHING, figures, tuple(_validation_error(error) for error in errors), len(text))
    return Document(tree, figures, (), len(text), is_trusted=digest(text) in trusted_documents())


def _parsed(text: str) -> DocumentNode:
    if NUL_ESCAPE.search(text):
        raise BadUserInput("The document has a NUL character in a text; leave it out.")
    check_nesting(text)
    most = settings.GRAPHQL["MAX_TOKENS"]
    try:
        return parse(text, max_tokens=most)
    except GraphQLSyntaxError as error:
        if "Document contains more than" in error.message:
            # How many they are nobody knows: the parser stops at the first one too many.
            message = f"The document has more than {most} tokens; {most} are allowed."
            raise TooExpensive(message, limit=most, figure=most + 1) from error
        raise _located(ParseFailed(error.message), error) from error


def _validation_error(error: GraphQLError) -> ApiError:
    return _located(ValidationFailed(as_told(error.message)), error)


def _located(error: ApiError, origin: GraphQLError) -> ApiError:
    """The error with the places in the document that graphql-core found."""
    error.nodes, error.source, error.positions = origin.nodes, origin.source, origin.positions
    error.locations = origin.locations
    return error
