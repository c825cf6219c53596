"""Start-up checks: a wrong declaration is told before the first request, not by it."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.db.models import Model
from grapple.registry import registry
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.fields import StreamField

from cms.api.blocks import StreamFieldInterface
from cms.api.fields import Declaration
from cms.api.types import Node, models_with_types


def check_declarations(app_configs: Any = None, **options: Any) -> list[CheckMessage]:
    """What is wrong in the `graphql_fields` of models and blocks, each with the way out."""
    found: list[CheckMessage] = []
    for model, node in models_with_types().items():
        if getattr(model, "graphql_fields", None):
            found += [*_model_errors(model), *_id_errors(model, node)]
    for block in registry.streamfield_blocks:
        if isinstance(block, type) and _has_type(block):
            found += _block_errors(block)
    return found


def check_streams(app_configs: Any = None, **options: Any) -> list[CheckMessage]:
    """What is wrong with the blocks that editors can put into the StreamFields that GraphQL shows."""
    found: dict[tuple[type, str], CheckMessage] = {}
    for model in models_with_types():
        shown = {one.field_source or one.field_name for one in declared(model)}
        for field in model._meta.get_fields():
            if isinstance(field, StreamField) and field.name in shown:
                for block, is_chosen in _offered(field.stream_block):
                    # Of a block that stands in several streams each fault is told once.
                    found |= {
                        (type(block), str(error.id)): error for error in _offer_errors(block, is_chosen=is_chosen)
                    }
    return list(found.values())


def _offered(block: blocks.Block) -> Iterator[tuple[blocks.Block, bool]]:
    """The children of all streams in the block, at any depth, and whether an editor chooses each among others."""
    if isinstance(block, blocks.StreamBlock):
        for child in block.child_blocks.values():
            yield child, len(block.child_blocks) > 1
    if isinstance(block, blocks.BaseStreamBlock | blocks.BaseStructBlock):
        for child in block.child_blocks.values():
            yield from _offered(child)
    elif isinstance(block, blocks.ListBlock):
        yield from _offered(block.child_block)


def _offer_errors(block: blocks.Block, *, is_chosen: bool) -> Iterator[CheckMessage]:
    if not _has_type(type(block)):
        yield _error(
            type(block),
            f"is in a StreamField, as {block.name!r}, but has no GraphQL type: what has one in it cannot be read.",
            "Decorate it with `@register_block` (cms.api.blocks); it has to be a StructBlock.",
            7,
        )
    # Wagtail has an icon for blocks that name none, and makes a label of the name in the code.
    missing = [] if block.meta.label else ["label"]
    if block.meta.icon in ("", blocks.Block._meta_class.icon):
        missing.append("icon")
    if is_chosen and not getattr(block.meta, "description", ""):
        missing.append("description")
    if missing:
        yield _error(
            type(block),
            f"is in a StreamField, as {block.name!r}, but its Meta has no {' and no '.join(missing)}.",
            "Write there what editors see, in bokmål, where they choose a block.",
            8,
        )


def _has_type(block: type) -> bool:
    """Whether the block has a GraphQL type of ours; grapple has some of its own, for blocks that are no StructBlock."""
    node = registry.streamfield_blocks.get(block)
    return node is not None and StreamFieldInterface in getattr(node._meta, "interfaces", ())


def _model_errors(model: type[Model]) -> Iterator[CheckMessage]:
    if not model.__doc__ or model.__doc__.startswith(f"{model.__name__}("):
        yield _error(model, "has no docstring, which describes its GraphQL type.", "Write one sentence.", 1)
    for declaration in declared(model):
        source = declaration.field_source or declaration.field_name
        if not _has(model, source):
            yield _error(
                model,
                f"declares the GraphQL field {declaration.field_name!r}, but has no attribute {source!r}.",
                "Correct the name, or name another attribute with `source`.",
                2,
            )
        yield from _declaration_errors(model, declaration)


def _id_errors(model: type[Model], node: Any) -> Iterator[CheckMessage]:
    # Rows are read with what they are rows of; of settings a site has one.
    is_row = any(isinstance(field, ParentalKey) for field in model._meta.get_fields())
    if Node not in node._meta.interfaces and not is_row and model not in registry.settings:
        yield _error(
            model,
            "is shown by GraphQL without an `id`.",
            "Register it as a snippet, in a viewset, or give it a ParentalKey to what it is a row of.",
            9,
        )


def _block_errors(block: type) -> Iterator[CheckMessage]:
    if not block.__doc__:
        yield _error(block, "has no docstring, which describes its GraphQL type.", "Write one sentence.", 1)
    for declaration in declared(block):
        source = declaration.field_source or declaration.field_name
        if source not in block.base_blocks:  # type: ignore[attr-defined]
            yield _error(
                block,
                f"declares the GraphQL field {declaration.field_name!r}, but has no child block {source!r}.",
                "Correct the name, or name the child block with `source`.",
                2,
            )
        elif (nested := _nested(block.base_blocks[source])) and not _has_type(nested):  # type: ignore[attr-defined]
            yield _error(
                nested,
                f"is shown as {declaration.field_name!r} of {block.__name__}, but has no GraphQL type.",
                "Decorate it with `@register_block` (cms.api.blocks).",
                7,
            )
        yield from _declaration_errors(block, declaration)


def _nested(child: blocks.Block) -> type | None:
    """The class of the block that GraphQL shows as an object of its own, in the child or as it; None for a value."""
    shown = child.child_block if isinstance(child, blocks.ListBlock) else child
    return type(shown) if isinstance(shown, blocks.StructBlock) else None


def _declaration_errors(owner: type, declaration: Declaration) -> Iterator[CheckMessage]:
    name = declaration.field_name
    if not declaration.description:
        yield _error(owner, f"declares the GraphQL field {name!r} without a description.", "Describe it.", 3)
    if declaration.target is None:
        return
    if declaration.is_required and not declaration.many:
        yield _error(
            owner,
            f"promises that {name!r} is never null, but its target may be hidden or gone.",
            "Leave out `required`.",
            4,
        )
    try:
        target = apps.get_model(declaration.target)
    except (LookupError, ValueError):
        target = None
    if target is None or (declaration.target != "wagtailcore.Page" and target not in registry.models):
        yield _error(
            owner,
            f"declares that {name!r} leads to {declaration.target!r}, which is no model with a GraphQL type.",
            "Write it as 'app.Model', of an app in GRAPPLE['APPS'].",
            5,
        )
    elif declaration.connection and not hasattr(target, "list_order"):
        yield _error(
            owner,
            f"declares the connection {name!r} to {declaration.target}, which does not say in what order.",
            f"Give {target.__name__} a `list_order` of columns that are never null, ending in 'pk'.",
            6,
        )


def declared(owner: type) -> list[Declaration]:
    """The declarations of a model or block, without what mounts them."""
    return [one[0] if isinstance(one, tuple) else one for one in getattr(owner, "graphql_fields", None) or ()]


def _has(model: type[Model], name: str) -> bool:
    return hasattr(model, name) or any(name == field.name for field in model._meta.get_fields())


def _error(owner: type, what: str, hint: str, number: int) -> Error:
    return Error(f"{owner.__module__}.{owner.__name__} {what}", hint=hint, obj=owner, id=f"cms_api.E{number:03}")
