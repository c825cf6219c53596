"""What an editor may not put into a body, and how the blocks look before one is picked."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.blocks.struct_block import StructBlockAdapter

from pages.blocks import BodyStreamBlock
from pages.media_blocks import ImageBlock
from pages.table_block import TableBlock
from pages.text_blocks import HeadingBlock
from tests.factories import ContactFactory, DocumentFactory, ImageFactory
from tests.page_factories import EventPageFactory, ProjectPageFactory, StandardPageFactory

pytestmark = pytest.mark.django_db

BODY = BodyStreamBlock()


def clean(name, value, *, draft=False):
    """The value as it would be saved."""
    body = BODY.to_python([{"type": name, "value": value}])
    return (BODY.clean_deferred if draft else BODY.clean)(body)


def messages(error) -> list[str]:
    """All messages in a block's error, however deep."""
    nested = getattr(error, "block_errors", None)
    return [message for one in nested.values() for message in messages(one)] if nested else error.messages


def refusal(name, value) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        clean(name, value)
    return messages(refused.value)


def link(**values):
    return {"links": [{"type": "item", "id": "1", "value": {"text": "Forskningsrådet", **values}}]}


def test_a_link_leads_to_one_place():
    page = StandardPageFactory()

    clean("link_list", link(page=page.pk))
    clean("link_list", link(url="https://example.no/"))

    assert refusal("link_list", link(page=page.pk, url="https://example.no/")) == [
        "Lenken kan bare gå ett sted. Velg en side eller skriv en nettadresse."
    ]
    assert refusal("link_list", link()) == ["Lenken går ingen steder. Velg en side eller skriv en nettadresse."]


def test_a_decorative_image_has_no_description():
    image = ImageFactory().pk

    clean("image", {"image": image, "alt_text": "Et tog"})
    clean("image", {"image": image, "is_decorative": True})

    assert refusal("image", {"image": image, "alt_text": "Et tog", "is_decorative": True}) == [
        "Et bilde som bare er til pynt, skal ikke ha alternativ tekst."
    ]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"columns": [], "rows": [], "caption": ""}, "Tabellen er tom. Legg til minst én kolonne."),
        (
            {"columns": [{"type": "text", "heading": "År"}], "rows": [], "caption": " "},
            "Skriv en tabelltittel som sier hva tabellen viser.",
        ),
        (
            {"columns": [{"type": "text", "heading": ""}], "rows": [{"values": ["2022"]}], "caption": "År"},
            "Alle kolonnene må ha en overskrift.",
        ),
    ],
)
def test_a_table_says_what_it_shows(table, message):
    assert refusal("table", {"table": table}) == [message]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("heading", {"text": "", "level": "2"}),
        ("link_list", link()),
        ("image", {"image": None}),
        ("table", {"table": None}),
        ("video", {"title": "", "url": "", "transcript": ""}),
        ("event_list", {"events": [{"type": "item", "id": "1", "value": None}]}),
    ],
)
def test_a_draft_may_have_unfinished_blocks_and_still_be_previewed(name, value):
    body = clean(name, value, draft=True)

    assert BODY.render(body)


@pytest.mark.parametrize("name", BODY.child_blocks)
def test_every_block_shows_what_it_looks_like(name, admin_client):
    ImageFactory()
    DocumentFactory()
    ContactFactory()
    EventPageFactory()
    ProjectPageFactory()
    block = StandardPageFactory().body.stream_block.child_blocks[name]

    response = admin_client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})

    assert block.is_previewable
    assert block.meta.description
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("block", "summary"), [(HeadingBlock, "{text}"), (ImageBlock, "{caption}"), (TableBlock, "{table}")]
)
def test_a_folded_block_is_headed_by_its_words_and_not_by_a_choice(block, summary):
    _, _, shown = StructBlockAdapter().js_args(block())

    assert shown["labelFormat"] == summary
