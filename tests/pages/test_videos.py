"""Films are linked to, and nobody outside is asked about them."""

import json
import socket

import pytest
from django.urls import reverse
from wagtail.embeds.models import Embed

from pages.blocks import BodyStreamBlock
from tests.page_factories import StandardPageFactory

pytestmark = pytest.mark.django_db

FILM = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


@pytest.fixture(autouse=True)
def no_way_out(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every address that Python would connect to or look up; it gets no answer."""
    asked: list[object] = []

    def refuse(address: object, *args: object, **kwargs: object) -> None:
        asked.append(address)
        raise OSError("No way out")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    return asked


def test_pasting_the_address_of_a_film_asks_nobody(admin_client, no_way_out):
    response = admin_client.post(reverse("wagtailembeds:chooser_upload"), {"embed-chooser-url": FILM})

    assert response.json()["step"] == "chooser"
    assert no_way_out == []
    assert not Embed.objects.exists()


def test_a_film_is_stored_previewed_and_served_as_a_link(home, query, no_way_out):
    film = {"title": "Veikart for tjenesteinnovasjon", "url": FILM, "transcript": "<p>Velkommen til webinaret.</p>"}
    BodyStreamBlock().clean(BodyStreamBlock().to_python([{"type": "video", "value": film}]))
    page = StandardPageFactory(parent=home, slug="film", body=json.dumps([{"type": "video", "value": film}]))

    preview = page.make_preview_request().render().content.decode()
    data = query(
        '{ route(path: "/film/") { ... on StandardPage { body { ... on VideoBlock { title url transcript } } } } }'
    )

    assert f'href="{FILM}"' in preview
    assert data == {"route": {"body": [film]}}
    assert no_way_out == []
