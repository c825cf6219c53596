"""Which pages a reader gets, and in which order: public ones, in the language asked for."""

import enum
from datetime import UTC, datetime
from typing import Any

from django.db.models import F, Min, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.api.ahead import Plan, arrived, with_related
from cms.api.ids import global_id, keys_of
from cms.api.locales import fallbacks, in_locale
from cms.api.paths import url_path_of
from cms.api.reading import exactly, holds_until, listing, note, note_things
from cms.api.sorting import NorwegianSortKey
from cms.api.tags import tag_of_address, tag_of_translations, tags_of_rows
from cms.api.visibility import Gate
from pages.articles import ArticlePage
from pages.events import EventPage
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


def at_time(times: list[EventTime], moment: datetime) -> Q:
    """Events that stand there in time at the moment."""
    holds_until(_next_turn(times, moment))
    rows = {
        EventTime.UPCOMING: Q(starts_at__gt=moment),
        EventTime.ONGOING: Q(starts_at__lte=moment, over_at__gt=moment),
        EventTime.PAST: Q(over_at__lte=moment),
    }
    found = Q(pk__in=[])
    for time in times:
        found |= rows[EventTime(time)]
    return found


def _next_turn(times: list[EventTime], moment: datetime) -> datetime | None:
    """The next moment at which an event leaves or enters one of these times; None when none will."""
    columns = {
        EventTime.UPCOMING: ("starts_at",),
        EventTime.ONGOING: ("starts_at", "over_at"),
        EventTime.PAST: ("over_at",),
    }
    wanted = {column for time in times for column in columns[EventTime(time)]}
    live = EventPage.objects.filter(live=True)
    firsts = {column: Min(column, filter=Q(**{f"{column}__gt": moment})) for column in wanted}
    with listing(EventPage):
        return min(filter(None, live.aggregate(**firsts).values()), default=None) if firsts else None


def page_at(
    gate: Gate, path: str, locale: Any = None, *, strict: bool = False, plan: Plan | None = None
) -> Page | None:
    """The public page at the path, as what it is; or its translation when a language is asked for."""
    url_path = url_path_of(gate, path)
    if url_path is None:
        return None
    with exactly(tag_of_address(url_path)):
        return served_page(gate, Page.objects.filter(url_path=url_path), locale, strict=strict, plan=plan)


def page_with(
    gate: Gate, id: str, locale: Any = None, *, strict: bool = False, plan: Plan | None = None
) -> Page | None:
    """The public page with the global id, as what it is; or its translation when a language is asked for."""
    keys = keys_of([id], Page)
    with exactly(*tags_of_rows(Page, keys)):
        return served_page(gate, Page.objects.filter(pk__in=keys), locale, strict=strict, plan=plan)


def served_page(
    gate: Gate, pages: QuerySet[Page], locale: Any, *, strict: bool, plan: Plan | None = None
) -> Page | None:
    """The first public page of these, as what it is; in the first language of the fallbacks in which it is public."""
    found: Any
    if locale is None:
        found = gate.public(pages)[:1]
    else:
        found = gate.public(Page.objects.filter(translation_key__in=gate.public(pages).values("translation_key")[:1]))
    translations: dict[str | None, Page] = {
        None if locale is None else gate.locales[page.locale_id]: page
        for page in arrived(with_related(found.specific(defer=True), plan), plan)
    }
    if locale is not None:
        note(*(tag_of_translations(page.translation_key) for page in translations.values()))
    codes = [None] if locale is None else fallbacks(locale, strict=strict)
    return next((translations[code] for code in codes if code in translations), None)


def redirect_from(gate: Gate, path: str) -> Redirect | None:
    """The redirect set up for the path on this site, or on all sites."""
    old_path = Redirect.normalise_path(path)
    with exactly("redirect"):
        found = (
            Redirect.objects.filter(Q(site=gate.site) | Q(site=None), old_path=old_path)
            .select_related("redirect_page")
            .order_by(F("site").asc(nulls_last=True), "pk")
            .first()
        )
        note_things([found and found.redirect_page])
    return found


def draft(gate: Gate, token: str | None, *, path: str | None = None, id: str | None = None) -> Page | None:
    """The draft that the preview token opens, when it is of the page at the path or with the global id.

    The gate then lets this one page pass for the rest of the request.
    """
    page = previewed_page(token, gate.moment) if token else None
    if page is None or gate.root_of(page.path) is None:
        return None
    asked_for = id == global_id(page) if path is None else url_path_of(gate, path) == page.url_path
    if not asked_for:
        return None
    gate.previewed = page.pk
    return page
