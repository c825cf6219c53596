"""What a reader sees when the API does not answer: 503 and a page that needs nothing of it."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.reader.asking import NotAnswered, Refused

SECONDS_TO_WAIT = "10"
logger = logging.getLogger(__name__)


def with_excuse(view: Callable[..., Any]) -> Callable[..., Any]:
    """The view, for GET and HEAD; 400 when the API takes no value in the address, 503 when it does not answer."""

    @wraps(view)
    def excused(request: HttpRequest, **given: Any) -> HttpResponse:
        try:
            response: HttpResponse = view(request, **given)
        except Refused:
            return render(request, "reader/wrong-address.html", status=400)
        except NotAnswered as error:
            logger.warning("The reader got no answer: %s", error)
            return _unavailable(request)
        return response

    return require_safe(excused)


def _unavailable(request: HttpRequest) -> HttpResponse:
    response = render(request, "reader/unavailable.html", status=503)
    response["Retry-After"] = SECONDS_TO_WAIT
    return response
