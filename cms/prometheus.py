"""`/metrics`: what the workers of this server have counted, and what waits in the database, for Prometheus."""

import ipaddress
import logging
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest, values
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from cms.api.metrics import kept_answers

METRICS_DIRECTORY = "PROMETHEUS_MULTIPROC_DIR"
# What a proxy writes of whom it heard; a request without any of it came straight here.
WRITTEN_BY_PROXIES = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_REAL_IP",
    "HTTP_FORWARDED",
    "HTTP_VIA",
)
# What waits to be done: how many, and for how many seconds the first of them has been waiting.
QUEUES = {
    "search_index": "SELECT count(*), 0 FROM search_unsent",
    "publications": """
        SELECT count(*), coalesce(extract(epoch FROM now() - min(approved_go_live_at)), 0)
        FROM wagtailcore_revision WHERE approved_go_live_at <= now()
    """,
    "moderation": """
        SELECT count(*), coalesce(extract(epoch FROM now() - min(created_at)), 0)
        FROM wagtailcore_workflowstate WHERE status = 'in_progress'
    """,
    "webhooks": """
        SELECT count(*), coalesce(extract(epoch FROM now() - min(event.at)), 0)
        FROM webhooks_delivery delivery JOIN webhooks_event event ON event.id = delivery.event_id
        WHERE delivery.status = 'waiting'
    """,
    "purges": """
        SELECT count(*), 0 FROM cms_api_change, cms_api_purged WHERE NOT pg_visible_in_snapshot(transaction, seen)
    """,
}
logger = logging.getLogger(__name__)


def share_between_workers(directory: Path) -> None:
    """Have this process, and those that it forks, count in files of the directory; before anything is counted."""
    os.environ[METRICS_DIRECTORY] = str(directory)
    values.ValueClass = values.MultiProcessValue()


@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """All metrics as text; 403 for whoever neither asks from this machine nor has the token."""
    if not _may_read(request):
        text = "Ask from this machine itself, or with `Authorization: Bearer` and METRICS_TOKEN.\n"
        return HttpResponse(text, status=403, content_type="text/plain; charset=utf-8")
    kept_answers.flush()
    registry = REGISTRY
    if METRICS_DIRECTORY in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry, path=os.environ[METRICS_DIRECTORY])
    waiting = CollectorRegistry()
    waiting.register(_Waiting())
    return HttpResponse(generate_latest(registry) + generate_latest(waiting), content_type=CONTENT_TYPE_LATEST)


def _may_read(request: HttpRequest) -> bool:
    scheme, _, given = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    if settings.METRICS_TOKEN and scheme.lower() == "bearer":
        return constant_time_compare(given.strip(), settings.METRICS_TOKEN)
    if any(name in request.META for name in WRITTEN_BY_PROXIES):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


class _Waiting(Collector):
    """The queues as they are when somebody asks; nothing of them without a database."""

    def collect(self) -> Iterable[Metric]:
        return list(self._collected())

    def _collected(self) -> Iterator[Metric]:
        depth = GaugeMetricFamily("foui_queue_depth", "How many things wait to be done.", labels=["queue"])
        oldest = GaugeMetricFamily(
            "foui_queue_oldest_seconds", "For how long the first of them has been waiting.", labels=["queue"]
        )
        up = GaugeMetricFamily("foui_database_up", "1 when the database answers.")
        try:
            with connection.cursor() as cursor:
                for queue, statement in QUEUES.items():
                    cursor.execute(statement)
                    count, seconds = cursor.fetchone()
                    depth.add_metric([queue], count)
                    oldest.add_metric([queue], float(seconds))
        except DatabaseError:
            logger.warning("The database does not answer: what waits in it cannot be counted", exc_info=True)
            connection.close()
            yield GaugeMetricFamily("foui_database_up", up.documentation, value=0)
            return
        yield GaugeMetricFamily("foui_database_up", up.documentation, value=1)
        yield depth
        yield oldest
