"""How long a statement may take and wait: a request little, a migration more, other commands as long as they need."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

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
    def settings(self) -> dict[str, int]:
        return {
            "statement_timeout": self.statement,
            "lock_timeout": self.lock,
            "idle_in_transaction_session_timeout": self.idle,
        }


def limit_connections(database: dict[str, Any], timeouts: Timeouts) -> None:
    """Have every connection that is opened from now on begin with these limits; what DATABASE_URL says goes before."""
    options = database.setdefault("OPTIONS", {})
    limits = " ".join(f"-c {name}={seconds}s" for name, seconds in timeouts.settings.items())
    options["options"] = f"{limits} {options.get('options', '')}".strip()


@contextmanager
def limited(timeouts: Timeouts) -> Iterator[None]:
    """Limit the statements in here, on the connection that is open."""
    with connection.cursor() as cursor:
        for name, seconds in timeouts.settings.items():
            cursor.execute("SELECT set_config(%s, %s, false)", [name, f"{seconds}s"])
    try:
        yield
    finally:
        # A connection that was lost has no limits to take back.
        with suppress(DatabaseError), connection.cursor() as cursor:
            for name in timeouts.settings:
                cursor.execute(f"RESET {name}")
