"""What tests of the API share: a small site that is committed, and the command that purges a shared cache."""

import sys
from collections.abc import Callable, Iterator

import pytest

from cms.api.answers import answers
from tests.api.kept_content import Content
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


@pytest.fixture
def content() -> Iterator[Content]:
    """A small site, committed, of which no answer is kept yet."""
    answers.forget()
    yield Content()
    answers.forget()
