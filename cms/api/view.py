"""GraphQL over HTTP, after the specification of that name: requests in, answers out, nothing of GraphQL itself."""

import json
import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from graphql import OperationType, execute

from cms.api.context import Context
from cms.api.documents import document, graphql_schema
from cms.api.errors import ApiError, BadUserInput, TooExpensive, formatted

GRAPHQL_RESPONSE = "application/graphql-response+json"
JSON = "application/json"
# Half of a character: JSON can write it, UTF-8 and the database cannot.
LONE_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type",
    "Access-Control-Max-Age": "86400",
}


class Refused(Exception):
    """A request that is no GraphQL request: answered with this status."""

    def __init__(self, status: int, error: ApiError, **headers: str) -> None:
        super().__init__(error.message)
        self.status = status
        self.error = error
        self.headers = headers


@dataclass(frozen=True)
class GraphQLRequest:
    """What the specification calls the request parameters."""

    query: str
    variables: dict[str, Any] | None
    operation_name: str | None

    @classmethod
    def of(cls, parameters: Any) -> "GraphQLRequest":
        """The request in the decoded parameters; Refused when they are not of the specified types."""
        if not isinstance(parameters, dict):
            raise Refused(400, BadUserInput("The body must be a JSON object with `query`, or a list of them."))
        query, variables = parameters.get("query"), parameters.get("variables")
        name, extensions = parameters.get("operationName"), parameters.get("extensions")
        if not isinstance(query, str) or not query.strip():
            raise Refused(400, BadUserInput("`query` must be a text: the GraphQL document."))
        if variables is not None and not isinstance(variables, dict):
            raise Refused(400, BadUserInput("`variables` must be an object."))
        if name is not None and not isinstance(name, str):
            raise Refused(400, BadUserInput("`operationName` must be a text."))
        if extensions is not None and not isinstance(extensions, dict):
            raise Refused(400, BadUserInput("`extensions` must be an object."))
        return cls(query, variables, name or None)


@dataclass(frozen=True)
class Answer:
    """A result, and whether anything was executed for it."""

    body: dict[str, Any]
    executed: bool


@csrf_exempt  # only JSON bodies are read and no cookie: no browser sends either for somebody else without asking first
def graphql_view(request: HttpRequest) -> HttpResponse:
    """The answer to one GraphQL request, or to a batch of them."""
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=CORS)
    media_type = JSON
    try:
        media_type = _media_type(request)
        parameters = _parameters(request)
        context = Context(request)
        if isinstance(parameters, list):
            answers = [answer(GraphQLRequest.of(one), context) for one in parameters]
            return _response([one.body for one in answers], 200, media_type)
        answered = answer(GraphQLRequest.of(parameters), context)
    except Refused as refusal:
        response = _response({"errors": [formatted(refusal.error)]}, refusal.status, media_type)
        for name, value in refusal.headers.items():
            response[name] = value
        return response
    status = 200 if answered.executed or media_type == JSON else 400
    return _response(answered.body, status, media_type)


def answer(asked: GraphQLRequest, context: Context) -> Answer:
    """The result of the request; Refused for what may not be asked this way."""
    kept = document(asked.query)
    if kept.errors:
        return Answer({"errors": [formatted(error) for error in kept.errors]}, executed=False)
    try:
        operation = kept.operation(asked.operation_name)
    except ApiError as error:
        return Answer({"errors": [formatted(error)]}, executed=False)
    if operation.operation is not OperationType.QUERY and context.request.method == "GET":
        raise Refused(405, BadUserInput("GET runs queries only; send this operation by POST."), Allow="POST")
    result: Any = execute(
        graphql_schema(),
        kept.tree,
        context_value=context,
        variable_values=asked.variables,
        operation_name=asked.operation_name,
    )
    # Without a path an error says that execution never began: a variable of the wrong type, for example.
    refused = result.data is None and any(error.path is None for error in result.errors or ())
    body: dict[str, Any] = {} if refused else {"data": result.data}
    if result.errors:
        body = {"errors": [formatted(error) for error in result.errors]} | body
    return Answer(body, executed=not refused)


def _media_type(request: HttpRequest) -> str:
    """The media type to answer in; 406 when the client accepts neither."""
    accepted = request.headers.get("Accept", "").strip()
    if not accepted:
        return JSON
    best = request.get_preferred_type([GRAPHQL_RESPONSE, JSON]) if "*/*" not in accepted else None
    if best is None and "*/*" in accepted:
        return GRAPHQL_RESPONSE if GRAPHQL_RESPONSE in accepted else JSON
    if best is None:
        raise Refused(406, BadUserInput(f"Answers come as {GRAPHQL_RESPONSE} or {JSON}; accept one of them."))
    return best


def _parameters(request: HttpRequest) -> Any:
    """The decoded parameters, or a list of them for a batch."""
    if request.method == "GET":
        return _from_address(request)
    if request.method != "POST":
        raise Refused(405, BadUserInput("Use GET or POST."), Allow="GET, POST, OPTIONS")
    if request.content_type != JSON:
        raise Refused(415, BadUserInput(f"Send the body as {JSON}."), Accept=JSON)
    largest = settings.GRAPHQL["MAX_BODY_BYTES"]
    if int(request.META.get("CONTENT_LENGTH") or 0) > largest or len(request.body) > largest:
        raise Refused(413, TooExpensive(f"The body may have at most {largest} bytes.", limit=largest))
    parameters = _decoded(request.body, "The body")
    if isinstance(parameters, list):
        most = settings.GRAPHQL["MAX_BATCH"]
        if not 0 < len(parameters) <= most:
            raise Refused(400, TooExpensive(f"A batch may have 1 to {most} operations, got {len(parameters)}."))
    return parameters


def _from_address(request: HttpRequest) -> dict[str, Any]:
    parameters: dict[str, Any] = dict(request.GET.items())
    for name in ("variables", "extensions"):
        if parameters.get(name):
            parameters[name] = _decoded(parameters[name].encode(), f"`{name}`")
        else:
            parameters.pop(name, None)
    return parameters


def _decoded(text: bytes, what: str) -> Any:
    """The decoded JSON; 400 for anything else, and for a NUL, which no text in the database can have."""
    try:
        value = json.loads(text.decode(), parse_constant=_refuse_constant)
        if LONE_SURROGATE.search(text):
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise Refused(400, BadUserInput(f"{what} is not JSON in UTF-8.")) from error
    if b"\\u0000" in text:
        raise Refused(400, BadUserInput(f"{what} has a NUL character in a text; leave it out."))
    return value


def _refuse_constant(name: str) -> None:
    """Python reads NaN and Infinity, which are no JSON."""
    raise ValueError(name)


def _response(body: Any, status: int, media_type: str) -> HttpResponse:
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text, status=status, content_type=f"{media_type}; charset=utf-8", headers=CORS)
