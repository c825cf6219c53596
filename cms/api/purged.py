"""How far a shared cache has been purged, kept in the database beside the changes themselves.

Whoever else follows the changes, as webhooks do, keeps under a name of its own how far it has come.
"""

from dataclasses import dataclass

from django.db import connection

# A server that was restarted may be another, and a record of changes that was made anew a restored one: neither counts
# transactions as before. Changes are kept for seven days from when they were made, not from when they were committed.
POSITION = """
    SELECT record, pg_current_snapshot()::text, (
        SELECT seen::text FROM cms_api_purged
        WHERE cache = %s AND cms_api_purged.record = here.record AND at > now() - interval '6 days'
    )
    FROM (SELECT concat(pg_postmaster_start_time(), ' ', 'cms_api_change'::regclass::oid) AS record) here
"""
CONFIRMED = """
    INSERT INTO cms_api_purged (cache, seen, record) VALUES (%s, %s, %s)
    ON CONFLICT (cache) DO UPDATE SET seen = excluded.seen, record = excluded.record, at = excluded.at
"""
NOTHING_NEW = """
    UPDATE cms_api_purged SET seen = %s, at = clock_timestamp() WHERE cache = %s AND at < now() - interval '1 hour'
"""


@dataclass(frozen=True)
class Position:
    """Where a cache stands: the changes that `seen` sees are purged; None when nobody can say which are."""

    seen: str | None
    # The present, and the record of changes whose transactions it counts.
    now: str
    record: str


def position(cache: str) -> Position:
    """Where the cache of this name stands."""
    with connection.cursor() as cursor:
        cursor.execute(POSITION, [cache])
        record, now, seen = cursor.fetchone()
    return Position(seen, now, record)


def confirm(cache: str, snapshot: str, record: str) -> None:
    """Keep that the cache is purged of all that the snapshot sees."""
    with connection.cursor() as cursor:
        cursor.execute(CONFIRMED, [cache, snapshot, record])


def confirm_now_and_then(cache: str, snapshot: str) -> None:
    """Keep that the snapshot sees nothing new, once an hour at most: a position that is never too old."""
    with connection.cursor() as cursor:
        cursor.execute(NOTHING_NEW, [snapshot, cache])
