"""A throw-away PostgreSQL for one run, the one that the product brings along, with a database for each product."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from cms.database import embedded


@dataclass(frozen=True)
class Postgres:
    """A running server, reached over its socket only."""

    directory: Path

    @property
    def host(self) -> str:
        """What libpq takes for a host: the directory of the socket."""
        return str(embedded.socket_directory(self.directory))

    def url(self, name: str) -> str:
        return f"postgresql://postgres@/{name}?host={self.host}"

    def create(self, name: str) -> None:
        self._run("postgres", f'CREATE DATABASE "{name}"')

    def tidy(self, name: str) -> None:
        """Statistics and visibility maps as they are some time after the rows were written."""
        self._run(name, "VACUUM (ANALYZE)")
        self._run(name, "CHECKPOINT")

    @property
    def version(self) -> str:
        with psycopg.connect(self.url("postgres")) as connection:
            return str(connection.execute("SHOW server_version").fetchone()[0])

    def _run(self, name: str, *statements: str) -> None:
        with psycopg.connect(self.url(name), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)


@contextmanager
def throwaway(directory: Path) -> Iterator[Postgres]:
    """A fresh server in the directory, gone at the end; what an earlier run left there goes first."""
    _remove(directory)
    embedded.ensure_running(directory, throwaway=True)
    server = Postgres(directory)
    # Rows are written before a measurement, never during one; a cleaner that wakes up meanwhile would be noise.
    server._run("postgres", "ALTER SYSTEM SET autovacuum = off", "SELECT pg_reload_conf()")
    try:
        yield server
    finally:
        _remove(directory)


def _remove(directory: Path) -> None:
    if (directory / "PG_VERSION").exists():
        # A killed run leaves its server running; who takes it over as its only user also stops it.
        embedded.ensure_running(directory, throwaway=True)
        embedded.release(directory)
    shutil.rmtree(directory, ignore_errors=True)
