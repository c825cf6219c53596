"""What editors write below title and lead is on the readers' page, whatever block it is in."""

from typing import Any

import pytest

from cms.demo.blocks import block, items
from pages.blocks import BodyStreamBlock
from pages.models import ArticleIndexPage, EventIndexPage, HomePage
from tests.factories import ContactFactory, DocumentFactory, ImageFactory
from tests.page_factories import ArticlePageFactory, EventPageFactory, ProjectPageFactory, StandardPageFactory
from tests.reader.conftest import Read

LINK = {"text": "Forskningsrådet", "page": None, "url": "https://www.forskningsradet.no/"}


@pytest.fixture
def body(home: HomePage, events: EventIndexPage) -> dict[str, tuple[dict[str, Any], str]]:
    """For each type of block its value, and what of it a reader sees."""
    image = ImageFactory(title="Hjemmebesøk", description="To personer ved et kjøkkenbord")
    contact = ContactFactory(name="Kari Nordmann")
    event = EventPageFactory(parent=events, title="Vårens samling", slug="samling")
    project = ProjectPageFactory(parent=StandardPageFactory(parent=home, slug="prosjekter"), title="Trygg hjemme")
    table = {"columns": [{"type": "text", "heading": "År"}], "rows": [{"values": ["2022"]}], "caption": "Søknader"}
    shown: dict[str, tuple[dict[str, Any], str]] = {
        "heading": ({"text": "Bakgrunn", "level": "2"}, "<h2>Bakgrunn</h2>"),
        "text": ({"text": "<p>Kommunen prøver <b>sensorer</b>.</p>"}, "<p>Kommunen prøver <b>sensorer</b>.</p>"),
        "quote": ({"text": "Nå sover jeg.", "attributed_to": "Per", "role": ""}, "<blockquote><p>Nå sover jeg.</p>"),
        "fact_box": ({"heading": "Fakta", "text": "<p>40 hjem.</p>"}, "<p>40 hjem.</p>"),
        "accordion": (
            {"items": items({"heading": "Hva koster det?", "text": "<p>Lite.</p>"})},
            "<details><summary>Hva koster det?</summary>",
        ),
        "table": ({"table": table, "first_column_is_heading": True}, '<th scope="row">2022</th>'),
        "steps": ({"heading": "Slik", "steps": items({"heading": "Begynn", "text": ""})}, "<li><h3>Begynn</h3></li>"),
        "image": (
            {"image": image.pk, "alt_text": "", "is_decorative": False, "caption": "Kjøkkenet"},
            "<figcaption>Kjøkkenet</figcaption>",
        ),
        "video": (
            {"title": "Filmen", "url": "https://vimeo.com/1", "transcript": "<p>Hei.</p>"},
            '<a href="https://vimeo.com/1">',
        ),
        "call_to_action": ({"heading": "Bli med", "text": "", "link": LINK}, f'class="button" href="{LINK["url"]}"'),
        "link_list": ({"heading": "", "links": items(LINK)}, f'<a href="{LINK["url"]}">Forskningsrådet</a>'),
        "document_list": ({"heading": "", "documents": items(DocumentFactory(title="Rapport").pk)}, ">Rapport</a>"),
        "event_list": ({"heading": "Kom", "events": items(event.pk)}, ">Vårens samling</a>"),
        "contact_list": ({"heading": "Spør", "contacts": items(contact.pk)}, "<strong>Kari Nordmann</strong>"),
        "project_list": ({"heading": "", "projects": items(project.pk)}, ">Trygg hjemme</a>"),
    }
    return shown


def test_every_block_that_editors_may_use_is_shown(
    body: dict[str, tuple[dict[str, Any], str]], articles: ArticleIndexPage, read: Read
) -> None:
    values = [block(name, **value) for name, (value, _) in body.items()]
    ArticlePageFactory(parent=articles, title="Velferdsteknologi", slug="velferd", body=values)

    page = read("/artikler/velferd/").content.decode()

    assert body.keys() == BodyStreamBlock().child_blocks.keys()
    assert [name for name, (_, html) in body.items() if html not in page] == []


@pytest.mark.parametrize("kind", ["standard", "project", "event"])
def test_every_type_of_page_shows_its_body(
    kind: str, home: HomePage, events: EventIndexPage, articles: ArticleIndexPage, read: Read
) -> None:
    factory, parent = {
        "standard": (StandardPageFactory, home),
        "project": (ProjectPageFactory, home),
        "event": (EventPageFactory, events),
    }[kind]
    page = factory(parent=parent, slug="siden", body=[block("text", text="<p>Brødteksten.</p>")])

    assert "<p>Brødteksten.</p>" in read(page.url).content.decode()
