"""GraphQL over HTTP, after the specification of that name: requests in, answers out, nothing of GraphQL itself."""

import json
import logging
import re
import time
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt

from cms.api.answers import Kept, answers
from cms.api.context import Context
from cms.api.errors import ApiError, BadUserInput, TooExpensive, formatted
from cms.api.execution import GraphQLRequest, Prepared, prepared, run
from cms.api.reading import Reading, gathering
from cms.api.representations import Representations
from cms.api.snapshot import one_snapshot
from cms.api.tags import as_header

logger = logging.getLogger(__name__)

GRAPHQL_RESPONSE = "application/graphql-response+json"
JSON = "application/json"
# Half of a character: JSON can write it, UTF-8 and the database cannot.
LONE_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Expose-Headers": "ETag, Server-Timing",
    "Access-Control-Max-Age": "86400",
}
HEADERS = CORS | {"Vary": "Accept, Accept-Encoding"}


class Refused(Exception):
    """A request that is no GraphQL request: answered with this status."""

    def __init__(self, status: int, error: ApiError, **headers: str) -> None:
        super().__init__(error.message)
        self.status = status
        self.error = error
        self.headers = headers


@dataclass(frozen=True)
class Answered:
    """What a request got, ready to be sent to whoever asks the same."""

    representations: Representations
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    operations: str = "none"
    cost: int = 0
    # What it was made of; None for what is nobody else's: a refusal, errors, a preview.
    reading: Reading | None = None
    cache_tag: str = ""


@csrf_exempt  # only JSON bodies are read and no cookie: no browser sends either for somebody else without asking first
def graphql_view(request: HttpRequest) -> HttpResponse:
    """The answer to one GraphQL request, or to a batch of them; from memory as long as that is true."""
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=CORS)
    began = time.perf_counter()
    key = _key(request)
    number = None if key is None else answers.freshness.now()
    if key is None or number is None:
        return _sent(request, _answered(request), began)
    kept = answers.fresh(key, number)
    if kept is None:
        with answers.flight(key):
            # Somebody else may have answered it while this request waited.
            kept = answers.fresh(key, number) or answers.of_others(key, number)
            if kept is None:
                return _sent(request, _answered_and_kept(request, key, number), began, number)
    return _sent(request, kept.value, began, number, is_kept=True)


def _key(request: HttpRequest) -> Hashable | None:
    """What answers are kept by: all of the request that decides on its answer; None when nobody is to keep it."""
    if not settings.GRAPHQL["ANSWERS_BYTES"] and not settings.GRAPHQL["SHARED_MAX_AGE"]:
        return None
    meta = request.META
    if request.method == "GET":
        asked: Any = meta.get("QUERY_STRING", "")
    elif request.method == "POST" and int(meta.get("CONTENT_LENGTH") or 0) <= settings.GRAPHQL["MAX_BODY_BYTES"]:
        asked = request.body
    else:
        return None
    headers = (meta.get("CONTENT_TYPE"), meta.get("HTTP_ACCEPT"), meta.get("HTTP_CONTENT_ENCODING"))
    return (request.method, request.scheme, request.get_host(), request.get_port(), headers, asked)


def _answered_and_kept(request: HttpRequest, key: Hashable, number: int) -> Answered:
    snapshot = answers.freshness.snapshot
    answered = _answered(request)
    reading = answered.reading
    if reading is not None and reading.may_be_kept:
        length = answered.representations.weight + len(answered.cache_tag)
        answers.keep(key, Kept(answered, length, frozenset(reading.tags), reading.until, number), snapshot)
    return answered


def _answered(request: HttpRequest) -> Answered:
    media_type = JSON
    operations: list[Prepared] = []
    try:
        media_type = _media_type(request)
        parameters = _parameters(request)
        batch = parameters if isinstance(parameters, list) else [parameters]
        operations = prepared([GraphQLRequest.of(one) for one in batch])
        _check_method(request, operations)
        context = Context(request)
        with gathering() as reading, one_snapshot():
            found = [run(one, context) for one in operations]
    except Refused as refusal:
        body: Any = {"errors": [formatted(refusal.error)]}
        return Answered(_represented(body, media_type), refusal.status, refusal.headers)
    except ApiError as error:
        return Answered(_represented({"errors": [formatted(error)]}, media_type), 400)
    bodies = [one.body for one in found]
    is_batch = isinstance(parameters, list)
    is_public = not context.is_preview and not any("errors" in one for one in bodies)
    return Answered(
        _represented(bodies if is_batch else bodies[0], media_type),
        status=200 if is_batch or found[0].executed or media_type == JSON else 400,
        operations=",".join(one.name or "anonymous" for one in operations),
        cost=sum(one.cost for one in operations),
        reading=reading if is_public and all(one.is_query for one in operations) else None,
        cache_tag=as_header(reading.tags),
    )


def _check_method(request: HttpRequest, operations: list[Prepared]) -> None:
    if request.method == "GET" and not all(one.is_query for one in operations):
        raise Refused(405, BadUserInput("GET runs queries only; send this operation by POST."), Allow="POST")


def _sent(
    request: HttpRequest, answered: Answered, began: float, number: int | None = None, *, is_kept: bool = False
) -> HttpResponse:
    """The response, which says which operations ran and how long it took, as the log does.

    The answer was true at the change of that number, if anybody can say so.
    """
    content, encoding, etag = answered.representations.preferred(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    response: Any = HttpResponse(content, content_type=answered.representations.content_type, status=answered.status)
    if encoding:
        response["Content-Encoding"] = encoding
    if request.method == "GET" and answered.reading is not None:
        response["Cache-Control"] = f"public, max-age=0, s-maxage={_shared_max_age(answered.reading, number)}"
        response["Cache-Tag"] = answered.cache_tag
        response["ETag"] = etag
        if "HTTP_IF_NONE_MATCH" in request.META:
            cache_tag = answered.cache_tag
            response = get_conditional_response(request, etag=etag, response=response)
            response["Cache-Tag"] = cache_tag
    else:
        response["Cache-Control"] = "no-store"
    # After Django's 304, which leaves most headers out: a browser asks for these again.
    for name, value in (HEADERS | answered.headers).items():
        response[name] = value
    milliseconds = (time.perf_counter() - began) * 1000
    response["Server-Timing"] = (
        f'graphql;desc="{answered.operations}";dur={milliseconds:.1f}, answer;desc={"kept" if is_kept else "made"}'
    )
    logger.info(
        "operation=%s status=%s cost=%s ms=%.1f%s",
        answered.operations,
        response.status_code,
        answered.cost,
        milliseconds,
        " kept" if is_kept else "",
    )
    return response


def _shared_max_age(reading: Reading, number: int | None) -> int:
    """For how many seconds a shared cache may answer by itself: no longer than the clock leaves the answer true.

    Not at all when something has changed meanwhile: the cache has been purged of that, and would keep this one.
    """
    longest = int(settings.GRAPHQL["SHARED_MAX_AGE"])
    if not longest or not reading.may_be_kept or number is None:
        return 0
    latest = answers.freshness.now()
    if latest is None or answers.freshness.has_moved(reading.tags, number):
        return 0
    if reading.until is None:
        return longest
    # A second less, since the cache counts from when the answer arrives there.
    return max(0, min(longest, int((reading.until - timezone.now()).total_seconds()) - 1))


def _represented(body: Any, media_type: str) -> Representations:
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return Representations(content, f"{media_type}; charset=utf-8")


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
    if (request.content_params or {}).get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        raise Refused(415, BadUserInput("Send the body in UTF-8."))
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Refused(415, BadUserInput("Send the body as it is, not compressed."))
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
    largest = settings.GRAPHQL["MAX_BODY_BYTES"]
    if len(request.META.get("QUERY_STRING", "")) > largest:
        raise Refused(414, TooExpensive(f"The address may have at most {largest} bytes.", limit=largest))
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
