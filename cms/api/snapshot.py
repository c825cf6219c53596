"""One picture of the database for a whole answer: what is published meanwhile is in all of it or in none.

PostgreSQL says while it begins whether anything has changed since another picture was seen. To ask that by itself takes
0.1 ms and more, most of it for waking up.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

import psycopg
from django.db import connection, transaction
from psycopg.pq import Escaping, ExecStatus

from cms.api.freshness import PREPARED, prepare_no_news

# REPEATABLE READ sees the database as it was at the first statement.
BEGIN = b"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


class Seen(NamedTuple):
    """What tells of a picture of the database whether anything has changed since."""

    # The oldest transaction that it could not see for sure, and when the server was started that counts them.
    horizon: str
    server: str


class _Told(NamedTuple):
    """What PostgreSQL said as a snapshot began."""

    unchanged_since: Seen | None


_asked_about: Seen | None = None
_told: ContextVar[_Told | None] = ContextVar("told", default=None)


@contextmanager
def one_snapshot() -> Iterator[None]:
    """Statements in here see the database as it was at the beginning, and can change nothing.

    Inside of a transaction that is under way already, they see what that one sees.
    """
    if connection.in_atomic_block:
        yield
        return
    connection.ensure_connection()
    with transaction.atomic():
        with connection.wrap_database_errors:
            told = _begin(connection.connection)
        token = _told.set(told)
        try:
            yield
        finally:
            _told.reset(token)


def is_in_snapshot() -> bool:
    """Whether what is read is what anybody would read: not within a transaction that may have changed something."""
    return _told.get() is not None


def unchanged_since() -> Seen | None:
    """The earlier picture since which nothing has changed, by anybody, until this snapshot.

    None when something may have, and outside of a snapshot.
    """
    told = _told.get()
    return told and told.unchanged_since


def ask_about(seen: Seen) -> None:
    """Have the snapshots that begin from now on say whether anything has changed since that picture."""
    global _asked_about  # noqa: PLW0603 — all of the process's snapshots are asked about the same
    _asked_about = seen


def _begin(session: Any) -> _Told:
    """Begin a transaction."""
    # Another thread may ask about another one meanwhile.
    seen = _asked_about
    if seen is None:
        text = BEGIN
    else:
        prepare_no_news(session)
        literal = Escaping(session.pgconn).escape_literal
        values = b", ".join(literal(one.encode()) for one in seen)
        text = b"%b; EXECUTE %b(%b)" % (BEGIN, PREPARED, values)
    result = session.pgconn.exec_(text)
    if result.status not in (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK):
        raise psycopg.OperationalError(session.pgconn.error_message.decode(errors="replace"))
    return _Told(seen if seen is not None and result.get_value(0, 0) == b"t" else None)
