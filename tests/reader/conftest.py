"""A reader with a browser that runs no script: asks for addresses, and gets pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

Read = Callable[..., Any]


@pytest.fixture
def read(db: None) -> Read:
    """Asks for the address as a reader does."""
    client = Client()

    def get(address: str, **headers: Any) -> Any:
        return client.get(address, **headers)

    return get
