"""Watches over each request: gives it an id, measures it, logs it, and answers those who only ask how the site is.

The outermost middleware. GraphQL requests are measured and logged by `cms.api.keeping`, which knows their operations.
"""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from prometheus_client import Histogram

from cms.api.metrics import BUCKETS
from cms.api.request_ids import current_request_id, request_id_of
from cms.api.responses import add_header
from cms.health import healthz, readyz
from cms.prometheus import metrics

# Machines ask by whatever name or number they know this one by, and without TLS: neither host nor scheme counts.
ANSWERS_TO_MACHINES: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "/healthz": healthz,
    "/readyz": readyz,
    "/metrics": metrics,
}
http_seconds = Histogram(
    "foui_http_seconds",
    "Seconds to answer what is not GraphQL, by part of the site and status.",
    ["part", "status"],
    buckets=BUCKETS,
)
logger = logging.getLogger(__name__)


class Watch:
    """Middleware: an answer that says its request's id, once the log and the metrics know of it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.graphql, self.admin = reverse("graphql"), reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response to the request, with its id."""
        if answer_to_machine := ANSWERS_TO_MACHINES.get(request.path_info):
            return answer_to_machine(request)
        request_id = request_id_of(request)
        began = time.perf_counter()
        token = current_request_id.set(request_id)
        try:
            response = self.get_response(request)
            add_header(response, "X-Request-ID", request_id)
            if request.path_info != self.graphql:
                self._observe(request, response.status_code, time.perf_counter() - began)
        finally:
            current_request_id.reset(token)
        return response

    def _observe(self, request: HttpRequest, status: int, seconds: float) -> None:
        """Count the answer, and log it by its route: a path or query may hold somebody's name or a secret."""
        match = request.resolver_match
        part = "admin" if request.path_info.startswith(self.admin) else "site" if match else "files"
        http_seconds.labels(part, str(status)).observe(seconds)
        is_slow = seconds * 1000 >= settings.SLOW_MS
        if match is None and status < 400 and not is_slow:
            return
        fields = {
            "method": request.method,
            "route": match.route if match else "",
            "status": status,
            "ms": round(seconds * 1000, 1),
        }
        if is_slow:
            logger.warning("slow", extra={"fields": fields})
        else:
            logger.info("answered", extra={"fields": fields})
