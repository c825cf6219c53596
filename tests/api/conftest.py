"""The command that purges a shared cache, for the tests that run it."""

import sys
from collections.abc import Callable, Iterator

import pytest

from tests.shared_cache import Command


@pytest.fixture
def purge_shared_cache(tmp_path, transactional_db) -> Iterator[Callable[[str], Command]]:
    """Starts the command for the cache at an address; it is killed at the end, if it still runs."""
    started: list[Command] = []

    def start(url: str) -> Command:
        started.append(Command(url, tmp_path / f"purging-{len(started)}.log"))
        return started[-1]

    yield start
    for command in started:
        command.kill()
        # Shown when the test has failed.
        sys.stdout.write(command.log())
