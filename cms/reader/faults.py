"""What a reader sees when the API does not answer: 503 and a page that needs nothing of it."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from cms.api.errors import SECONDS_UNTIL_AGAIN
from cms.reader.asking import NotAnswered, Refused, TooMany

logger = logging.getLogger(__name__)


def with_excuse(view: Callable[..., Any], *, takes_forms: bool = False) -> Callable[..., Any]:
    """The view, for GET and HEAD; 400 when the API takes no value in the address, 503 when it does not answer, 429 when
    so much has been asked for from the reader's network that it answers no more for a while.

    One that takes forms is for POST, too. Nobody is logged in on the readers' site, and no cookie decides on
    anything: there is nothing that a form on a foreign page could do which its author could not do alone.
    """

    @wraps(view)
    def excused(request: HttpRequest, **given: Any) -> HttpResponse:
        try:
            response: HttpResponse = view(request, **given)
        except Refused:
            return render(request, "reader/wrong-address.html", status=400)
        except TooMany as error:
            logger.warning("The reader may not ask more: %s", error)
            return _unavailable(request, 429)
        except NotAnswered as error:
            logger.warning("The reader got no answer: %s", error)
            return _unavailable(request)
        return response

    return csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(excused)) if takes_forms else require_safe(excused)


def _unavailable(request: HttpRequest, status: int = 503) -> HttpResponse:
    response = render(request, "reader/unavailable.html", status=status)
    response["Retry-After"] = str(SECONDS_UNTIL_AGAIN)
    return response
