"""From the parameters of a request to its answer, whatever way it came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from graphql import GraphQLError, OperationDefinitionNode, OperationType, execute

from cms.api.context import Context
from cms.api.documents import Document, document, graphql_schema
from cms.api.errors import ApiError, BadUserInput, TooExpensive, formatted, refuse_half_answers
from cms.api.executor import Executor
from cms.api.limits import check_together, refuse_above
from cms.api.metrics import NONE, OTHER
from cms.api.persisted import document_text, remember


@dataclass(frozen=True)
class GraphQLRequest:
    """What the specification calls the request parameters."""

    query: str | None
    variables: dict[str, Any] | None = None
    operation_name: str | None = None
    document_id: str | None = None
    sha256: str | None = None

    @classmethod
    def of(cls, parameters: Any) -> "GraphQLRequest":
        """The request in the decoded parameters; BadUserInput when they are not of the specified types."""
        if not isinstance(parameters, dict):
            raise BadUserInput("The body must be a JSON object with `query`, or a list of them.")
        query, document_id = parameters.get("query"), parameters.get("documentId")
        variables, name = parameters.get("variables"), parameters.get("operationName")
        extensions = parameters.get("extensions")
        if variables is not None and not isinstance(variables, dict):
            raise BadUserInput("`variables` must be an object.")
        if name is not None and not isinstance(name, str):
            raise BadUserInput("`operationName` must be a text.")
        if document_id is not None and not isinstance(document_id, str):
            raise BadUserInput("`documentId` must be a text: the id of a trusted document.")
        if extensions is not None and not isinstance(extensions, dict):
            raise BadUserInput("`extensions` must be an object.")
        sha256 = _sha256((extensions or {}).get("persistedQuery"))
        if query is None and (document_id or sha256):
            return cls(None, variables, name or None, document_id, sha256)
        if not isinstance(query, str) or not query.strip():
            raise BadUserInput("`query` must be a text: the GraphQL document.")
        return cls(query, variables, name or None, document_id, sha256)


def _sha256(persisted_query: Any) -> str | None:
    if persisted_query is None:
        return None
    if not isinstance(persisted_query, dict) or persisted_query.get("version") != 1:
        raise BadUserInput("`extensions.persistedQuery` must be an object with `version` 1 and `sha256Hash`.")
    sha256 = persisted_query.get("sha256Hash")
    if not isinstance(sha256, str):
        raise BadUserInput("`extensions.persistedQuery.sha256Hash` must be a text.")
    return sha256


@dataclass(frozen=True)
class Prepared:
    """An operation that may run, or the errors for which it may not."""

    errors: tuple[GraphQLError, ...]
    document: Document | None = None
    operation: OperationDefinitionNode | None = None
    variables: Mapping[str, Any] | None = None
    cost: int = 0

    @property
    def is_query(self) -> bool:
        return self.operation is None or self.operation.operation is OperationType.QUERY

    @property
    def name(self) -> str:
        """The operation's name in the document; empty for none."""
        return self.operation.name.value if self.operation and self.operation.name else ""

    @property
    def counted_as(self) -> str:
        """What it counts as: its name, if that is one of ours."""
        if self.document is None:
            return NONE
        return self.name if self.name and self.document.is_trusted else OTHER


@dataclass(frozen=True)
class Answer:
    """A result, and whether anything was executed for it."""

    body: dict[str, Any]
    executed: bool


def prepared(asked: Sequence[GraphQLRequest]) -> list[Prepared]:
    """What these requests, sent together, would run; TooExpensive when one or all of them ask for too much."""
    operations = [_prepared(one) for one in asked]
    if len(operations) > 1:
        for error in (error for one in operations for error in one.errors):
            if isinstance(error, TooExpensive):
                raise error.anew()
        check_together([one.document.figures for one in operations if one.document])
        _check_cost(sum(one.cost for one in operations))
    return operations


def _check_cost(figure: int) -> None:
    refuse_above("points of cost", figure, settings.GRAPHQL["MAX_COST"])


def _prepared(asked: GraphQLRequest) -> Prepared:
    try:
        text = document_text(asked.query, asked.document_id, asked.sha256)
        found = document(text)
        if found.errors:
            return Prepared(found.errors)
        if asked.sha256 and asked.query:
            remember(asked.sha256, text)
        operation = found.operation(asked.operation_name)
        cost = found.costs.of(graphql_schema(), found.tree, operation, asked.variables)
        _check_cost(cost)
    except ApiError as error:
        return Prepared((error,))
    return Prepared((), found, operation, asked.variables, cost)


def run(one: Prepared, context: Context) -> Answer:
    """The answer to the operation; its errors alone when it may not run. Unavailable without a database."""
    if one.document is None or one.operation is None:
        return Answer({"errors": [formatted(error) for error in one.errors]}, executed=False)
    context.plans, context.statements = one.document.plans, one.document.statements
    result: Any = execute(
        graphql_schema(),
        one.document.tree,
        context_value=context,
        variable_values=dict(one.variables or {}),
        operation_name=one.name or None,
        execution_context_class=Executor,
        is_awaitable=lambda value: False,
    )
    refuse_half_answers(result.errors or ())
    # Without a path an error says that execution never began: a variable of the wrong type, for example.
    refused = result.data is None and any(error.path is None for error in result.errors or ())
    body: dict[str, Any] = {} if refused else {"data": result.data}
    if result.errors:
        body = {"errors": [formatted(error) for error in result.errors]} | body
    return Answer(body, executed=not refused)
