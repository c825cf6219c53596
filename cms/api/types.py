"""Object types: grapple's node types, narrowed to what the models declare."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import graphene
from django.db.models import Model
from grapple.registry import registry

from cms.api.fields import Declaration
from cms.api.ids import global_id
from cms.api.resolvers import resolver_for


def id_field() -> graphene.ID:
    """The field `id` of a node.

    Its resolver is on the field itself: a `resolve_id` of the interface would lose to the one that every
    DjangoObjectType has, which gives the bare primary key.
    """
    return graphene.ID(
        required=True,
        resolver=lambda thing, info: global_id(thing),
        description="Opaque and globally unique; for `node` and for a client's cache.",
    )


class Node(graphene.Interface):
    """Anything with an id of its own: every page, snippet, image and document."""

    id = id_field()

    @classmethod
    def resolve_type(cls, thing: Model, info: graphene.ResolveInfo) -> Any:
        return type_of(type(thing))


@cache
def type_of(model: type[Model]) -> Any:
    """The GraphQL type of the model's objects; KeyError when it has none.

    grapple puts all its types into a new dictionary each time that it is asked.
    """
    return registry.models[model]


def models_with_types() -> dict[type[Model], Any]:
    """The models that grapple made a type of, with their types."""
    return {
        **registry.pages,
        **registry.snippets,
        **registry.images,
        **registry.documents,
        **registry.settings,
        **registry.django_models,
    }


def declarations(model: type) -> Iterator[tuple[Declaration, graphene.Field]]:
    """What a model declares, each with the GraphQL field that it becomes."""
    for declared in getattr(model, "graphql_fields", ()):
        declaration, mount = declared if isinstance(declared, tuple) else (declared, None)
        if mount is None:
            field = graphene.Field(
                declaration.field_type,
                description=declaration.description,
                deprecation_reason=declaration.deprecation_reason,
            )
        else:
            field = mount(declaration.field_type)
        yield declaration, field


def narrow_to_declared() -> None:
    """Leave on each of grapple's types only its interfaces' fields and the declared ones, with our resolvers.

    grapple's base types carry fields of their own (drafts' titles, file hashes, owners' foreign keys) and read
    every relation object by object.
    """
    for model, node in models_with_types().items():
        fields: dict[str, graphene.Field] = {}
        for interface in node._meta.interfaces:
            fields |= interface._meta.fields
        for declaration, field in declarations(model):
            field.resolver = resolver_for(model, declaration)
            fields[declaration.field_name] = field
        # In place and past `__setattr__`: graphene freezes the options of a finished type.
        node._meta.fields.clear()
        node._meta.fields.update(fields)
        object.__setattr__(node._meta, "description", model.__doc__)
