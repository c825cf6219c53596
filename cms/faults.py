"""What anybody gets when something fails that no view has an answer for: a page that needs nothing of the site."""

import logging
import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cms.api.errors import DATABASE_AWAY, SECONDS_UNTIL_AGAIN

logger = logging.getLogger(__name__)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 for a fault of ours; 503 with `Retry-After` while the database is away, which mends itself."""
    error = sys.exc_info()[1]
    if not isinstance(error, DATABASE_AWAY):
        return render(request, "500.html", status=500)
    response = render(request, "503.html", status=503)
    response["Retry-After"] = str(SECONDS_UNTIL_AGAIN)
    return response
