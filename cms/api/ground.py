"""What holds for a whole site while a request is answered: its languages and what is private, in one statement."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import (
    CharField,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    Model,
    OuterRef,
    Q,
    Subquery,
    Value,
)
from django.db.models.functions import JSONObject, Least
from django.http import HttpRequest
from django.http.request import split_domain_port
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    DraftStateMixin,
    Locale,
    Page,
    PageViewRestriction,
    Site,
)

from cms.api.reading import exactly, note
from cms.api.tags import tag_of_place

# Stand for what a request brings, in a statement that is built once.
HOSTNAME, MOMENT = "the hostname", datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Root:
    """A site's front page in one language: where its tree begins."""

    path: str
    url_path: str
    language_code: str


@dataclass(frozen=True)
class Ground:
    """The facts of one site that decide what is public on it and where it is."""

    site: Site | None = None
    # The front pages, that of the site's own language first.
    roots: tuple[Root, ...] = ()
    # Language codes by the primary key of their locale.
    locales: dict[int, str] = field(default_factory=dict)
    # Tree paths of the pages that carry a view restriction; everything below them is private too.
    restricted_paths: tuple[str, ...] = ()
    # Ids of the collections that carry a view restriction, and of those below them.
    private_collections: frozenset[int] = frozenset()
    # When the next object of a model appears or expires by the clock; Page for pages of all types.
    next_turns: Mapping[type[Model], datetime | None] = field(default_factory=dict)


def ground_of(request: HttpRequest, moment: datetime) -> Ground:
    """The facts of the site that the request is to, at this moment; those of no site when none is set up."""
    hostname, port = split_domain_port(request.get_host())
    sql, params = _statement()
    given = {HOSTNAME: hostname, MOMENT: moment}
    with exactly("site", "locale", "pageviewrestriction", "collection", "collectionviewrestriction"):
        sites: list[Any] = list(Site.objects.raw(sql, [given.get(param, param) for param in params]))
    site = _best(sites, hostname, port or request.get_port())
    if site is None:
        return Ground()
    note(tag_of_place(site.root_key))
    return Ground(
        site=site,
        roots=tuple(Root(**json.loads(row)) for row in site.root_rows),
        locales={row["pk"]: row["code"] for row in map(json.loads, site.locale_rows)},
        restricted_paths=tuple(site.restricted),
        private_collections=frozenset(site.private),
        next_turns={model: getattr(site, _turn(model)) for model in models_with_a_life()},
    )


@cache
def models_with_a_life() -> tuple[type[Model], ...]:
    """Models whose objects appear and expire by the clock; Page for pages of all types."""
    return tuple(
        model
        for model in apps.get_models()
        if issubclass(model, DraftStateMixin) and (model is Page or not issubclass(model, Page))
    )


@cache
def _statement() -> tuple[str, tuple[Any, ...]]:
    """The statement's text and parameters: built once, since Django takes longer to build it than it takes to run."""
    turns = {_turn(model): _next_turn(model) for model in models_with_a_life()}
    sites = (
        Site.objects.filter(Q(hostname=HOSTNAME) | Q(is_default_site=True))
        .annotate(
            root_key=F("root_page__translation_key"),
            root_rows=ArraySubquery(_roots()),
            locale_rows=ArraySubquery(Locale.objects.values(row=JSONObject(pk="pk", code="language_code"))),
            restricted=ArraySubquery(
                PageViewRestriction.objects.values("page__path").distinct().order_by("page__path")
            ),
            private=ArraySubquery(_private_collections()),
            **turns,
        )
        .order_by("pk")
    )
    return sites.query.get_compiler(connection=connection).as_sql()


def _roots() -> Any:
    translations = Page.objects.filter(translation_key=OuterRef("root_page__translation_key"))
    own_first = translations.annotate(is_own=Q(pk=OuterRef("root_page_id"))).order_by("-is_own", "path")
    return own_first.values(row=JSONObject(path="path", url_path="url_path", language_code=F("locale__language_code")))


def _private_collections() -> Any:
    restrictions = CollectionViewRestriction.objects.annotate(inner=ExpressionWrapper(OuterRef("path"), CharField()))
    return Collection.objects.filter(Exists(restrictions.filter(inner__startswith=F("collection__path")))).values("pk")


def _turn(model: type[Model]) -> str:
    return f"next_turn_of_{model._meta.model_name}"


def _next_turn(model: type[Any]) -> Any:
    """The next moment at which one of the objects expires or appears; null when none will."""
    now = Value(MOMENT, DateTimeField())
    soonest = (
        Subquery(model._base_manager.filter(**{f"{column}__gt": now}).order_by(column).values(column)[:1])
        for column in ("expire_at", "go_live_at")
    )
    return Least(*soonest)


def _best(sites: list[Any], hostname: str, port: str) -> Any:
    """The site for the host by Wagtail's rule, which has a statement of its own (`get_site_for_hostname`)."""
    named = [site for site in sites if site.hostname == hostname]
    default = next((site for site in sites if site.is_default_site), None)
    exact = next((site for site in named if str(site.port) == str(port)), None)
    if exact:
        return exact
    if default in named or len(named) != 1:
        return default
    return named[0]
