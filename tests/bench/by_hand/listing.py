"""The twenty newest articles, as the document `articles` asks for them."""

from django.http import HttpRequest, JsonResponse

from cms.api.connections import cursor_of
from cms.api.images import Preset
from pages.models import ArticlePage
from tests.bench.by_hand.public import Public
from tests.bench.by_hand.shown import author, authors_of, linked, picture, theme, themes_of

FIRST = 20
ORDER = ("-published_on", "pk")
PICTURE = (
    *("collection_id", "description", "is_decorative", "placeholder"),
    *("width", "height", "file", "file_hash"),
    *("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height"),
)


def articles(request: HttpRequest) -> JsonResponse:
    public = Public(request)
    rows = list(
        public.pages(ArticlePage.objects)
        .filter(locale__language_code="nb")
        .select_related("hero_image")
        .only("title", "url_path", "kind", "lead", "published_on", *(f"hero_image__{name}" for name in PICTURE))
        .order_by(*ORDER)[: FIRST + 1]
    )
    shown = rows[:FIRST]
    authors, themes = authors_of(shown), themes_of(shown)
    nodes = [
        {
            **linked(page, public),
            "kind": page.kind.upper(),
            "lead": page.lead,
            "publishedOn": page.published_on.isoformat(),
            "heroImage": picture(page.hero_image, Preset.CARD, public, "placeholder"),
            "authors": [author(row, public) for row in authors[page.pk]],
            "themes": [theme(one) for one in themes[page.pk]],
        }
        for page in shown
    ]
    page_info = {"hasNextPage": len(rows) > FIRST, "endCursor": cursor_of(shown[-1], ORDER) if shown else None}
    return JsonResponse({"data": {"articles": {"nodes": nodes, "pageInfo": page_info}}})
