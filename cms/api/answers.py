"""Answers that are kept in memory, and served only while they are true.

Each process keeps its own, and may leave it for the others in Redis (`cms.api.shared_answers`). The database alone says
what has changed (`cms.api.freshness`): an answer holds until something it was made of moves, or until the moment from
which the clock makes it another.
"""

import threading
import time
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cachetools import LRUCache
from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.utils import timezone

from cms.api.freshness import Freshness
from cms.api.shared_answers import Left, SharedAnswers

# Measured: what Python takes for the objects around a kept body, and for each tag.
BYTES_OF_AN_ANSWER = 1_500
BYTES_OF_A_TAG = 110


@dataclass
class Kept:
    """An answer with what it depends on; `value` is all that is needed to send it again."""

    value: Any
    length: int
    tags: frozenset[str]
    until: datetime | None
    # No change up to this number has touched it.
    number: int
    made_at: datetime = field(default_factory=lambda: timezone.now())
    weight: int = field(init=False)

    def __post_init__(self) -> None:
        self.weight = BYTES_OF_AN_ANSWER + self.length + len(self.tags) * BYTES_OF_A_TAG


class Answers:
    """Kept answers by what was asked, the least asked for leave first when there is no room."""

    def __init__(self, most_bytes: int, shared: BaseCache | None = None) -> None:
        self.freshness = Freshness()
        self._shared = None if shared is None else SharedAnswers(shared, self.freshness)
        self._lock = threading.Lock()
        self._kept: LRUCache[Hashable, Kept] = LRUCache(most_bytes, getsizeof=lambda kept: kept.weight)
        self._flights: dict[Hashable, Flight] = {}

    def fresh(self, key: Hashable, number: int) -> Kept | None:
        """The answer kept under the key, if it is true now; `number` is what `freshness.now()` has just said."""
        with self._lock:
            kept = self._kept.get(key)
        if kept is None or not _is_of_now(kept):
            return None
        if kept.number < number:
            if self.freshness.has_moved(kept.tags, kept.number):
                return None
            kept.number = number
        return kept

    def of_others(self, key: Hashable, number: int) -> Kept | None:
        """The answer that another process has left, if it is true now; kept here, too."""
        left = self._shared.find(key) if self._shared else None
        if left is None or not _is_of_now(left):
            return None
        kept = Kept(left.value, left.length, left.tags, left.until, number, left.made_at)
        self._keep(key, kept)
        return kept

    def keep(self, key: Hashable, kept: Kept, snapshot: str) -> None:
        """Keep the answer, made of what was there in the snapshot or later, and leave it for other processes."""
        self._keep(key, kept)
        if self._shared:
            self._shared.leave(key, Left(kept.value, kept.length, kept.tags, kept.until, kept.made_at, snapshot))

    def _keep(self, key: Hashable, kept: Kept) -> None:
        with self._lock:
            # One that alone would fill the memory meant for all is not kept.
            if kept.weight <= self._kept.maxsize:
                self._kept[key] = kept

    @contextmanager
    def flight(self, key: Hashable) -> Iterator["Flight"]:
        """One at a time for each key: whoever comes second finds what the first one has kept, or how it has failed."""
        with self._lock:
            flight = self._flights.setdefault(key, Flight())
            flight.passengers += 1
        try:
            with flight.lock:
                yield flight
        finally:
            with self._lock:
                flight.passengers -= 1
                if not flight.passengers:
                    del self._flights[key]

    def forget(self) -> None:
        """Keep nothing."""
        with self._lock:
            self._kept.clear()


def _is_of_now(answer: Kept | Left) -> bool:
    """Whether the clock makes it no other answer; nor has been put back to before it was made."""
    now = timezone.now()
    return answer.made_at <= now and (answer.until is None or now < answer.until)


@dataclass
class Flight:
    """Those who ask the same at the same time."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    passengers: int = 0
    # What the last one got who got no answer, and when.
    _failure: Any = None
    _failed_at: float = 0.0

    def fail(self, failure: Any) -> None:
        """Let all who are waiting now have this: each in turn would wait as long for the same."""
        self._failure, self._failed_at = failure, time.perf_counter()

    def failure(self, waiting_since: float) -> Any:
        """What came of it for others while this one waited; None when it has to try itself."""
        return self._failure if waiting_since < self._failed_at else None


answers = Answers(settings.GRAPHQL["ANSWERS_BYTES"], caches["answers"] if settings.GRAPHQL["SHARE_ANSWERS"] else None)
