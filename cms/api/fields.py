"""The words in which a model or block declares what GraphQL shows of it."""

from collections.abc import Callable
from typing import Any

import graphene
from django.apps import apps
from django.db import models
from django.utils.module_loading import import_string
from grapple.models import GraphQLField
from grapple.registry import registry
from grapple.settings import grapple_settings

from cms.api.connections import connection_arguments, connection_type
from cms.api.enums import enum_type
from cms.api.moments import DateTime


class Declaration(GraphQLField):
    """One field as a model or block declares it; always described.

    `target` is the "app.Model" that the field leads to, `many` whether it is a list of them. A field with a
    target passes the visibility gate and is loaded for all objects that arrived together.
    """

    def __init__(
        self,
        name: str,
        field_type: Any,
        description: str,
        *,
        required: bool = False,
        source: str | None = None,
        deprecated: str | None = None,
        target: str | None = None,
        many: bool = False,
        html: bool = False,
    ) -> None:
        super().__init__(
            name,
            field_type,
            required=required,
            source=source or name,
            description=description,
            deprecation_reason=deprecated,
        )
        self.is_required = required
        self.target = target
        self.many = many
        self.html = html
        self.connection = False


def GraphQLString(name: str, description: str, **options: Any) -> Declaration:
    return Declaration(name, graphene.String, description, **options)


def GraphQLBoolean(name: str, description: str, **options: Any) -> Declaration:
    return Declaration(name, graphene.Boolean, description, **options)


def GraphQLInt(name: str, description: str, **options: Any) -> Declaration:
    return Declaration(name, graphene.Int, description, **options)


def GraphQLFloat(name: str, description: str, **options: Any) -> Declaration:
    return Declaration(name, graphene.Float, description, **options)


def GraphQLDate(name: str, description: str, **options: Any) -> Declaration:
    """A day, ISO 8601."""
    return Declaration(name, graphene.Date, description, **options)


def GraphQLDateTime(name: str, description: str, **options: Any) -> Declaration:
    """A moment, ISO 8601 with offset."""
    return Declaration(name, DateTime, description, **options)


def GraphQLTime(name: str, description: str, **options: Any) -> Declaration:
    """A time of day, ISO 8601."""
    return Declaration(name, graphene.Time, description, **options)


def GraphQLEnum(name: str, choices: type[models.TextChoices], description: str, **options: Any) -> Declaration:
    """A choice; the empty choice is null."""
    return Declaration(name, enum_type(choices), description, **options)


def GraphQLEnums(name: str, choices: type[models.TextChoices], description: str, **options: Any) -> Declaration:
    """Several choices."""
    listed = graphene.List(graphene.NonNull(enum_type(choices)))
    return Declaration(name, listed, description, required=True, **options)


def GraphQLStrings(name: str, description: str, **options: Any) -> Declaration:
    """Several texts."""
    return Declaration(name, graphene.List(graphene.NonNull(graphene.String)), description, required=True, **options)


def GraphQLHtml(name: str, description: str, **options: Any) -> Declaration:
    """Rich text as sanitised HTML, its links resolved to public paths."""
    return Declaration(name, graphene.String, description, html=True, **options)


def GraphQLObject(name: str, object_type: Any, description: str, **options: Any) -> Declaration:
    """A value that is no model: `object_type` is a graphene type or a function that gives it."""
    return Declaration(name, object_type, description, **options)


def GraphQLMethod(
    name: str, object_type: Any, description: str, *, arguments: dict[str, graphene.Argument], **options: Any
) -> Any:
    """What a method of the model gives for these arguments; it is called with `info` and them."""
    declaration = Declaration(name, object_type, description, **options)

    def mount(field_type: Any) -> graphene.Field:
        return graphene.Field(field_type, description=description, **arguments)

    return declaration, mount


def GraphQLRelation(name: str, model: str, description: str, **options: Any) -> Declaration:
    """One related object ("app.Model"); null when there is none or the reader may not see it."""
    return Declaration(name, node_type(model), description, target=model, **options)


def GraphQLRelations(name: str, model: str, description: str, **options: Any) -> Declaration:
    """A short, closed list of related objects ("app.Model"), in the model's order."""
    listed = graphene.List(graphene.NonNull(node_type(model)))
    return Declaration(name, listed, description, required=True, target=model, many=True, **options)


def GraphQLConnection(name: str, model: str, description: str, **options: Any) -> Any:
    """A list of related objects ("app.Model") that can grow: a connection with first, after, last, before, offset."""
    declaration = Declaration(name, node_type(model), description, target=model, many=True, **options)
    declaration.connection = True

    def mount(node: Callable[[], Any]) -> graphene.Field:
        return graphene.Field(
            lambda: graphene.NonNull(connection_type(node())),
            description=description,
            **connection_arguments(),
        )

    return declaration, mount


def GraphQLStreamField(name: str, description: str, **options: Any) -> Declaration:
    """The blocks of a StreamField, each an object of its own type."""
    interface = graphene.NonNull(lambda: import_string("cms.api.blocks.StreamFieldInterface"))
    return Declaration(name, graphene.List(interface), description, required=True, **options)


def node_type(label: str) -> Callable[[], Any]:
    """A function that gives the GraphQL type of the model, once grapple's registry is complete."""

    def find() -> Any:
        if label == "wagtailcore.Page":
            return import_string(grapple_settings.PAGE_INTERFACE)
        return registry.models[apps.get_model(label)]

    return find
