"""What editors have planned is published before anybody who comes after its time is answered, scheduler or none.

The scheduler publishes within a minute, for what nobody asks for. Expiry needs neither: each answer looks at the clock.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.core.management import call_command
from django.db import DatabaseError, connection
from django.utils import timezone
from wagtail.models import Revision

# A number of our own among PostgreSQL's advisory locks.
LOCK = 7_340_027
# What cannot be published is left to the scheduler for so long, which says so in its log.
SECONDS_AFTER_FAILURE = 60

logger = logging.getLogger(__name__)


def publish_scheduled() -> None:
    """Publish and unpublish what editors have planned for this time; one process does so at a time."""
    with _alone():
        call_command("publish_scheduled", verbosity=0)


class Planned:
    """When the next publication is due, as far as this process knows."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        # As it was at the change of that number; see `cms.api.freshness`.
        self._known: tuple[int, datetime | None] | None = None
        self._not_before = 0.0

    def publish_due(self, number: int) -> bool:
        """Publish what is due at the change of that number; whether there was anything.

        Whoever comes meanwhile waits for it. What fails is logged, and keeps nobody from being answered.
        """
        if not self._is_due(number) or time.monotonic() < self._not_before:
            return False
        with self._turn:
            self._known = None
            if not self._is_due(number) or time.monotonic() < self._not_before:
                # Another thread has done it.
                return True
            try:
                publish_scheduled()
            except Exception:
                logger.exception("What was planned could not be published")
                self._not_before = time.monotonic() + SECONDS_AFTER_FAILURE
            self._known = None
        return True

    @property
    def next_due(self) -> datetime | None:
        """When the next publication is due, as of when that was last asked; None when none is.

        One that is overdue could not be published, and changes no answer.
        """
        moment = None if self._known is None else self._known[1]
        return moment if moment is not None and moment > timezone.now() else None

    def _is_due(self, number: int) -> bool:
        known = self._known
        if known is None or known[0] != number:
            try:
                known = self._known = (number, _next())
            except DatabaseError:
                # Whatever is asked of it next says so.
                return False
        return known[1] is not None and known[1] < timezone.now()


def _next() -> datetime | None:
    """When the next publication is due that has not happened yet; None when there is none."""
    planned = Revision.objects.filter(approved_go_live_at__isnull=False).order_by("approved_go_live_at")
    return planned.values_list("approved_go_live_at", flat=True).first()


@contextmanager
def _alone() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
