"""What a page must fulfil to be published, through its form or past it."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from modelcluster.models import get_all_child_relations
from wagtail.blocks.stream_block import StreamValue
from wagtail.fields import StreamField
from wagtail.models import Page


def check_whole(page: Page) -> None:
    """Raise, by field, all that the page's form would not let pass: of the page itself, its blocks and its rows."""
    found: dict[str, list[Any]] = {}
    try:
        page.full_clean()
    except ValidationError as error:
        found |= error.update_error_dict({})
    for field in page._meta.get_fields():
        if isinstance(field, StreamField) and field.name not in found:
            value = getattr(page, field.name)
            try:
                field.stream_block.clean(value)
            except ValidationError as error:
                found[field.name] = list(_of_block(error, field.stream_block, value))
    for relation in get_all_child_relations(page):
        name = relation.get_accessor_name()
        for row in getattr(page, name).all():
            try:
                # What two rows may not both say is asked of what is stored, and these rows take its place.
                row.full_clean(exclude=[relation.field.name], validate_unique=False)
            except ValidationError as error:
                found.setdefault(name, []).extend(error.messages)
    if found:
        raise ValidationError(found)


def complaints(page: Page, error: ValidationError) -> str:
    """What `check_whole` has raised, for an editor who does not see the form."""
    return " ".join(
        f"{_label(page, name)}: {' '.join(messages)}" if name in _names(page) else " ".join(messages)
        for name, messages in error.message_dict.items()
    )


def _names(page: Page) -> set[str]:
    return {field.name for field in page._meta.get_fields()}


def _label(page: Page, name: str) -> str:
    field = page._meta.get_field(name)
    return capfirst(field.verbose_name if field.concrete else field.related_model._meta.verbose_name_plural)


def _of_block(error: ValidationError, block: Any, value: Any) -> Iterator[str]:
    """The messages in a block's error, each after the names of the blocks it stands in."""
    nested = getattr(error, "block_errors", None)
    if nested is None:
        yield from error.messages
        return
    yield from getattr(error, "non_block_errors", ())
    for key, one in nested.items():
        inner = value[key]
        if isinstance(inner, StreamValue.StreamChild):
            child, inner = inner.block, inner.value
        else:
            child = block.child_blocks[key] if isinstance(key, str) else block.child_block
        for message in _of_block(one, child, inner):
            yield f"{child.label}: {message}" if child.label else message
