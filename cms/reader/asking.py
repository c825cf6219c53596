"""Asks the GraphQL API by the names of documents: in this process, or over HTTP where `READER_ENDPOINT` names one.

Both go the way of any frontend, through the view and its kept answers, and get the same bytes.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from cms.api.keeping import IN_PROCESS, KeepAnswers
from cms.api.senders import address_of
from cms.api.view import graphql_view

JSON = "application/json"
# What a request says of the host, the scheme and the way that it came by.
PASSED_ON = (
    "HTTP_HOST",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_PROTO",
    "SERVER_NAME",
    "SERVER_PORT",
    "REMOTE_ADDR",
    "wsgi.url_scheme",
)
TIMEOUT_SECONDS = 10
_asked: ContextVar[list[tuple[bytes, bytes]] | None] = ContextVar("asked", default=None)


class NotAnswered(Exception):
    """The API did not answer, or with an error that is none of the reader's making."""


class Refused(Exception):
    """What the address asks for is no question to the API: an id that is none, or a search that is too long."""


class TooMany(Exception):
    """So much has come from the reader's network that no more is taken for a while."""


def ask(request: HttpRequest, document: str, **variables: Any) -> dict[str, Any]:
    """The data of the document's answer for whoever sent the request.

    Refused when a value in its address is none that the API takes; TooMany when it is one form too many; NotAnswered
    when there is no answer.
    """
    given = {name: value for name, value in variables.items() if value is not None}
    body = json.dumps({"documentId": document, "variables": given}).encode()
    content = answered(request, body)
    if (asked := _asked.get()) is not None:
        asked.append((body, content))
    answer = json.loads(content)
    errors = answer.get("errors")
    if not errors:
        return dict(answer["data"])
    message = f"{document}: {errors[0]['message']}"
    code = errors[0].get("extensions", {}).get("code")
    if code in ("BAD_USER_INPUT", "TOO_EXPENSIVE"):
        raise Refused(message)
    if code == "RATE_LIMITED":
        raise TooMany(message)
    raise NotAnswered(message)


def answered(request: HttpRequest, body: bytes) -> bytes:
    """What the API answers to the body of a request; NotAnswered when it does not."""
    return _over_http(request, body) if settings.READER_ENDPOINT else _in_process(request, body)


@contextmanager
def asking() -> Iterator[list[tuple[bytes, bytes]]]:
    """Gives what is asked in here with what was answered, in that order."""
    asked: list[tuple[bytes, bytes]] = []
    token = _asked.set(asked)
    try:
        yield asked
    finally:
        _asked.reset(token)


def _in_process(request: HttpRequest, body: bytes) -> bytes:
    passed_on = {name: request.META[name] for name in PASSED_ON if name in request.META}
    asked = WSGIRequest(
        passed_on
        | {
            IN_PROCESS: True,
            "REQUEST_METHOD": "POST",
            "PATH_INFO": reverse("graphql"),
            "CONTENT_TYPE": JSON,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": BytesIO(body),
        }
    )
    return _kept()(asked).content


@cache
def _kept() -> Callable[[HttpRequest], HttpResponse]:
    return KeepAnswers(graphql_view)


def _over_http(request: HttpRequest, body: bytes) -> bytes:
    """The answer of the endpoint, which sees the reader's host, since a site is known by it."""
    endpoint = urlsplit(settings.READER_ENDPOINT)
    connect = HTTPSConnection if endpoint.scheme == "https" else HTTPConnection
    connection = connect(endpoint.hostname or "", endpoint.port, timeout=TIMEOUT_SECONDS)
    headers = {
        "Content-Type": JSON,
        "Host": request.get_host(),
        "X-Forwarded-For": address_of(request),
        "X-Forwarded-Proto": request.scheme or "http",
    }
    try:
        connection.request("POST", endpoint.path, body, headers)
        response = connection.getresponse()
        if response.status >= 500:
            raise NotAnswered(f"{settings.READER_ENDPOINT} answers with {response.status}")
        return response.read()
    except (OSError, HTTPException) as error:
        raise NotAnswered(f"{settings.READER_ENDPOINT} does not answer: {error}") from error
    finally:
        connection.close()
