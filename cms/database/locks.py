"""Work that one process does at a time, of however many machines: by PostgreSQL's advisory locks."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import IntEnum

from django.db import Error, connection


class Lock(IntEnum):
    """What is done by one process at a time, by numbers of our own."""

    SCHEDULED_TASKS = 7_340_026
    PUBLISHING = 7_340_027
    MIGRATING = 7_340_028


@contextmanager
def advisory_lock(lock: Lock, *, waits: bool = True) -> Iterator[bool]:
    """While it lasts nobody else has the lock; whether it is ours, which it may not be when it does not wait for it."""
    ask = "SELECT pg_advisory_lock(%s) IS NOT NULL" if waits else "SELECT pg_try_advisory_lock(%s)"
    with connection.cursor() as cursor:
        cursor.execute(ask, [lock])
        [is_ours] = cursor.fetchone() or [False]
    try:
        yield is_ours
    finally:
        if is_ours:
            # A connection that was lost has no locks to give back, and why it was lost is what matters.
            with suppress(Error), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [lock])
