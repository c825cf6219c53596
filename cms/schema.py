"""The one public schema: root fields of all apps over the types that grapple made of our models."""

import graphene
from graphql import assert_valid_schema
from grapple.registry import registry

from cms.api.blocks import StreamFieldInterface
from cms.api.costs import declare_costs
from cms.api.nodes import NodesQuery
from cms.api.types import narrow_to_declared
from cms.costs import COSTS
from pages.health.schema import HealthQuery
from pages.nominating import NominationMutation
from pages.registrations.mutations import RegistrationMutation, RegistrationQuery
from pages.schema import PagesQuery
from search.schema import SearchQuery
from snippets.confirmations.mutations import ConfirmationMutation, ConfirmationQuery
from snippets.contact_mutation import ContactMutation
from snippets.documents import Document
from snippets.images import Image
from snippets.schema import SnippetsQuery


class Query(NodesQuery, PagesQuery, HealthQuery, RegistrationQuery, SnippetsQuery, ConfirmationQuery, SearchQuery):
    """Everything that can be read."""


class Mutation(RegistrationMutation, NominationMutation, ConfirmationMutation, ContactMutation):
    """What the public can send in, and what machines may write. All other content is written in the admin alone."""


def make_schema() -> graphene.Schema:
    """The schema, made of what the models declare; unknown types and undeclared fields are not in it."""
    narrow_to_declared()
    pages = registry.pages.values()
    blocks = [block for block in registry.streamfield_blocks.values() if StreamFieldInterface in block._meta.interfaces]
    media = [registry.images[Image], registry.documents[Document]]
    made = graphene.Schema(query=Query, mutation=Mutation, types=[*pages, *registry.snippets.values(), *media, *blocks])
    # graphql-core would find out at the first request.
    assert_valid_schema(made.graphql_schema)
    declare_costs(made.graphql_schema, COSTS)
    return made


schema = make_schema()
