"""Receivers, for the tests of webhooks."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection

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
    last = 0

    def since() -> list[telling.Happening]:
        nonlocal last
        with connection.cursor() as cursor:
            cursor.execute("SELECT tag FROM cms_api_change, unnest(tags) tag WHERE id > %s", [last])
            tags = {tag for (tag,) in cursor.fetchall()}
            cursor.execute("SELECT coalesce(max(id), 0) FROM cms_api_change")
            [last] = cursor.fetchone()
        return telling.happened(tags)

    return since
