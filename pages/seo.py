"""What search engines and social media are told about a page."""

from typing import Any

import graphene
from django.conf import settings

from cms.api.context import Context
from cms.api.fields import node_type
from cms.api.loading import related, whole
from cms.api.paths import page_path
from pages import tree
from pages.structured_data import Describer
from snippets.settings import site_settings


class Seo(graphene.ObjectType):
    """What search engines and social media are told about a page."""

    title = graphene.String(required=True, description="The title for `<title>`; the page's own when none was written.")
    description = graphene.String(
        description="A sentence or two for search results; the page's lead when none was written."
    )
    canonical_url = graphene.String(required=True, description="The one absolute address of this page.")
    share_image = graphene.Field(
        node_type("snippets.Image"),
        description="The picture shown when the page is shared: its own, its main one, or the site's; null when none "
        "of them is public.",
    )
    robots = graphene.String(
        required=True, description="For `<meta name=robots>`: `index, follow` or `noindex, follow`."
    )
    json_ld = graphene.String(
        required=True,
        description="The page and its breadcrumbs in schema.org's words: JSON-LD, safe inside of a script element.",
    )

    @staticmethod
    def resolve_title(page: Any, info: graphene.ResolveInfo) -> str:
        return page.seo_title or page.title

    @staticmethod
    def resolve_description(page: Any, info: graphene.ResolveInfo) -> str | None:
        return page.search_description or whole(page).description_for_search or None

    @staticmethod
    def resolve_canonical_url(page: Any, info: graphene.ResolveInfo) -> str:
        return absolute_url(page, info)

    @staticmethod
    def resolve_share_image(page: Any, info: graphene.ResolveInfo) -> Any:
        gate = info.context.gate
        for name in page.picture_names:
            image = related(page, name)
            if image is not None and gate.allows(image):
                return image
        ours = site_settings(info.context)
        image = ours and related(ours, "share_image")
        return image if image is not None and gate.allows(image) else None

    @staticmethod
    def resolve_robots(page: Any, info: graphene.ResolveInfo) -> str:
        hidden = whole(page).is_hidden_from_search_engines or page.pk in info.context.gate.previewed
        return "noindex, follow" if hidden else "index, follow"

    @staticmethod
    def resolve_json_ld(page: Any, info: graphene.ResolveInfo) -> str:
        gate = info.context.gate
        return Describer(gate, base_url(info.context)).json_ld(whole(page), tree.ancestors(page, gate))


def absolute_url(page: Any, info: graphene.ResolveInfo) -> str:
    """The page's address on the site's frontend; on the site itself when no frontend is named."""
    return base_url(info.context) + page_path(info.context.gate, page)


def base_url(context: Context) -> str:
    """The address of the site's own frontend, or of the installation's, without a slash at the end."""
    ours = site_settings(context)
    return ((ours and ours.frontend_url) or settings.FRONTEND_URL).rstrip("/")
