"""The frontend in one file that the documentation shows: it runs, and previews what stands in a form."""

import http.client
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth import get_user_model
from django.test import RequestFactory
from wagtail.contrib.redirects.models import Redirect

from pages.models import HomePage
from tests.clients.installing import NODE
from tests.page_factories import StandardPageFactory

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "frontend.mjs"


@pytest.fixture
def frontend(live_server: Any) -> Iterator[str]:
    """The address of the example, which asks the live server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {"API": f"{live_server.url}/graphql/", "PORT": str(port)}
    with subprocess.Popen([NODE, EXAMPLE], env=environment, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        yield running.stdout.readline().strip().rstrip("/")
        running.terminate()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_example_shows_pages_and_what_stands_in_a_form(home: HomePage, frontend: str, settings: Any) -> None:
    settings.FRONTEND_URL = frontend
    page = StandardPageFactory(parent=home, title="Før & nå", slug="om")
    request = RequestFactory().get("/", SERVER_NAME="testserver")
    request.user = get_user_model().objects.create_superuser("redaktor", password="hemmelig")
    page.title = "Etter"

    preview = page.serve_preview(request, "")["Location"]

    assert preview.startswith(f"{frontend}/om/?preview=")
    assert "<h1>Etter</h1>" in read(preview)
    assert "<h1>Før &#38; nå</h1>" in read(f"{frontend}/om/")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_example_leads_on_from_addresses_that_are_no_pages(home: HomePage, frontend: str) -> None:
    page = StandardPageFactory(parent=home, slug="om")
    Redirect.objects.create(old_path="/gammel?id=5", redirect_page=page)
    Redirect.objects.create(old_path="/i-dag", redirect_link="https://example.no/", is_permanent=False)

    assert answer(f"{frontend}/gammel?id=5") == (301, "/om/")
    assert answer(f"{frontend}/i-dag/") == (302, "https://example.no/")
    assert answer(f"{frontend}/om?side=2") == (301, "/om/?side=2")
    assert answer(f"{frontend}/om/?side=2") == (200, None)
    assert answer(f"{frontend}/gammel?id=6") == (404, None)


def answer(address: str) -> tuple[int, str | None]:
    """The status, and where it leads, without going there."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc)
    try:
        connection.request("GET", f"{parts.path}?{parts.query}" if parts.query else parts.path)
        response = connection.getresponse()
        return response.status, response.getheader("Location")
    finally:
        connection.close()


def read(address: str) -> str:
    with urllib.request.urlopen(address) as response:
        return str(response.read().decode())
