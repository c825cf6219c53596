"""Receivers, for the tests of webhooks."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from cms.api.tags import EVERYTHING
from cms.webhooks import telling
from tests.webhooks.receiving import Receiver


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """One that listens."""
    listening = Receiver()
    yield listening
    listening.close()


@pytest.fixture
def happened(home) -> Callable[[], list[telling.Happening]]:
    """Gives what has happened since it was last called; for tests whose changes are never committed."""

    def rows(sql: str, *values: int) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()

    def newest() -> int:
        [[number]] = rows("SELECT coalesce(max(id), 0) FROM cms_api_change")
        return int(number)

    # Tests that commit leave notes behind: what is there by now has happened before.
    telling.happened({EVERYTHING})
    last = newest()

    def since() -> list[telling.Happening]:
        nonlocal last
        tags = {tag for (tag,) in rows("SELECT tag FROM cms_api_change, unnest(tags) tag WHERE id > %s", last)}
        last = newest()
        return telling.happened(tags)

    return since
