"""Resolvers of declared model fields: loaded for all peers at once, and past the gate."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Model
from graphene import ResolveInfo
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.api import rich_text
from cms.api.ahead import model_field
from cms.api.blocks import body
from cms.api.connections import Connection, Window
from cms.api.executor import Column
from cms.api.fields import Declaration
from cms.api.loading import fetch, peers_of, related, whole
from cms.api.nested import related_page
from cms.api.typed_links import TypedLinks

Resolver = Callable[..., Any]


def resolver_for(model: type[Model], declaration: Declaration) -> Resolver:
    """How the declared field of the model is read."""
    resolve = _resolver_for(model, declaration)
    if isinstance(resolve, Column) or not issubclass(model, Page):
        return resolve
    return lambda page, info, **arguments: resolve(whole(page), info, **arguments)


def _resolver_for(model: type[Model], declaration: Declaration) -> Resolver:
    name = declaration.field_source or declaration.field_name
    column = model_field(model, name)
    if declaration.connection:
        return _connection(name)
    if column is not None and column.is_relation:
        return _relations(name) if declaration.many else _relation(name)
    if isinstance(column, StreamField):
        return lambda thing, info: body(thing, name)
    if declaration.html:
        return _html(model, name, required=declaration.is_required)
    if column is not None and column.concrete:
        return Column(column.attname, empty_is_null=not declaration.is_required, otherwise=_attribute(model, name))
    return _value(name, required=declaration.is_required)


def _attribute(model: type[Model], name: str) -> Resolver:
    if issubclass(model, Page):
        return lambda page, info: getattr(whole(page), name)
    return lambda thing, info: getattr(thing, name)


def _relation(name: str) -> Resolver:
    def resolve(thing: Model, info: ResolveInfo) -> Any:
        found = related(thing, name)
        return found if found is not None and info.context.gate.allows(found) else None

    return resolve


def _relations(name: str) -> Resolver:
    def resolve(thing: Model, info: ResolveInfo) -> list[Any]:
        return info.context.gate.visible(related(thing, name))

    return resolve


def _connection(name: str) -> Resolver:
    def resolve(thing: Model, info: ResolveInfo, **arguments: Any) -> Connection:
        return related_page(thing, name, Window(**arguments), info.context.gate)

    return resolve


def _value(name: str, *, required: bool) -> Resolver:
    def resolve(thing: Any, info: ResolveInfo, **arguments: Any) -> Any:
        value = getattr(thing, name)
        if callable(value):
            value = value(info, **arguments)
        # An empty text of an optional field says "none", which GraphQL calls null.
        return None if value == "" and not required else value

    return resolve


def _html(model: type[Model], name: str, *, required: bool) -> Resolver:
    """Rich text; what all rich texts of all peers lead to is loaded together."""

    def resolve(thing: Model, info: ResolveInfo) -> str | None:
        text = getattr(thing, name)
        if not text and not required:
            return None
        peers, context = peers_of(thing), info.context
        targets = peers.once("rich text", lambda members: _targets(model, members))
        typed = peers.once("typed links", lambda members: TypedLinks(lambda: _texts(model, members)))

        def find(reference: rich_text.Reference) -> Any:
            found = targets.get(reference)
            return found if found is not None and context.gate.allows(found) else None

        return rich_text.render(text, find, context.address, lambda href: typed.is_to_hidden(href, context))

    return resolve


def _texts(model: type[Model], members: list[Any]) -> Iterator[str]:
    """All rich texts of the members."""
    names = [
        declared.field_source
        for declared in getattr(model, "graphql_fields", ())
        if isinstance(declared, Declaration) and declared.html
    ]
    for member in members:
        for name in names:
            yield getattr(member, name)


def _targets(model: type[Model], members: list[Any]) -> dict[rich_text.Reference, Any]:
    wanted: dict[str, set[int]] = {}
    for text in _texts(model, members):
        for kind, pk in rich_text.references(text):
            wanted.setdefault(kind, set()).add(pk)
    return {
        (kind, pk): found for kind, pks in wanted.items() for pk, found in fetch(rich_text.model_of(kind), pks).items()
    }
