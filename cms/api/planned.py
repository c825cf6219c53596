"""What editors have planned is published before anybody who comes after its time is answered, scheduler or none.

The scheduler publishes within a minute, for what nobody asks for. Expiry needs neither: each answer looks at the clock.
"""

import logging
import threading
import time
from datetime import datetime
from typing import NamedTuple

from django.db import DatabaseError
from django.utils import timezone
from wagtail.models import Revision

from cms.api.publishing import publish_scheduled

# What cannot be published is left to the scheduler for so long.
SECONDS_AFTER_FAILURE = 60

logger = logging.getLogger(__name__)


class Failure(NamedTuple):
    """Something could not be published: what was due by then is tried again when the clock of `time.monotonic` says."""

    by: datetime
    again_at: float


class Planned:
    """When the next publication is due, as far as this process knows."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        # As it was at the change of that number; see `cms.api.freshness`.
        self._known: tuple[int, datetime | None] | None = None
        self._failure: Failure | None = None

    def publish_due(self, number: int) -> bool:
        """Publish what is due at the change of that number; whether there was anything.

        Whoever comes meanwhile waits for it. What fails is logged, and keeps nobody from being answered.
        """
        if not self._is_due(number):
            return False
        with self._turn:
            self._known = None
            if not self._is_due(number):
                # Another thread has done it.
                return True
            began = timezone.now()
            try:
                publish_scheduled()
            except Exception as error:
                logger.exception("Not all that was planned has been published (%s)", type(error).__name__)
                self._failure = Failure(began, time.monotonic() + SECONDS_AFTER_FAILURE)
            self._known = None
            # Whoever is answered now has to know when the next one is due.
            self._is_due(number)
        return True

    @property
    def next_due(self) -> datetime | None:
        """When the next publication is due, as of when that was last asked; None when none is.

        One that is overdue could not be published, and changes no answer.
        """
        moment = None if self._known is None else self._known[1]
        return moment if moment is not None and moment > timezone.now() else None

    def _is_due(self, number: int) -> bool:
        failure, known = self._failure, self._known
        if failure is not None and time.monotonic() >= failure.again_at:
            failure = self._failure = known = None
        if known is None or known[0] != number:
            try:
                known = self._known = (number, _next(failure))
            except DatabaseError:
                # Whatever is asked of it next says so.
                return False
        return known[1] is not None and known[1] < timezone.now()


def _next(failure: Failure | None) -> datetime | None:
    """When the next publication is due that has neither happened nor failed; None when there is none."""
    planned = Revision.objects.filter(approved_go_live_at__isnull=False).order_by("approved_go_live_at")
    if failure is not None:
        planned = planned.filter(approved_go_live_at__gte=failure.by)
    return planned.values_list("approved_go_live_at", flat=True).first()
