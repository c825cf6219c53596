"""What every page offers in GraphQL, whatever its type: `PageInterface`."""

from collections.abc import Iterable
from functools import cache
from typing import Any

import graphene
from grapple.registry import registry
from wagtail.models import Page

from cms.api.connections import Connection, Window, connection_arguments, connection_type
from cms.api.locales import Locale, locale_of
from cms.api.moments import DateTime
from cms.api.paths import page_path
from cms.api.types import Node, id_field
from pages import tree
from pages.seo import Seo, absolute_url


@cache
def page_type_enum() -> Any:
    """The enum of page types: `ArticlePage` is ARTICLE."""
    models = {upper_snake(model.__name__.removesuffix("Page")): model for model in registry.pages}
    names = {model.__name__: model for model in models.values()}
    return graphene.Enum(
        "PageType",
        [(name, model.__name__) for name, model in sorted(models.items())],
        description=lambda member: names[member.value].__doc__ if member else "What kind of page it is.",
    )


def model_names(types: Iterable[Any]) -> tuple[str, ...]:
    """The names of the models that these members of `PageType` stand for."""
    return tuple(getattr(one, "value", one) for one in types)


def upper_snake(name: str) -> str:
    """`ContactDirectory` as CONTACT_DIRECTORY."""
    return "".join(f"_{letter}" if letter.isupper() and index else letter for index, letter in enumerate(name)).upper()


class PageInterface(graphene.Interface):
    """A page, of any type."""

    class Meta:
        interfaces = (Node,)

    id = id_field()
    database_id = graphene.Int(required=True, description="The page's number in the admin.")
    title = graphene.String(required=True, description="The page's title.")
    slug = graphene.String(required=True, description="The last part of the path.")
    path = graphene.String(required=True, description="The path on the site, for `route`: `/artikler/en-artikkel/`.")
    url = graphene.String(required=True, description="The absolute address on the frontend.")
    locale = graphene.Field(Locale, required=True, description="The language that was served.")
    page_type = graphene.Field(lambda: graphene.NonNull(page_type_enum()), description="What kind of page it is.")
    first_published_at = DateTime(description="When the page was first published.")
    last_published_at = DateTime(description="When the page was last published.")
    seo = graphene.Field(Seo, required=True, description="What search engines and social media are told.")
    parent = graphene.Field(lambda: PageInterface, description="The page above; null when it is not public.")
    ancestors = graphene.List(
        graphene.NonNull(lambda: PageInterface),
        required=True,
        description="The public pages above, from the front page down: the breadcrumbs.",
    )
    translations = graphene.List(
        graphene.NonNull(lambda: PageInterface),
        required=True,
        description="The same page in other languages.",
    )
    children = graphene.Field(
        lambda: graphene.NonNull(connection_type(PageInterface)),
        **connection_arguments(),
        types=graphene.Argument(
            graphene.List(graphene.NonNull(lambda: page_type_enum())), description="Only pages of these types."
        ),
        in_menu=graphene.Argument(graphene.Boolean, description="Only pages that are, or are not, shown in menus."),
        description="The public pages directly below, in the editors' order.",
    )

    @classmethod
    def resolve_type(cls, page: Page, info: graphene.ResolveInfo) -> Any:
        return registry.pages[type(page)]

    @staticmethod
    def resolve_database_id(page: Page, info: graphene.ResolveInfo) -> int:
        return page.pk

    @staticmethod
    def resolve_path(page: Page, info: graphene.ResolveInfo) -> str:
        return page_path(info.context.gate, page)

    @staticmethod
    def resolve_url(page: Page, info: graphene.ResolveInfo) -> str:
        return absolute_url(page, info)

    @staticmethod
    def resolve_locale(page: Page, info: graphene.ResolveInfo) -> str:
        return locale_of(info.context.gate, page)

    @staticmethod
    def resolve_page_type(page: Page, info: graphene.ResolveInfo) -> str:
        return type(page).__name__

    @staticmethod
    def resolve_seo(page: Page, info: graphene.ResolveInfo) -> Page:
        return page

    @staticmethod
    def resolve_parent(page: Page, info: graphene.ResolveInfo) -> Page | None:
        return tree.parent(page, info.context.gate)

    @staticmethod
    def resolve_ancestors(page: Page, info: graphene.ResolveInfo) -> list[Page]:
        return tree.ancestors(page, info.context.gate)

    @staticmethod
    def resolve_translations(page: Page, info: graphene.ResolveInfo) -> list[Page]:
        return tree.translations(page, info.context.gate)

    @staticmethod
    def resolve_children(
        page: Page,
        info: graphene.ResolveInfo,
        *,
        types: list[Any] | None = None,
        in_menu: bool | None = None,
        **window: Any,
    ) -> Connection:
        names = None if types is None else model_names(types)
        return tree.children(page, Window(**window), info.context.gate, types=names, in_menu=in_menu)
