"""Answers that processes leave for each other in a cache they share: Redis, where CACHE_URL names one.

An optional second memory behind each process's own. It holds nothing that is believed without asking the database: an
answer comes with the snapshot it is no older than, and counts only if nothing it read has changed since.
"""

import hashlib
import logging
import time
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache.backends.base import BaseCache

from cms.api.freshness import Freshness
from cms.api.release import release

logger = logging.getLogger(__name__)

# Far shorter than changes are remembered.
SECONDS_KEPT = 24 * 3600
# For so long a cache that has failed is left alone, lest each request wait for it.
SECONDS_LEFT_ALONE = 5


@dataclass(frozen=True)
class Left:
    """An answer as one process leaves it for the others."""

    value: Any
    length: int
    tags: frozenset[str]
    until: datetime | None
    made_at: datetime
    snapshot: str


class SharedAnswers:
    """A cache that fails costs time only: it is then as if nothing were in it."""

    def __init__(self, cache: BaseCache, freshness: Freshness) -> None:
        self._cache = cache
        self._freshness = freshness
        # Of the files that this process has started with; another release may lie there by the first request.
        self._release = release()
        self._left_alone_until = 0.0

    def find(self, key: Hashable) -> Left | None:
        """What another process has left under the key, if nothing it read has changed since."""
        if time.monotonic() < self._left_alone_until:
            return None
        try:
            left = self._cache.get(self._name(key))
        except Exception:  # whatever the cache's client raises
            logger.warning("The shared cache cannot be read; answers are made anew.", exc_info=True)
            self._leave_alone()
            return None
        if left is None or self._freshness.has_changed(left.tags, left.snapshot):
            return None
        return left

    def leave(self, key: Hashable, left: Left) -> None:
        if time.monotonic() < self._left_alone_until:
            return
        try:
            self._cache.set(self._name(key), left, SECONDS_KEPT)
        except Exception:  # whatever the cache's client raises
            logger.warning("The shared cache cannot be written.", exc_info=True)
            self._leave_alone()

    def _leave_alone(self) -> None:
        self._left_alone_until = time.monotonic() + SECONDS_LEFT_ALONE

    def _name(self, key: Hashable) -> str:
        # Another database server, one that a backup was restored into, cannot say what has changed since that snapshot;
        # and another release may answer otherwise.
        named = (self._release, self._freshness.server, key)
        return f"answer-{hashlib.sha256(repr(named).encode()).hexdigest()}"
