"""GraphQL over HTTP, after the specification of that name: requests in, answers out, nothing of GraphQL itself."""

import json
import logging
import re
from contextlib import nullcontext
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from cms.api.access import Unauthorized, token_in
from cms.api.context import Context
from cms.api.errors import (
    DATABASE_AWAY,
    SECONDS_UNTIL_AGAIN,
    ApiError,
    BadUserInput,
    TooExpensive,
    Unavailable,
    formatted,
    unavailable,
)
from cms.api.execution import GraphQLRequest, Prepared, prepared, run
from cms.api.limits import refuse_above
from cms.api.metrics import BATCH
from cms.api.rate_limit import POINTS_OF_A_REQUEST, TooMuch, rate_limit
from cms.api.reading import gathering
from cms.api.representations import Representations
from cms.api.responses import CORS, Answered, response_to
from cms.api.senders import sender_of
from cms.api.snapshot import one_snapshot
from cms.api.tags import as_header

GRAPHQL_RESPONSE = "application/graphql-response+json"
JSON = "application/json"
# As a client may name them, who is recommended to name the charset: Django compares parameters letter by letter.
OFFERED = [f"{name}; charset={charset}" for name in (GRAPHQL_RESPONSE, JSON) for charset in ("utf-8", "UTF-8")]
# So much of the operations' names is told in a header and logged: clients choose them.
LONGEST_NAMES = 200
# Half of a character: JSON can write it, UTF-8 and the database cannot.
LONE_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")

logger = logging.getLogger(__name__)


class Refused(Exception):
    """A request that is no GraphQL request: answered with this status."""

    def __init__(self, status: int, error: ApiError, **headers: str) -> None:
        super().__init__(error.message)
        self.status = status
        self.error = error
        self.headers = headers


@csrf_exempt  # only JSON bodies are read and no cookie: no browser sends either for somebody else without asking first
def graphql_view(request: HttpRequest) -> HttpResponse:
    """The answer to one GraphQL request, or to a batch of them."""
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=CORS)
    answered = _answered(request)
    if "Authorization" in request.headers:
        answered.headers["Cache-Control"] = "private, no-store"
    return response_to(request, answered)


def _answered(request: HttpRequest) -> Answered:
    media_type = JSON
    operations: list[Prepared] = []
    try:
        media_type = _media_type(request)
        token = token_in(request.headers.get("Authorization"))
        parameters = _parameters(request)
        batch = parameters if isinstance(parameters, list) else [parameters]
        client = sender_of(request)
        rate_limit.spend(client, POINTS_OF_A_REQUEST)
        operations = prepared([GraphQLRequest.of(one) for one in batch])
        _check_method(request, operations)
        rate_limit.spend(client, sum(one.cost for one in operations))
        context = Context(request, token=token, is_personal=token is not None)
        is_reading = all(one.is_query for one in operations)
        # What changes something sees what others have changed until that moment, and keeps its own transactions.
        with gathering(context.known) as reading, one_snapshot() if is_reading else nullcontext():
            found = [run(one, context) for one in operations]
        _do_afterwards(context)
    except Refused as refusal:
        body: Any = {"errors": [formatted(refusal.error)]}
        return Answered(_represented(body, media_type), refusal.status, refusal.headers)
    except Unauthorized as error:
        body = {"errors": [formatted(error)]}
        challenge = {"WWW-Authenticate": 'Bearer realm="graphql", error="invalid_token"'}
        return Answered(_represented(body, media_type), 401, challenge)
    except TooMuch as error:
        headers = {"Retry-After": str(error.seconds)}
        return Answered(_represented({"errors": [formatted(error)]}, media_type), 429, headers)
    except (Unavailable, *DATABASE_AWAY) as error:
        told = error if isinstance(error, Unavailable) else unavailable(error)
        headers = {"Retry-After": str(SECONDS_UNTIL_AGAIN)}
        return Answered(_represented({"errors": [formatted(told)]}, media_type), 503, headers)
    except ApiError as error:
        return Answered(_represented({"errors": [formatted(error)]}, media_type), 400)
    bodies = [one.body for one in found]
    is_batch = isinstance(parameters, list)
    is_public = not context.is_personal and not any("errors" in one for one in bodies)
    return Answered(
        _represented(bodies if is_batch else bodies[0], media_type),
        status=200 if is_batch or found[0].executed or media_type == JSON else 400,
        operations=",".join(one.name or "anonymous" for one in operations)[:LONGEST_NAMES],
        counted_as=operations[0].counted_as if len(operations) == 1 else BATCH,
        cost=sum(one.cost for one in operations),
        statements=reading.statements,
        reading=reading if is_public and is_reading else None,
        cache_tag=as_header(reading.told),
    )


def _do_afterwards(context: Context) -> None:
    """Do what resolvers have left to be done, of which the reader's answer neither depends nor speaks."""
    for do in context.afterwards:
        try:
            do()
        except Exception:
            # Whatever it is: the answer is made.
            logger.exception("Something to be done after an answer has failed")


def _check_method(request: HttpRequest, operations: list[Prepared]) -> None:
    if request.method == "GET" and not all(one.is_query for one in operations):
        raise Refused(405, BadUserInput("GET runs queries only; send this operation by POST."), Allow="POST")


def _represented(body: Any, media_type: str) -> Representations:
    try:
        content = orjson.dumps(body)
    except orjson.JSONEncodeError:
        # It takes no number above 64 bits, such as what a hostile query would cost, and no 255 levels.
        content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return Representations(content, f"{media_type}; charset=utf-8")


def _media_type(request: HttpRequest) -> str:
    """The media type to answer in; 406 when the client accepts neither."""
    accepted = request.headers.get("Accept", "").strip()
    if not accepted:
        return JSON
    best = request.get_preferred_type(OFFERED) if "*/*" not in accepted else None
    if best is None and "*/*" in accepted:
        return GRAPHQL_RESPONSE if GRAPHQL_RESPONSE in accepted else JSON
    if best is None:
        raise Refused(406, BadUserInput(f"Answers come as {GRAPHQL_RESPONSE} or {JSON}; accept one of them."))
    return best.partition(";")[0]


def _parameters(request: HttpRequest) -> Any:
    """The decoded parameters, or a list of them for a batch."""
    if request.method == "GET":
        return _from_address(request)
    if request.method != "POST":
        raise Refused(405, BadUserInput("Use GET or POST."), Allow="GET, POST, OPTIONS")
    if request.content_type != JSON:
        raise Refused(415, BadUserInput(f"Send the body as {JSON}."), Accept=JSON)
    if (request.content_params or {}).get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        raise Refused(415, BadUserInput("Send the body in UTF-8."))
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Refused(415, BadUserInput("Send the body as it is, not compressed."))
    if not request.META.get("CONTENT_LENGTH") and "Transfer-Encoding" in request.headers:
        # Django reads as much as the header says.
        raise Refused(411, BadUserInput("Send the body with its `Content-Length`, not in chunks."))
    largest = settings.GRAPHQL["MAX_BODY_BYTES"]
    # What is said to be too long is not even read.
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if length <= largest:
        length = len(request.body)
    if length > largest:
        message = f"The body may have at most {largest} bytes, got {length}."
        raise Refused(413, TooExpensive(message, limit=largest, figure=length))
    parameters = _decoded(request.body, "The body")
    if isinstance(parameters, list):
        if not parameters:
            raise Refused(400, BadUserInput("A batch has at least one operation; this one is empty."))
        refuse_above("operations", len(parameters), settings.GRAPHQL["MAX_BATCH"])
    return parameters


def _from_address(request: HttpRequest) -> dict[str, Any]:
    largest = settings.GRAPHQL["MAX_BODY_BYTES"]
    length = len(request.META.get("QUERY_STRING", ""))
    if length > largest:
        message = f"The address may have at most {largest} bytes, got {length}."
        raise Refused(414, TooExpensive(message, limit=largest, figure=length))
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
