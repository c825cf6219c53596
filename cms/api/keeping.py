"""Serves kept answers before anything else is done for a request, and keeps the new ones.

What editors have planned for now is published first; the readers' site asks by the same way.

The first of all middleware: an answer that is still true passes none of the others, whose headers it has from when it
was made. Its key has all of the request that they look at.
"""

import logging
import time
from collections.abc import Callable, Hashable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from opentelemetry.trace import get_current_span

from cms.api.answers import Kept, answers
from cms.api.metrics import kept_answers, operation_seconds, operation_statements
from cms.api.planned import Planned
from cms.api.reading import Reading
from cms.api.responses import Answered, GraphQLResponse, PreparedHeaders, add_header, response_to

# Says in a request's environment that the program asks itself: such an answer has not passed the other middleware, and
# must not be given to anybody outside.
IN_PROCESS = "cms.in_process"
# What the span of a request says of an answer, where requests are traced (`cms.tracing`).
SPAN_ATTRIBUTES = {
    "operation": "graphql.operation.name",
    "cost": "foui.cost",
    "sql": "foui.statements",
    "answer": "foui.answer",
}
planned = Planned()
logger = logging.getLogger(__name__)


class KeepAnswers:
    """Middleware: an answer from memory as long as that is true, and one at a time for each new one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.path = reverse("graphql")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response, which says which operations ran and how long it took, as the log does."""
        if request.path_info != self.path:
            return self.get_response(request)
        began = time.perf_counter()
        number = answers.freshness.now()
        if number is not None and planned.publish_due(number):
            number = answers.freshness.now()
        key = _key(request)
        if key is None or number is None:
            return _finished(request, self.get_response(request), began, None)
        kept = answers.fresh(key, number)
        if kept is None:
            with answers.flight(key) as flight:
                # Somebody else may have answered it while this request waited.
                kept = answers.fresh(key, number) or answers.of_others(key, number)
                if kept is None:
                    if failure := flight.failure(began):
                        return _finished(request, _again(request, failure), began, number)
                    response: Any = self._made(request, key, number)
                    if response.status_code == HTTPStatus.SERVICE_UNAVAILABLE and hasattr(response, "answered"):
                        response.answered.others = response.other_headers
                        flight.fail(response.answered)
                    return _finished(request, response, began, number)
        return _finished(request, _again(request, kept.value), began, number, is_kept=True)

    def _made(self, request: HttpRequest, key: Hashable, number: int) -> HttpResponse:
        snapshot = answers.freshness.snapshot
        response = self.get_response(request)
        if isinstance(response, GraphQLResponse):
            answered = response.answered
            reading = answered.reading
            if reading is not None and reading.may_be_kept:
                answered.others = response.other_headers
                length = answered.representations.weight + len(answered.cache_tag)
                answers.keep(key, Kept(answered, length, frozenset(reading.tags), reading.until, number), snapshot)
        return response


def _key(request: HttpRequest) -> Hashable | None:
    """What answers are kept by: all of the request that decides on its answer; None when nobody is to keep it."""
    if not settings.GRAPHQL["ANSWERS_BYTES"] and not settings.GRAPHQL["SHARED_MAX_AGE"]:
        return None
    meta = request.META
    if "HTTP_AUTHORIZATION" in meta:
        # Of a machine that may do more than anyone, until its token is revoked.
        return None
    if request.method == "GET":
        asked: Any = meta.get("QUERY_STRING", "")
    elif request.method == "POST" and int(meta.get("CONTENT_LENGTH") or 0) <= settings.GRAPHQL["MAX_BODY_BYTES"]:
        asked = request.body
    else:
        return None
    headers = (meta.get("CONTENT_TYPE"), meta.get("HTTP_ACCEPT"), meta.get("HTTP_CONTENT_ENCODING"))
    where = (request.scheme, request.get_host(), request.get_port(), meta.get(IN_PROCESS))
    return (request.method, where, headers, asked)


def _again(request: HttpRequest, answered: Answered) -> GraphQLResponse:
    """The response to a request for a kept answer, as the one for which it was made would get it."""
    content, encoding, _ = answered.representations.preferred(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    form = (request.method, encoding)
    if form not in answered.prepared:
        first = response_to(request, answered)
        for name, value in answered.others.items():
            first[name] = value
        first["Content-Length"] = str(len(content))
        answered.prepared[form] = first.headers
    response = GraphQLResponse(content, status=answered.status)
    response.headers = PreparedHeaders(answered.prepared[form])
    response.answered = answered
    return response


def _finished(
    request: HttpRequest, response: Any, began: float, number: int | None, *, is_kept: bool = False
) -> HttpResponse:
    """The response with what is of this one request: how long others may keep it, and how long it took.

    It was true at the change of that number, if anybody can say so.
    """
    if not isinstance(response, GraphQLResponse):
        return response
    answered = response.answered
    if request.method == "GET" and answered.reading is not None:
        response["Cache-Control"] = f"public, max-age=0, s-maxage={_shared_max_age(answered.reading, number)}"
        if "HTTP_IF_NONE_MATCH" in request.META:
            response = _conditional(request, response)
    seconds = time.perf_counter() - began
    said = f'graphql;desc="{answered.operations}";dur={seconds * 1000:.1f}, answer;desc={"kept" if is_kept else "made"}'
    add_header(response, "Server-Timing", said)
    _observe(answered, response.status_code, seconds, is_kept=is_kept)
    return response


def _observe(answered: Answered, status: int, seconds: float, *, is_kept: bool) -> None:
    """Count the answer, and log it: never with variables, which may be about somebody."""
    if is_kept:
        kept_answers.observe(answered.counted_as, seconds)
    else:
        operation_seconds.labels(answered.counted_as, "made").observe(seconds)
        operation_statements.labels(answered.counted_as).inc(answered.statements)
    milliseconds = round(seconds * 1000, 1)
    fields: dict[str, Any] = {
        "operation": answered.operations,
        "status": status,
        "cost": answered.cost,
        "sql": 0 if is_kept else answered.statements,
        "ms": milliseconds,
        "answer": "kept" if is_kept else "made",
    }
    span = get_current_span()
    if span.is_recording():
        span.set_attributes({SPAN_ATTRIBUTES[name]: fields[name] for name in SPAN_ATTRIBUTES})
    if milliseconds >= settings.SLOW_MS:
        logger.warning("slow", extra={"fields": fields})
    else:
        logger.info("answered", extra={"fields": fields})


def _conditional(request: HttpRequest, response: GraphQLResponse) -> Any:
    """The response, or 304 with its headers when the client has it already; Django's 304 leaves most of them out."""
    conditional: Any = get_conditional_response(request, etag=response["ETag"], response=response)
    if conditional is not response:
        for name, value in response.items():
            if not name.startswith("Content-"):
                conditional[name] = value
    return conditional


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
    moments = [moment for moment in (reading.until, planned.next_due) if moment is not None]
    if not moments:
        return longest
    # A second less, since the cache counts from when the answer arrives there.
    return max(0, min(longest, int((min(moments) - timezone.now()).total_seconds()) - 1))
