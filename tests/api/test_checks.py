"""A wrong declaration is told at start-up, with the way out."""

import pytest
from grapple.registry import registry
from wagtail import blocks

from cms.api.checks import check_declarations, check_streams
from pages.models import ProgrammeItem
from pages.text_blocks import AccordionBlock, QuoteBlock
from snippets.navigation import NavigationItemBlock
from snippets.themes import Theme


def told(check):
    return [(error.id, error.msg) for error in check()]


def test_nothing_is_wrong_with_what_there_is():
    assert told(check_declarations) == []
    assert told(check_streams) == []


def test_a_block_without_a_type_is_told_once_with_its_decorator(monkeypatch):
    monkeypatch.delitem(registry.streamfield_blocks, QuoteBlock)

    [error] = check_streams()

    assert (error.id, error.obj) == ("cms_api.E007", QuoteBlock)
    assert error.msg == (
        "pages.text_blocks.QuoteBlock is in a StreamField, as 'quote', but has no GraphQL type: "
        "what has one in it cannot be read."
    )
    assert "`@register_block`" in error.hint


def test_a_block_in_a_block_without_a_type_is_told(monkeypatch):
    item = type(AccordionBlock.base_blocks["items"].child_block)
    monkeypatch.delitem(registry.streamfield_blocks, item)

    assert told(check_declarations) == [
        (
            "cms_api.E007",
            f"pages.text_blocks.{item.__name__} is shown as 'items' of AccordionBlock, but has no GraphQL type.",
        )
    ]


@pytest.mark.parametrize(
    ("name", "value"), [("label", ""), ("icon", blocks.StructBlock._meta_class.icon), ("description", "")]
)
def test_a_block_that_editors_cannot_tell_from_others_is_told(monkeypatch, name, value):
    monkeypatch.setattr(QuoteBlock._meta_class, name, value)

    assert told(check_streams) == [
        ("cms_api.E008", f"pages.text_blocks.QuoteBlock is in a StreamField, as 'quote', but its Meta has no {name}.")
    ]


def test_a_block_that_is_the_only_choice_needs_no_description():
    assert not hasattr(NavigationItemBlock._meta_class, "description")
    assert told(check_streams) == []


def test_a_model_that_is_no_snippet_has_no_id_and_is_told(monkeypatch):
    without_id = registry.django_models[ProgrammeItem]
    monkeypatch.setitem(registry.snippets, Theme, without_id)

    assert told(check_declarations) == [("cms_api.E009", "snippets.themes.Theme is shown by GraphQL without an `id`.")]
