"""What anybody gets when something fails that no view has an answer for: a page that needs nothing of the site."""

import errno
import logging
import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cms.api.errors import DATABASE_AWAY, SECONDS_UNTIL_AGAIN

# The disk is full, or what this user may have of it.
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)

logger = logging.getLogger(__name__)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 for a fault of ours; 503 with `Retry-After` while the database is away, which mends itself.

    507 while there is no room on a disk: an upload is kept among temporary files before any form sees it.
    """
    error = sys.exc_info()[1]
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return render(request, "507.html", status=507)
    if not isinstance(error, DATABASE_AWAY):
        return render(request, "500.html", status=500)
    response = render(request, "503.html", status=503)
    response["Retry-After"] = str(SECONDS_UNTIL_AGAIN)
    return response
