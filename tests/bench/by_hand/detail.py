"""One article at its path, as the document `article` asks for it."""

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from wagtail.models import Page

from cms.api.images import Preset
from pages.models import ArticlePage, EventPage, ProjectPage
from snippets.models import Municipality, Theme
from tests.bench.by_hand.bodies import body
from tests.bench.by_hand.public import Public
from tests.bench.by_hand.search_engines import seo
from tests.bench.by_hand.shown import author, authors_of, linked, picture, theme, themes_of


def article(request: HttpRequest, path: str) -> JsonResponse:
    public = Public(request)
    page = (
        public.pages(ArticlePage.objects)
        .select_related("hero_image", "share_image", "locale")
        .get(url_path=public.root.url_path + path)
    )
    above = [page.path[:end] for end in range(2 * Page.steplen, len(page.path), Page.steplen)]
    ancestors = list(public.pages(Page.objects).filter(path__in=above).order_by("path"))
    authors, themes = authors_of([page])[page.pk], themes_of([page])[page.pk]
    municipalities = list(Municipality.objects.filter(articles=page))
    projects = public.pages(ProjectPage.objects).filter(articles=page).only("title", "url_path")
    data = {
        "__typename": "ArticlePage",
        **linked(page, public),
        "locale": page.locale.language_code.upper(),
        "kind": page.kind.upper(),
        "lead": page.lead,
        "publishedOn": page.published_on.isoformat(),
        "lastPublishedAt": timezone.localtime(page.last_published_at).isoformat(),
        "seo": seo(page, public, ancestors, authors, themes, municipalities),
        "ancestors": [linked(one, public) for one in ancestors],
        "translations": _translations(page, public),
        "heroImage": picture(page.hero_image, Preset.HERO, public, "credit", "placeholder"),
        "authors": [author(row, public, "job_title") for row in authors],
        "themes": [theme(one) for one in themes],
        "municipalities": [{"number": one.number, "name": one.name} for one in municipalities],
        "event": _event(page, public),
        "projects": [linked(one, public) for one in projects],
        "related": _related(page, themes, public),
        "body": body(page.body.raw_data, public),
    }
    return JsonResponse({"data": {"route": data}})


def _translations(page: ArticlePage, public: Public) -> list[dict[str, Any]]:
    others = Page.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk)
    found = public.pages(others).select_related("locale").order_by("locale_id")
    return [{"locale": one.locale.language_code.upper(), "path": public.path(one)} for one in found]


def _event(page: ArticlePage, public: Public) -> dict[str, Any] | None:
    if page.event_id is None:
        return None
    event = public.pages(EventPage.objects).only("title", "url_path", "starts_at").filter(pk=page.event_id).first()
    return event and {**linked(event, public), "startsAt": timezone.localtime(event.starts_at).isoformat()}


def _related(page: ArticlePage, themes: list[Theme], public: Public) -> list[dict[str, Any]]:
    found = (
        public.pages(ArticlePage.objects)
        .filter(locale=page.locale_id, themes__in=themes)
        .exclude(pk=page.pk)
        .annotate(shared=Count("themes"))
        .only("title", "url_path", "published_on")
        .order_by("-shared", "-published_on", "-pk")[:3]
    )
    return [{**linked(one, public), "publishedOn": one.published_on.isoformat()} for one in found]
