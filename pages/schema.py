"""Root fields for pages: one page, lists of pages, and the way from a path to a page."""

from typing import Any

import graphene
from django.db.models import Q
from grapple.registry import registry
from wagtail.contrib.redirects.models import Redirect as WagtailRedirect
from wagtail.models import Page

from cms.api.connections import Connection, Window, connection_arguments, connection_type
from cms.api.enums import enum_type
from cms.api.fields import node_type
from cms.api.filters import (
    Condition,
    DateRange,
    DateTimeRange,
    listed,
    narrowing,
    one_of,
    rows,
    sharing,
    where_type,
    within,
)
from cms.api.ids import keys_of
from cms.api.locales import arguments as locale_arguments
from cms.api.orders import order_keys, order_type
from cms.api.paths import page_path
from cms.api.reading import claim
from cms.api.root_lists import root_list
from cms.api.tags import tag_of_model
from pages import queries
from pages.articles import ArticleKind, ArticlePage
from pages.event_choices import AttendanceMode, EventKind, EventStatus
from pages.events import EventPage
from pages.interface import PageInterface, model_names, page_type_enum
from pages.projects import ProjectPage, ProjectStatus
from pages.tree import models_named, type_ids
from snippets.contacts import Contact
from snippets.funding import FundingScheme
from snippets.organisations import Organisation


def having(model: type[Page], lookup: str) -> Any:
    """Pages of the model with at least one related object whose lookup has one of the values."""

    def kept(values: list[Any], context: Any) -> Q:
        return Q(pk__in=model.objects.filter(**{f"{lookup}__in": values}).values("pk"))

    return kept


def by_id(column: str, model: Any) -> Any:
    """Rows whose foreign key is one of these global ids of the model."""

    def kept(ids: list[str], context: Any) -> Q:
        return Q(**{f"{column}__in": keys_of(ids, model)})

    return kept


def public_with(model: Any, ids: list[str], context: Any) -> Any:
    """Those of the objects with these global ids that anyone may see: a filter must not confirm what is hidden."""
    return context.gate.public(model.objects.filter(pk__in=keys_of(ids, model))).values("pk")


def below(ids: list[str], context: Any, *, directly: bool) -> Q:
    """Pages under one of these pages, as far as anyone may see those."""
    gate = context.gate
    kept = Q(pk__in=[])
    parents = gate.public(Page.objects.filter(pk__in=keys_of(ids, Page)))
    for path, depth in parents.values_list("path", "depth"):
        kept |= Q(path__startswith=path, depth=depth + 1) if directly else Q(path__startswith=path, depth__gt=depth)
    return kept


THEMES = "With one of these themes, by slug."
MUNICIPALITIES = "For one of these municipalities, by their four-digit number."

PAGE_CONDITIONS = {
    "types": Condition(
        listed(lambda: page_type_enum()),
        "Of one of these types.",
        lambda types, context: Q(content_type_id__in=type_ids(model_names(types))),
        lambda types: [tag_of_model(model) for model in models_named(model_names(types))],
    ),
    "in_menu": Condition(graphene.Boolean, "Shown in menus, or not.", lambda shown, context: Q(show_in_menus=shown)),
    "parent": Condition(
        listed(graphene.ID),
        "Directly below one of these pages.",
        lambda ids, context: below(ids, context, directly=True),
    ),
    "ancestor": Condition(
        listed(graphene.ID),
        "Anywhere below one of these pages.",
        lambda ids, context: below(ids, context, directly=False),
    ),
    "first_published_at": Condition(DateTimeRange, "First published in this time.", within("first_published_at")),
    "last_published_at": Condition(DateTimeRange, "Last published in this time.", within("last_published_at")),
}
PageWhere = where_type("PageWhere", "Which pages.", PAGE_CONDITIONS)
PageOrder = order_type(
    "PageOrder",
    "In which order pages come.",
    {
        "PATH_ASC": ("path", "As in the tree: each page before those below it."),
        "TITLE_ASC": ("title_key", "By title, in Norwegian alphabetical order."),
        "TITLE_DESC": ("-title_key", "By title, in reverse Norwegian alphabetical order."),
        "FIRST_PUBLISHED_AT_ASC": ("first_published_key", "First published first."),
        "FIRST_PUBLISHED_AT_DESC": ("-first_published_key", "Newest first."),
        "LAST_PUBLISHED_AT_ASC": ("last_published_key", "Longest unchanged first."),
        "LAST_PUBLISHED_AT_DESC": ("-last_published_key", "Most recently changed first."),
    },
)

ARTICLE_CONDITIONS = {
    "kind": Condition(listed(enum_type(ArticleKind)), "Of one of these kinds.", one_of("kind")),
    "published_on": Condition(DateRange, "Dated in this time.", within("published_on")),
    "themes": Condition(
        listed(graphene.String), THEMES, having(ArticlePage, "themes__slug"), sharing(ArticlePage, "themes", "slug")
    ),
    "municipalities": Condition(
        listed(graphene.String),
        MUNICIPALITIES,
        having(ArticlePage, "municipalities__number"),
        sharing(ArticlePage, "municipalities", "number"),
    ),
    "authors": Condition(
        listed(graphene.ID),
        "Written by one of these contacts.",
        lambda ids, context: Q(
            pk__in=ArticlePage.objects.filter(authors__contact__in=public_with(Contact, ids, context)).values("pk")
        ),
    ),
    "event": Condition(
        listed(graphene.ID),
        "Reporting on one of these events.",
        lambda ids, context: Q(event__in=public_with(EventPage, ids, context)),
    ),
}
ArticleWhere = where_type("ArticleWhere", "Which articles.", ARTICLE_CONDITIONS)
ArticleOrder = order_type(
    "ArticleOrder",
    "In which order articles come.",
    {
        "PUBLISHED_ON_DESC": ("-published_on", "Newest first."),
        "PUBLISHED_ON_ASC": ("published_on", "Oldest first."),
        "TITLE_ASC": ("title_key", "By title, in Norwegian alphabetical order."),
        "TITLE_DESC": ("-title_key", "By title, in reverse Norwegian alphabetical order."),
    },
)

EventTime: Any = graphene.Enum.from_enum(
    queries.EventTime,
    name="EventTime",
    description=lambda member: (
        {
            "UPCOMING": "Not yet begun.",
            "ONGOING": "Begun and not yet over.",
            "PAST": "Over. An event without an end, or for whole days, is over when its last day is.",
        }[member.name]
        if member
        else queries.EventTime.__doc__
    ),
)
EVENT_CONDITIONS = {
    "when": Condition(
        listed(EventTime),
        "Where they stand in time, at the moment of reading.",
        lambda times, context: queries.at_time(times, context.gate),
    ),
    "kind": Condition(listed(enum_type(EventKind)), "Of one of these kinds.", one_of("kind")),
    "status": Condition(listed(enum_type(EventStatus)), "With one of these statuses.", one_of("status")),
    "attendance_mode": Condition(
        listed(enum_type(AttendanceMode)), "Attended in one of these ways.", one_of("attendance_mode")
    ),
    "starts_at": Condition(DateTimeRange, "Starting in this time.", within("starts_at")),
    "themes": Condition(
        listed(graphene.String), THEMES, having(EventPage, "themes__slug"), sharing(EventPage, "themes", "slug")
    ),
    "municipalities": Condition(
        listed(graphene.String),
        MUNICIPALITIES,
        having(EventPage, "municipalities__number"),
        sharing(EventPage, "municipalities", "number"),
    ),
    "audiences": Condition(
        listed(graphene.String),
        "For one of these audiences, by slug.",
        having(EventPage, "audiences__slug"),
        sharing(EventPage, "audiences", "slug"),
    ),
    "organiser": Condition(
        listed(graphene.ID),
        "Organised or co-hosted by one of these organisations.",
        lambda ids, context: Q(
            pk__in=EventPage.objects.filter(organisers__organisation__in=keys_of(ids, Organisation)).values("pk")
        ),
    ),
}
EventWhere = where_type("EventWhere", "Which events.", EVENT_CONDITIONS)
EventOrder = order_type(
    "EventOrder",
    "In which order events come.",
    {
        "STARTS_AT_ASC": ("starts_at", "Earliest first."),
        "STARTS_AT_DESC": ("-starts_at", "Latest first."),
        "TITLE_ASC": ("title_key", "By title, in Norwegian alphabetical order."),
        "TITLE_DESC": ("-title_key", "By title, in reverse Norwegian alphabetical order."),
    },
)

PROJECT_CONDITIONS = {
    "status": Condition(listed(enum_type(ProjectStatus)), "With one of these statuses.", one_of("status")),
    "owner": Condition(
        listed(graphene.ID), "Owned by one of these organisations.", by_id("owner_organisation_id", Organisation)
    ),
    "funding_scheme": Condition(
        listed(graphene.ID), "Funded by one of these schemes.", by_id("funding_scheme_id", FundingScheme)
    ),
    "municipalities": Condition(
        listed(graphene.String),
        MUNICIPALITIES,
        having(ProjectPage, "municipalities__number"),
        sharing(ProjectPage, "municipalities", "number"),
    ),
    "starts_on": Condition(DateRange, "Starting in this time.", within("starts_on")),
}
ProjectWhere = where_type("ProjectWhere", "Which projects.", PROJECT_CONDITIONS)
ProjectOrder = order_type(
    "ProjectOrder",
    "In which order projects come.",
    {
        "TITLE_ASC": ("title_key", "By title, in Norwegian alphabetical order."),
        "TITLE_DESC": ("-title_key", "By title, in reverse Norwegian alphabetical order."),
        "STARTS_ON_DESC": ("-starts_key", "Latest first."),
        "STARTS_ON_ASC": ("starts_key", "Earliest first; those without a start before all others."),
    },
)


class Redirect(graphene.ObjectType):
    """The page has moved: go there instead."""

    location = graphene.String(required=True, description="Where to: a path on this site, or an absolute address.")
    permanent = graphene.Boolean(required=True, description="Whether it stays there (301), or not (302).")


class Route(graphene.Union):
    """What is at a path: a page, or a redirect."""

    class Meta:
        types = (Redirect, *registry.pages.values())

    @classmethod
    def resolve_type(cls, found: Any, info: graphene.ResolveInfo) -> Any:
        return Redirect if isinstance(found, Redirect) else registry.pages[type(found)]


def list_field(node: Any, where: Any, order: Any, description: str) -> graphene.Field:
    """A root field with one page of a list: paging, filter, order and language."""
    return graphene.Field(
        lambda: graphene.NonNull(connection_type(node())),
        **connection_arguments(),
        **locale_arguments(),
        where=graphene.Argument(where, description="Only those for which all of this holds."),
        order_by=graphene.Argument(
            graphene.List(graphene.NonNull(order)),
            description="By the first of these, then by the next where equal.",
        ),
        description=description,
    )


PREVIEW = "A preview token: shows the latest draft of the page it was made for, and changes nothing for any other."


class PagesQuery(graphene.ObjectType):
    """Root fields for pages."""

    route = graphene.Field(
        Route,
        path=graphene.Argument(
            graphene.String,
            required=True,
            description="The path on the site: `/artikler/`. A query string is of redirects only, pages have none.",
        ),
        preview=graphene.Argument(graphene.String, description=PREVIEW),
        **locale_arguments(),
        description="What is at the path: a page, a redirect, or null for 404.",
    )
    page = graphene.Field(
        PageInterface,
        id=graphene.Argument(graphene.ID, description="The page's `id`."),
        path=graphene.Argument(graphene.String, description="The page's path, when the id is not known."),
        preview=graphene.Argument(graphene.String, description=PREVIEW),
        **locale_arguments(),
        description="One page, by its id or its path; null when there is none that is public.",
    )
    pages = list_field(lambda: PageInterface, PageWhere, PageOrder, "Public pages of all types, in tree order.")
    articles = list_field(
        node_type("pages.ArticlePage"), ArticleWhere, ArticleOrder, "Public articles, the newest first."
    )
    events = list_field(
        node_type("pages.EventPage"),
        EventWhere,
        EventOrder,
        "Public events: the next first when `where` asks for upcoming or ongoing ones, else the latest first.",
    )
    projects = list_field(node_type("pages.ProjectPage"), ProjectWhere, ProjectOrder, "Public projects, by title.")

    @staticmethod
    def resolve_route(
        root: None,
        info: graphene.ResolveInfo,
        *,
        path: str,
        strict_locale: bool,
        locale: Any = None,
        preview: str | None = None,
    ) -> Any:
        gate = info.context.gate
        address, path = path, path.partition("?")[0]
        info.context.is_personal |= preview is not None
        if draft := queries.draft(gate, preview, path=path):
            return draft
        if draft := queries.latest_draft(info.context, path=path, locale=locale, strict=strict_locale):
            return draft
        page = queries.page_at(info, path, locale, strict=strict_locale)
        found = page or moved(queries.redirect_from(gate, address), info)
        if found is None:
            # A redirect to a hidden page does, and is not to be told from none.
            claim(tag_of_model(Page))
        return found

    @staticmethod
    def resolve_page(
        root: None,
        info: graphene.ResolveInfo,
        *,
        strict_locale: bool,
        id: str | None = None,
        path: str | None = None,
        locale: Any = None,
        preview: str | None = None,
    ) -> Page | None:
        gate = info.context.gate
        info.context.is_personal |= preview is not None
        if draft := queries.draft(gate, preview, path=path, id=id):
            return draft
        if draft := queries.latest_draft(info.context, path=path, id=id, locale=locale, strict=strict_locale):
            return draft
        if path is not None:
            return queries.page_at(info, path, locale, strict=strict_locale)
        if id is None:
            return None
        return queries.page_with(info, id, locale, strict=strict_locale)

    @staticmethod
    def resolve_pages(root: None, info: graphene.ResolveInfo, **arguments: Any) -> Connection:
        return one_page(Page, queries.public_pages, PAGE_CONDITIONS, ("path",), info, **arguments)

    @staticmethod
    def resolve_articles(root: None, info: graphene.ResolveInfo, **arguments: Any) -> Connection:
        return one_page(ArticlePage, queries.public_articles, ARTICLE_CONDITIONS, ("-published_on",), info, **arguments)

    @staticmethod
    def resolve_events(root: None, info: graphene.ResolveInfo, **arguments: Any) -> Connection:
        asked = {queries.EventTime(time) for time in (arguments.get("where") or {}).get("when") or ()}
        soonest_first = bool(asked) and queries.EventTime.PAST not in asked
        order = ("starts_at",) if soonest_first else ("-starts_at",)
        return one_page(EventPage, queries.public_events, EVENT_CONDITIONS, order, info, **arguments)

    @staticmethod
    def resolve_projects(root: None, info: graphene.ResolveInfo, **arguments: Any) -> Connection:
        return one_page(ProjectPage, queries.public_projects, PROJECT_CONDITIONS, ("title_key",), info, **arguments)


def one_page(
    model: type[Page],
    public: Any,
    conditions: dict[str, Condition],
    default_order: tuple[str, ...],
    info: graphene.ResolveInfo,
    *,
    strict_locale: bool,
    where: Any = None,
    order_by: list[Any] | None = None,
    locale: Any = None,
    **window: Any,
) -> Connection:
    """One page of a list of public pages, as the arguments of `list_field` say."""

    def build(context: Any) -> Any:
        kept = public(context.gate, locale, strict=strict_locale).filter(rows(conditions, where, context))
        return kept.specific(defer=True) if kept.model is Page else kept

    tags = narrowing(conditions, where)
    return root_list(info, build, order_keys(order_by, default_order), Window(**window), tags)


def moved(redirect: WagtailRedirect | None, info: graphene.ResolveInfo) -> Redirect | None:
    """Where the redirect leads; None when it leads nowhere, or to a page that is not public."""
    if redirect is None:
        return None
    if redirect.redirect_page is None:
        if not redirect.redirect_link:
            return None
        return Redirect(location=redirect.redirect_link, permanent=redirect.is_permanent)
    gate = info.context.gate
    if not gate.allows(redirect.redirect_page):
        return None
    return Redirect(location=page_path(gate, redirect.redirect_page), permanent=redirect.is_permanent)
