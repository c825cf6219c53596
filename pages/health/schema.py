"""Content health over GraphQL, for machines that may read it."""

from typing import Any

import graphene
from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from wagtail.models import Page

from cms.api.access import Scope
from cms.api.connections import Connection, Window, connection_arguments, connection_type, paginate
from cms.api.filters import Condition, listed, one_of, rows, where_type
from cms.api.ids import keys_of
from cms.api.loading import related
from pages.health.model import PageFault
from pages.health.wording import Kind
from pages.interface import PageInterface, model_names, page_type_enum
from pages.tree import type_ids

ContentFaultKind: Any = graphene.Enum.from_enum(
    Kind,
    name="ContentFaultKind",
    description=lambda member: f"Shown to editors as «{member.label}»." if member else Kind.__doc__,
)
CONDITIONS = {
    "kind": Condition(listed(ContentFaultKind), "Of one of these kinds.", one_of("kind")),
    "page_type": Condition(
        listed(lambda: page_type_enum()),
        "On pages of one of these types.",
        lambda types, context: Q(page__content_type_id__in=type_ids(model_names(types))),
    ),
    "pages": Condition(
        listed(graphene.ID), "On one of these pages.", lambda ids, context: Q(page__in=keys_of(ids, Page))
    ),
}
ContentFaultWhere = where_type("ContentFaultWhere", "Which faults.", CONDITIONS)
# Faults of one page stand together, in the order in which the page has them.
ORDER = ("page_id", "pk")


class ContentFault(graphene.ObjectType):
    """One thing on a public page that an editor should mend."""

    kind = graphene.Field(ContentFaultKind, required=True, description="What is wrong.")
    words = graphene.String(required=True, description="The words that it is about; empty when it is about none.")
    page = graphene.Field(PageInterface, description="The page that it is on.")
    edit_url = graphene.String(required=True, description="Where an editor mends it: an address in the admin.")

    @staticmethod
    def resolve_kind(fault: PageFault, info: graphene.ResolveInfo) -> Kind:
        return Kind(fault.kind)

    @staticmethod
    def resolve_page(fault: PageFault, info: graphene.ResolveInfo) -> Any:
        page = related(fault, "page")
        return page if info.context.gate.allows(page) else None

    @staticmethod
    def resolve_edit_url(fault: PageFault, info: graphene.ResolveInfo) -> str:
        return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('wagtailadmin_pages:edit', args=[fault.page_id])}"


class HealthQuery(graphene.ObjectType):
    """What machines may know of how the content is."""

    content_health = graphene.Field(
        lambda: connection_type(ContentFault),
        **connection_arguments(),
        where=graphene.Argument(ContentFaultWhere, description="Only those for which all of this holds."),
        description=(
            "What there is to mend on public pages, by page. Needs an access token with the scope `health`; "
            "FORBIDDEN without."
        ),
    )

    @staticmethod
    def resolve_content_health(
        root: None, info: graphene.ResolveInfo, *, where: Any = None, **window: Any
    ) -> Connection:
        info.context.require(Scope.HEALTH)
        public = info.context.gate.public(Page.objects.all()).values("pk")
        faults = PageFault.objects.filter(rows(CONDITIONS, where, info.context), page__in=public)
        return paginate(faults, ORDER, Window(**window))
