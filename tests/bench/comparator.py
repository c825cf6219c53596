"""The comparator: Wagtail with wagtail-grapple as its documentation sets it up, when it lies beside this repository.

It is a project of its own with an environment of its own. Nothing of it is imported here.
"""

import hashlib
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench import servers
from tests.bench.asking import Request
from tests.bench.environments import environment_of
from tests.bench.postgres import Postgres
from tests.bench.product import WORKERS
from tests.bench.questions import Question

DATABASE = "comparator"
# As its README says.
SET_UP = ("migrate", "seed", "update_index")


@dataclass(frozen=True)
class Comparator:
    """A copy of the comparator that may write beside itself, with its environment and database."""

    directory: Path
    python: Path
    environment: dict[str, str]

    def request(self, question: Question) -> Request:
        return question.their_request((self.directory / "queries" / f"{question.theirs}.graphql").read_text())

    def manage(self, command: str) -> None:
        done = subprocess.run(
            [self.python, "manage.py", command],
            cwd=self.directory,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise servers.ServerFailed(f"The comparator's {command} failed: {done.stderr.strip()[-600:]}")

    @contextmanager
    def serving(self, log: Path) -> Iterator[servers.Server]:
        port = servers.free_port()
        gunicorn = self.python.parent / "gunicorn"
        command: list[str | Path] = [gunicorn, f"--workers={WORKERS}", f"--bind={servers.HOST}:{port}", "project.wsgi"]
        with servers.running(
            command, port=port, directory=self.directory, environment=self.environment, log=log
        ) as server:
            yield server


def prepare(source: Path, var: Path, postgres: Postgres) -> Comparator | None:
    """The comparator with its packages, its database and its content; None when it is not there.

    Its content takes minutes to make. It is kept from run to run, as long as the comparator stays the same.
    """
    if not source.exists():
        return None
    python = environment_of(source / "requirements.lock.txt", var / "comparator-venv")
    directory, dump, stamp = var / "comparator", var / "comparator.dump", var / "comparator.made-of"
    where = {"PGHOST": postgres.host, "PGPORT": "5432", "PGDATABASE": DATABASE}
    made = Comparator(directory, python, servers.environment(**where))
    postgres.create(DATABASE)
    digest = _digest(source)
    if stamp.exists() and stamp.read_text() == digest:
        postgres.restore(DATABASE, dump)
    else:
        stamp.unlink(missing_ok=True)
        _copy(source, directory)
        for command in SET_UP:
            made.manage(command)
        postgres.dump(DATABASE, dump)
        stamp.write_text(digest)
    postgres.tidy(DATABASE)
    return made


def _copy(source: Path, directory: Path) -> None:
    """A copy with other rights: the comparator may be read-only where it lies."""
    shutil.rmtree(directory, ignore_errors=True)
    for file in _files(source):
        copied = directory / file.relative_to(source)
        copied.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copied)


def _digest(source: Path) -> str:
    """What the comparator consists of."""
    content = hashlib.sha256()
    for file in _files(source):
        content.update(f"{file.relative_to(source)} {file.stat().st_size}\n".encode())
        content.update(file.read_bytes())
    return content.hexdigest()


def _files(source: Path) -> list[Path]:
    return sorted(path for path in source.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
