"""Follows the changes in the database, and purges a shared cache of each: in time, exactly, and whatever is killed.

How far it has come (`cms.api.purged`) moves on only when the cache has confirmed. Each batch is
purged twice: an answer that was on its way at the first time may have been kept just after it.
"""

import logging
import time
from collections import deque
from dataclasses import dataclass
from typing import NoReturn

import psycopg
from django.db import DatabaseError, connection

from cms.api.freshness import NEWS
from cms.api.purged import confirm, position
from cms.api.shared_cache import NotPurged, SharedCache
from cms.api.tags import EVERYTHING

logger = logging.getLogger(__name__)

# One process for each cache; the next one waits to take over.
TURN = "SELECT pg_try_advisory_lock(hashtextextended('cms_api_purged ' || %s, 0))"
SECONDS_BETWEEN_LOOKS = 1.0
SECONDS_UNTIL_AGAIN = 2.0
LONGEST_PAUSE_SECONDS = 30
# Often enough for a position that is never too old, and for a short way from it to the present.
SECONDS_BETWEEN_POSITIONS = 3600
MOST_TAGS_IN_LOG = 8


@dataclass(frozen=True)
class _Batch:
    """Changes that have been purged once."""

    tags: list[str]
    # Sees these changes and all before them.
    snapshot: str
    again_at: float


class Purging:
    """The purging of one cache, from where it last stood."""

    def __init__(self, cache: SharedCache) -> None:
        self._cache = cache
        self._record = ""
        # Sees the changes that have been purged at least once.
        self._seen = ""
        self._again: deque[_Batch] = deque()
        self._confirmed_at = 0.0
        self._failures = 0

    def run(self) -> NoReturn:
        """Purge what has changed, and then whatever changes."""
        logger.info("Purging %s of what changes", self._cache.name)
        while True:
            try:
                self._wait_for_turn()
                self._take_up()
                while True:
                    self._purge_news()
                    self._purge_again()
                    self._failures = 0
                    self._wait_for_news()
            except NotPurged as error:
                self._pause(
                    f"The shared cache at {self._cache.name} did not purge ({error}) and may be stale. "
                    "Does it run, is PURGE_URL its address, and may this machine purge it (docs/caching)?"
                )
            except (DatabaseError, psycopg.Error) as error:
                connection.close()
                self._pause(f"The database cannot be used ({' '.join(str(error).split())}).")

    def _wait_for_turn(self) -> None:
        is_waiting = False
        with connection.cursor() as cursor:
            while True:
                cursor.execute(TURN, [self._cache.name])
                if cursor.fetchone()[0]:
                    break
                if not is_waiting:
                    logger.info("Another process purges %s; this one takes over when that ends", self._cache.name)
                    is_waiting = True
                time.sleep(SECONDS_BETWEEN_LOOKS)
            cursor.execute("LISTEN cms_api_change")

    def _take_up(self) -> None:
        """Go back to what the cache has confirmed; a cache that has confirmed nothing may keep anything."""
        found = position(self._cache.name)
        self._record = found.record
        self._again.clear()
        if found.seen is None:
            logger.info("Nobody knows how far %s has been purged, so it drops everything", self._cache.name)
            self._purge([EVERYTHING], found.now)
        else:
            self._seen = found.seen

    def _purge_news(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(NEWS, {"seen": self._seen})
            snapshot, _, tags = cursor.fetchone()
        if tags:
            self._purge(tags, snapshot)
        else:
            self._seen = snapshot
            if not self._again and time.monotonic() - self._confirmed_at > SECONDS_BETWEEN_POSITIONS:
                self._confirm(snapshot)

    def _purge(self, tags: list[str], snapshot: str) -> None:
        began = time.perf_counter()
        said = self._cache.purge(tags)
        milliseconds = (time.perf_counter() - began) * 1000
        more = f" and {len(tags) - MOST_TAGS_IN_LOG} more" if len(tags) > MOST_TAGS_IN_LOG else ""
        names = ", ".join(sorted(tags)[:MOST_TAGS_IN_LOG]) + more
        logger.info("Purged %s in %.1f ms (%s): %s", self._cache.name, milliseconds, "; ".join(said), names)
        self._seen = snapshot
        self._again.append(_Batch(tags, snapshot, time.monotonic() + SECONDS_UNTIL_AGAIN))

    def _purge_again(self) -> None:
        while self._again and self._again[0].again_at <= time.monotonic():
            said = self._cache.purge(self._again[0].tags)
            logger.debug("Purged %s of the same again (%s)", self._cache.name, "; ".join(said))
            self._confirm(self._again.popleft().snapshot)

    def _confirm(self, snapshot: str) -> None:
        confirm(self._cache.name, snapshot, self._record)
        self._confirmed_at = time.monotonic()

    def _wait_for_news(self) -> None:
        seconds = SECONDS_BETWEEN_LOOKS
        if self._again:
            seconds = max(0.0, min(seconds, self._again[0].again_at - time.monotonic()))
        for _ in connection.connection.notifies(timeout=seconds, stop_after=1):
            pass

    def _pause(self, problem: str) -> None:
        seconds = min(LONGEST_PAUSE_SECONDS, 2**self._failures)
        self._failures += 1
        logger.error("%s Trying again in %d s", problem, seconds)
        time.sleep(seconds)
