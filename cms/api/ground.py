"""What holds for a whole site while a request is answered: its languages and what is private, in one statement."""

import threading
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache, cached_property
from typing import Any

from cachetools import LRUCache
from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    CharField,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
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

from cms.api.freshness import LONGEST_SILENCE_SECONDS
from cms.api.reading import exactly, note
from cms.api.snapshot import Seen, ask_about, is_in_snapshot, unchanged_since
from cms.api.statements import ANY_MOMENT, ANY_TEXT, Selection
from cms.api.tags import tag_of_model, tag_of_place

# The sites of so many host names are kept.
MOST_HOSTS = 64
# What tells later whether anything has changed since.
SEEN = Seen("pg_snapshot_xmin(pg_current_snapshot())::text", "pg_postmaster_start_time()::text")


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
    # What these share, being translations of each other.
    root_key: Any = None
    # Language codes by the primary key of their locale.
    locales: dict[int, str] = field(default_factory=dict)
    # Tree paths of the pages that carry a view restriction; everything below them is private too.
    restricted_paths: tuple[str, ...] = ()
    # Ids of the collections that carry a view restriction, and of those below them.
    private_collections: frozenset[int] = frozenset()
    # Where readers find the site, if it has an address of its own for that; and what moves with it, which only an
    # answer that is made of it depends on.
    frontend: str = ""
    frontend_tags: tuple[str, ...] = ()
    # When the next object of a model becomes something else by the clock alone; Page for pages of all types.
    next_turns: Mapping[type[Model], datetime | None] = field(default_factory=dict)

    @cached_property
    def root_paths(self) -> tuple[str, ...]:
        """Where the site's pages lie."""
        return tuple(root.path for root in self.roots)

    @cached_property
    def key(self) -> Hashable:
        """What of all this statements are made of."""
        return (self.roots, tuple(self.locales.items()), self.restricted_paths, self.private_collections)


def ground_of(request: HttpRequest, moment: datetime) -> Ground:
    """The facts of the site that the request is to, at this moment; those of no site when none is set up."""
    hostname, port = split_domain_port(request.get_host())
    return ground_at(hostname, port or request.get_port(), moment)


def ground_at(hostname: str, port: str, moment: datetime) -> Ground:
    """The same of the site at the host and port."""
    with exactly("site", "locale", "pageviewrestriction", "collection", "collectionviewrestriction"):
        sites = _sites(hostname, moment)
    site = _best(sites, hostname, port)
    if site is None:
        return Ground()
    note(tag_of_place(site.root_key))
    return Ground(
        site=site,
        roots=tuple(Root(**row) for row in site.root_rows),
        root_key=site.root_key,
        locales={row["pk"]: row["code"] for row in site.locale_rows},
        restricted_paths=tuple(site.restricted),
        private_collections=frozenset(site.private),
        frontend=site.frontend or "",
        frontend_tags=tuple(tag_of_model(model) for model in _frontend_models()),
        next_turns={model: getattr(site, _turn(model)) for model in _moments()},
    )


@dataclass(frozen=True)
class _Found:
    """The sites that a host name may stand for, as they were at a moment."""

    sites: list[Any]
    moment: datetime
    # Nothing had changed since then when they were read.
    seen: Seen

    def holds(self, moment: datetime) -> bool:
        """Whether they are the same now, in what this transaction sees.

        Nothing has changed since, by anybody or by the clock.
        """
        first = self.sites[0]
        turns = filter(None, (getattr(first, _turn(model)) for model in _moments()))
        # Notes of changes are forgotten after days: of what is older than an hour nobody can say for sure.
        oldest = self.moment + timedelta(seconds=LONGEST_SILENCE_SECONDS)
        is_of_now = self.moment <= moment < min([oldest, *turns])
        return is_of_now and self.seen == unchanged_since()


_found: LRUCache[str, _Found] = LRUCache(MOST_HOSTS)
_lock = threading.Lock()


def _sites(hostname: str, moment: datetime) -> list[Any]:
    """The sites that the host name may stand for, with all that is asked of them."""
    with _lock:
        found = _found.get(hostname)
    if found is not None and found.holds(moment):
        return found.sites
    sites = list(_selection().objects(moment, hostname))
    if sites and is_in_snapshot():
        seen = unchanged_since()
        if seen is None:
            seen = Seen(sites[0].horizon, sites[0].server)
            ask_about(seen)
        with _lock:
            _found[hostname] = _Found(sites, moment, seen)
    return sites


@cache
def _moments() -> dict[type[Model], tuple[str, ...]]:
    """The moments at which an object turns into something else by the clock alone, for each model that has any.

    Pages of all types appear and expire as Page; `moments` names those that a model has of its own.
    """
    found: dict[type[Model], tuple[str, ...]] = {}
    for model in apps.get_models():
        moments = tuple(getattr(model, "moments", ()))
        if model is Page or (issubclass(model, DraftStateMixin) and not issubclass(model, Page)):
            moments += ("expire_at", "go_live_at")
        if moments:
            found[model] = moments
    return found


@cache
def _frontend_models() -> list[Any]:
    """The model that says at which address readers find a site, in the column named by its `site_is_found_at`."""
    return [model for model in apps.get_models() if hasattr(model, "site_is_found_at")][:1]


def _frontend() -> Any:
    """That address; empty, or null, when the site has none of its own."""
    for model in _frontend_models():
        return Subquery(model._base_manager.filter(site=OuterRef("pk")).values(model.site_is_found_at)[:1])
    return Value("")


@cache
def _selection() -> Selection:
    """How they are read."""
    turns = {_turn(model): _next_turn(model, moments) for model, moments in _moments().items()}
    sites = (
        Site.objects.filter(Q(hostname=ANY_TEXT) | Q(is_default_site=True))
        .annotate(
            root_key=F("root_page__translation_key"),
            root_rows=ArraySubquery(_roots()),
            locale_rows=ArraySubquery(Locale.objects.values(row=JSONObject(pk="pk", code="language_code"))),
            restricted=ArraySubquery(
                PageViewRestriction.objects.values("page__path").distinct().order_by("page__path")
            ),
            private=ArraySubquery(_private_collections()),
            frontend=_frontend(),
            **turns,
            **{name: Func(template=sql, output_field=CharField()) for name, sql in SEEN._asdict().items()},
        )
        .order_by("pk")
    )
    return Selection.of(sites)


def _roots() -> Any:
    translations = Page.objects.filter(translation_key=OuterRef("root_page__translation_key"))
    own_first = translations.annotate(is_own=Q(pk=OuterRef("root_page_id"))).order_by("-is_own", "path")
    return own_first.values(row=JSONObject(path="path", url_path="url_path", language_code=F("locale__language_code")))


def _private_collections() -> Any:
    restrictions = CollectionViewRestriction.objects.annotate(inner=ExpressionWrapper(OuterRef("path"), CharField()))
    return Collection.objects.filter(Exists(restrictions.filter(inner__startswith=F("collection__path")))).values("pk")


def _turn(model: type[Model]) -> str:
    return f"next_turn_of_{model._meta.model_name}"


def _next_turn(model: type[Any], moments: Iterable[str]) -> Any:
    """The next of these moments of any of the objects; null when there is none."""
    now = Value(ANY_MOMENT, DateTimeField())
    soonest = (
        Subquery(model._base_manager.filter(**{f"{column}__gt": now}).order_by(column).values(column)[:1])
        for column in moments
    )
    return Least(*soonest, output_field=DateTimeField())


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
