"""Start-up checks: a wrong declaration is told before the first request, not by it."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.db.models import Model
from grapple.registry import registry

from cms.api.blocks import StreamFieldInterface
from cms.api.fields import Declaration
from cms.api.types import models_with_types


def check_declarations(app_configs: Any = None, **options: Any) -> list[CheckMessage]:
    """What is wrong in the `graphql_fields` of models and blocks, each with the way out."""
    found: list[CheckMessage] = []
    for model in models_with_types():
        if getattr(model, "graphql_fields", None):
            found += _model_errors(model)
    for block, node in registry.streamfield_blocks.items():
        if isinstance(block, type) and StreamFieldInterface in getattr(node._meta, "interfaces", ()):
            found += _block_errors(block)
    return found


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
        yield from _declaration_errors(block, declaration)


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
    return [one[0] if isinstance(one, tuple) else one for one in owner.graphql_fields]  # type: ignore[attr-defined]


def _has(model: type[Model], name: str) -> bool:
    return hasattr(model, name) or any(name == field.name for field in model._meta.get_fields())


def _error(owner: type, what: str, hint: str, number: int) -> Error:
    return Error(f"{owner.__module__}.{owner.__name__} {what}", hint=hint, obj=owner, id=f"cms_api.E{number:03}")
