"""The id of the request that is being answered: said in its answer, and in each line that is logged meanwhile."""

import re
import secrets
from contextvars import ContextVar

from django.http import HttpRequest

current_request_id: ContextVar[str] = ContextVar("request_id", default="")
SANE = re.compile(r"[A-Za-z0-9._=+/-]{1,100}")


def request_id_of(request: HttpRequest) -> str:
    """The id that a proxy or the client has given the request, if it is fit for a log; a new one otherwise."""
    given = request.META.get("HTTP_X_REQUEST_ID")
    return given if given and SANE.fullmatch(given) else secrets.token_hex(8)
