"""How much work a client may ask for in a minute, whichever of the workers it asks.

Work is counted in points of cost, and only where there is any: an answer from memory costs nothing. The database has
the account of each client. Workers draw on it in portions, before they spend, so that most answers need no statement
for it and all workers together never spend more than the limit.
"""

import threading
import time
from dataclasses import dataclass

from cachetools import LRUCache
from django.conf import settings
from django.db import connection

from cms.api.errors import RateLimited

# For reading a request, whatever it turns out to ask for.
POINTS_OF_A_REQUEST = 10
# A worker draws so large a part of the limit at once; what is left of it when the minute ends is lost.
PARTS = 50
MOST_CLIENTS = 20_000
DRAW = """
    INSERT INTO cms_api_spending AS spent (client, minute, points)
    VALUES (%(client)s, date_trunc('minute', now()), %(points)s)
    ON CONFLICT (client) DO UPDATE SET
        points = CASE spent.minute WHEN excluded.minute THEN spent.points ELSE 0 END + excluded.points,
        minute = excluded.minute
    RETURNING points, 60 - extract(second FROM now())
"""
FORGET = "DELETE FROM cms_api_spending WHERE minute < now() - interval '2 minutes'"


class TooMuch(RateLimited):
    """The client has spent what it may; there is more in so many seconds."""

    def __init__(self, limit: int, seconds: int) -> None:
        super().__init__(
            f"At most {limit} points of cost a minute are answered to one client; ask again in {seconds} s, for less, "
            "or for what others ask for, too: answers from memory cost nothing.",
            limit=limit,
            retryAfter=seconds,
        )
        self.seconds = seconds


@dataclass
class _Purse:
    """What a worker has drawn for a client and not spent, until the minute ends."""

    left: int
    # Whether the account had no more than this.
    is_last: bool
    until: float


class RateLimit:
    """One worker's view of all accounts."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._purses: LRUCache[str, _Purse] = LRUCache(MOST_CLIENTS)

    def spend(self, client: str, points: int) -> None:
        """Spend for the client; TooMuch when it has not so much left in this minute."""
        limit = settings.GRAPHQL["RATE_LIMIT"]
        if not limit:
            return
        with self._lock:
            purse = self._purses.get(client)
            now = time.monotonic()
            if purse is not None and purse.until > now:
                if purse.left >= points:
                    purse.left -= points
                    return
                if purse.is_last:
                    raise TooMuch(limit, _seconds(purse.until - now))
        portion = max(points, limit // PARTS)
        with connection.cursor() as cursor:
            cursor.execute(DRAW, {"client": client, "points": portion})
            drawn, seconds = cursor.fetchone()
        # Of the last portion there may be less than was asked for.
        granted = max(0, portion - max(0, drawn - limit))
        with self._lock:
            left = granted - points if granted >= points else granted
            self._purses[client] = _Purse(left, drawn >= limit, time.monotonic() + float(seconds))
        if granted < points:
            raise TooMuch(limit, _seconds(float(seconds)))


def forget_spending() -> None:
    """Forget the accounts of minutes that are over."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET)


def _seconds(duration: float) -> int:
    return max(1, int(duration) + 1)


rate_limit = RateLimit()
