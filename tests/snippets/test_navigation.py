"""Menu items lead to exactly one place, or hold items that do."""

import pytest
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.models import Page

from snippets.models import NavigationKind
from snippets.navigation import NavigationItemBlock, NavigationLinkBlock
from tests.factories import NavigationFactory


def item(**fields):
    block = NavigationItemBlock()
    return block.clean(block.to_python({"label": "Om oss", "page": None, "url": "", "children": [], **fields}))


@pytest.mark.django_db
def test_an_item_leads_to_a_page():
    page = Page.objects.first()

    assert item(page=page.pk)["page"] == page


def test_an_item_leads_to_an_address():
    assert item(url="https://example.no/")["url"] == "https://example.no/"


def test_an_item_may_be_a_heading_over_its_links():
    link = {"label": "KS", "page": None, "url": "https://example.no/"}

    assert len(item(children=[link])["children"]) == 1


@pytest.mark.django_db
def test_an_item_leads_to_one_place_only():
    with pytest.raises(StructBlockValidationError) as caught:
        item(page=Page.objects.first().pk, url="https://example.no/")

    assert caught.value.block_errors["url"].messages == [
        "Lenken går to steder. Velg enten en side eller en nettadresse."
    ]


@pytest.mark.parametrize("block", [NavigationItemBlock(), NavigationLinkBlock()])
def test_an_item_leads_somewhere(block):
    with pytest.raises(StructBlockValidationError) as caught:
        block.clean(block.to_python({"label": "Om oss"}))

    assert caught.value.block_errors["page"].messages == [
        "Lenken går ingen steder. Velg en side, eller skriv en nettadresse."
    ]


@pytest.mark.parametrize("block", [NavigationItemBlock(), NavigationLinkBlock()])
def test_an_item_that_leads_somewhere_says_where(block):
    with pytest.raises(StructBlockValidationError) as caught:
        block.clean(block.to_python({"label": "Les mer", "url": "https://example.no/"}))

    assert caught.value.block_errors["label"].messages == [
        "«Les mer» sier ikke hvor lenken fører. Skriv navnet på siden eller stedet."
    ]


def test_a_heading_over_links_may_be_any_word():
    link = {"label": "KS", "page": None, "url": "https://example.no/"}

    assert item(label="Mer", children=[link])["label"] == "Mer"


@pytest.mark.django_db
def test_a_menu_is_known_by_its_place_and_language():
    menu = NavigationFactory(kind=NavigationKind.FOOTER)

    assert str(menu) == "Bunnmeny (Bokmål)"
