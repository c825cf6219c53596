"""How long a statement may take and wait: a request little, a migration more, other commands as long as they need."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from django.db import DatabaseError, connection


@dataclass(frozen=True)
class Timeouts:
    """In seconds; 0 is no limit."""

    # For a statement to end.
    statement: int
    # For a lock that something else holds, within a statement.
    lock: int
    # Between two statements of a transaction, which keeps its locks meanwhile.
    idle: int = 0

    @property
    def settings(self) -> dict[str, str]:
        """The settings of PostgreSQL's."""
        return {
            "statement_timeout": f"{self.statement}s",
            "lock_timeout": f"{self.lock}s",
            "idle_in_transaction_session_timeout": f"{self.idle}s",
        }


@contextmanager
def limited(timeouts: Timeouts) -> Iterator[None]:
    """Limit the statements in here, on the connection that is open."""
    with connection.cursor() as cursor:
        for setting in timeouts.settings.items():
            cursor.execute("SELECT set_config(%s, %s, false)", setting)
    try:
        yield
    finally:
        # A connection that was lost has no limits to take back.
        with suppress(DatabaseError), connection.cursor() as cursor:
            for name in timeouts.settings:
                cursor.execute(f"RESET {name}")
