"""One picture of the database for a whole answer: what is published meanwhile is in all of it or in none."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from psycopg import IsolationLevel


@contextmanager
def one_snapshot() -> Iterator[None]:
    """Statements in here see the database as it was at the first of them, and can change nothing.

    Inside of a transaction that is under way already, they see what that one sees.
    """
    if connection.in_atomic_block:
        yield
        return
    connection.ensure_connection()
    session = connection.connection
    session.isolation_level, session.read_only = IsolationLevel.REPEATABLE_READ, True
    try:
        with transaction.atomic():
            yield
    finally:
        if not session.closed:
            session.isolation_level, session.read_only = None, None
