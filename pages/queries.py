"""Which pages a reader gets, and in which order: public ones, in the language asked for."""

import enum
from datetime import UTC, datetime
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Length
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.api.access import Scope
from cms.api.ahead import arrived, with_related
from cms.api.context import Context
from cms.api.ids import global_id, keys_of
from cms.api.locales import fallbacks, in_locale
from cms.api.paths import url_path_of
from cms.api.reading import exactly, note, note_arrived
from cms.api.selection import plan_of
from cms.api.sorting import NorwegianSortKey
from cms.api.statements import ANY_TEXT, Selection
from cms.api.tags import tag_of_address, tag_of_translations, tags_of_rows
from cms.api.visibility import Gate
from pages.articles import ArticlePage
from pages.events import EventPage
from pages.form_previews import typed_page
from pages.previews import previewed_page
from pages.projects import ProjectPage

# Stands for a moment that is not known, so that an order has no nulls.
EPOCH = datetime(1900, 1, 1, tzinfo=UTC)


class EventTime(enum.Enum):
    """Where an event stands in time, at the moment of reading."""

    UPCOMING = "upcoming"
    ONGOING = "ongoing"
    PAST = "past"


def public_pages(gate: Gate, locale: Any = None, *, strict: bool = False) -> QuerySet[Page]:
    """Public pages of all types, each once in the language asked for."""
    return in_locale(gate.public(Page.objects.all()), locale, gate, strict=strict).alias(
        title_key=NorwegianSortKey("title"),
        first_published_key=Coalesce("first_published_at", Value(EPOCH)),
        last_published_key=Coalesce("last_published_at", Value(EPOCH)),
    )


def public_articles(gate: Gate, locale: Any = None, *, strict: bool = False) -> QuerySet[ArticlePage]:
    """Public articles, each once in the language asked for."""
    return in_locale(gate.public(ArticlePage.objects.all()), locale, gate, strict=strict).alias(
        title_key=NorwegianSortKey("title")
    )


def public_events(gate: Gate, locale: Any = None, *, strict: bool = False) -> QuerySet[EventPage]:
    """Public events, each once in the language asked for."""
    return in_locale(gate.public(EventPage.objects.all()), locale, gate, strict=strict).alias(
        title_key=NorwegianSortKey("title")
    )


def public_projects(gate: Gate, locale: Any = None, *, strict: bool = False) -> QuerySet[ProjectPage]:
    """Public projects, each once in the language asked for; `starts_key` is the start, long ago when unknown."""
    return in_locale(gate.public(ProjectPage.objects.all()), locale, gate, strict=strict).alias(
        title_key=NorwegianSortKey("title"), starts_key=Coalesce("starts_on", Value(EPOCH.date()))
    )


def public_event(gate: Gate, id: str) -> EventPage | None:
    """The public event with the global id; BadUserInput for a text that is no id at all."""
    event: EventPage | None = gate.public(EventPage.objects.filter(pk__in=keys_of([id], EventPage))).first()
    return event


def at_time(times: list[EventTime], gate: Gate) -> Q:
    """Events that stand there in time at the gate's moment."""
    gate.turn_with(EventPage)
    moment = gate.moment
    rows = {
        EventTime.UPCOMING: Q(starts_at__gt=moment),
        EventTime.ONGOING: Q(starts_at__lte=moment, over_at__gt=moment),
        EventTime.PAST: Q(over_at__lte=moment),
    }
    wanted = {EventTime(time) for time in times}
    if wanted == {EventTime.UPCOMING, EventTime.ONGOING}:
        # The same, and an index finds it.
        return Q(over_at__gt=moment)
    found = Q(pk__in=[])
    for time in wanted:
        found |= rows[time]
    return found


def page_at(info: Any, path: str, locale: Any = None, *, strict: bool = False) -> Page | None:
    """The public page at the path, as what it is; or its translation when a language is asked for."""
    context, plan = info.context, plan_of(info)
    url_path = url_path_of(context.gate, path)
    if url_path is None:
        return None

    def prepared() -> Selection:
        gate = context.at_any_moment().gate
        return Selection.of(with_related(_served(gate, Page.objects.filter(url_path=ANY_TEXT), locale), plan))

    key = (tuple(map(id, info.field_nodes)), locale, context.gate.ground.key)
    selection = context.statements.once(key, prepared)
    context.gate.turn_with(Page)
    with exactly(tag_of_address(url_path)):
        pages = arrived(selection.objects(context.moment, url_path), plan)
    return _in_language(pages, context.gate, locale, strict=strict)


def page_with(info: Any, id: str, locale: Any = None, *, strict: bool = False) -> Page | None:
    """The public page with the global id, as what it is; or its translation when a language is asked for."""
    gate, plan = info.context.gate, plan_of(info)
    keys = keys_of([id], Page)
    with exactly(*tags_of_rows(Page, keys)):
        pages = arrived(with_related(_served(gate, Page.objects.filter(pk__in=keys), locale), plan), plan)
    return _in_language(pages, gate, locale, strict=strict)


def _served(gate: Gate, pages: QuerySet[Page], locale: Any) -> Any:
    """The first public page of these, as what it is; with its public translations when a language is asked for."""
    found: Any = gate.public(pages)
    if locale is None:
        return found[:1].specific(defer=True)
    translated = Page.objects.filter(translation_key__in=found.values("translation_key")[:1])
    return gate.public(translated).specific(defer=True)


def _in_language(pages: list[Page], gate: Gate, locale: Any, *, strict: bool) -> Page | None:
    """That of the page's translations which is in the first language of the fallbacks; the page itself for none."""
    if locale is None:
        return pages[0] if pages else None
    note(*(tag_of_translations(page.translation_key) for page in pages))
    translations = {gate.locales[page.locale_id]: page for page in pages}
    codes = fallbacks(locale, strict=strict)
    return next((translations[code] for code in codes if code in translations), None)


def redirect_from(gate: Gate, address: str) -> Redirect | None:
    """The redirect set up for the path with its query string, or else for the path; on this site, or on all sites."""
    try:
        old_paths = {Redirect.normalise_path(one) for one in (address, address.partition("?")[0])}
    except ValueError:
        # No address at all: `//[x`, for example.
        return None
    with exactly("redirect"):
        found = (
            Redirect.objects.filter(Q(site=gate.site) | Q(site=None), old_path__in=old_paths)
            .select_related("redirect_page")
            .order_by(Length("old_path").desc(), F("site").asc(nulls_last=True), "pk")
            .first()
        )
        note_arrived([found.redirect_page] if found and found.redirect_page else [])
    return found


def draft(gate: Gate, token: str | None, *, path: str | None = None, id: str | None = None) -> Page | None:
    """The draft that the preview token opens, when it is of the page at the path or with the global id.

    The gate then lets this one page pass for the rest of the request.
    """
    page = (previewed_page(token, gate.moment) or typed_page(token, gate.moment)) if token else None
    if page is None or gate.root_of(page.path) is None:
        return None
    asked_for = id == global_id(page) if path is None else url_path_of(gate, path) == page.url_path
    if not asked_for:
        return None
    gate.previewed.add(page.pk)
    return page


def latest_draft(
    context: Context, *, path: str | None = None, id: str | None = None, locale: Any = None, strict: bool = False
) -> Page | None:
    """The latest draft of the page at the path or with the global id, for a machine that may read drafts.

    Whatever its state, but not below a view restriction: nobody has let the machine in there.
    """
    gate = context.gate
    if not context.may(Scope.DRAFTS) or (path is None and id is None):
        return None
    chosen = Q(pk__in=keys_of([id or ""], Page)) if path is None else Q(url_path=url_path_of(gate, path))
    pages = gate.of_site(Page.objects.filter(chosen))
    if locale is not None:
        pages = gate.of_site(Page.objects.filter(translation_key__in=pages.values("translation_key")[:1]))
    page = _in_language(list(pages), gate, locale, strict=strict)
    if page is None:
        return None
    gate.previewed.add(page.pk)
    draft: Page = page.get_latest_revision_as_object()
    return draft
