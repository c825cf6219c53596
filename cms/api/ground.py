"""What holds for a whole site while a request is answered: its languages and what is private, in one statement."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.functions import JSONObject
from django.http import HttpRequest
from django.http.request import split_domain_port
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, PageViewRestriction, Site


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


def ground_of(request: HttpRequest) -> Ground:
    """The facts of the site that the request is to; those of no site when none is set up."""
    hostname, port = split_domain_port(request.get_host())
    sites: list[Any] = list(
        Site.objects.filter(Q(hostname=hostname) | Q(is_default_site=True))
        .select_related("root_page")
        .annotate(
            root_rows=ArraySubquery(_roots()),
            locale_rows=ArraySubquery(Locale.objects.values(row=JSONObject(pk="pk", code="language_code"))),
            restricted=ArraySubquery(
                PageViewRestriction.objects.values("page__path").distinct().order_by("page__path")
            ),
            private=ArraySubquery(_private_collections()),
        )
        .order_by("pk")
    )
    site = _best(sites, hostname, port or request.get_port())
    if site is None:
        return Ground()
    return Ground(
        site=site,
        roots=tuple(Root(**row) for row in site.root_rows),
        locales={row["pk"]: row["code"] for row in site.locale_rows},
        restricted_paths=tuple(site.restricted),
        private_collections=frozenset(site.private),
    )


def _roots() -> Any:
    translations = Page.objects.filter(translation_key=OuterRef("root_page__translation_key"))
    own_first = translations.annotate(is_own=Q(pk=OuterRef("root_page_id"))).order_by("-is_own", "path")
    return own_first.values(row=JSONObject(path="path", url_path="url_path", language_code=F("locale__language_code")))


def _private_collections() -> Any:
    restrictions = CollectionViewRestriction.objects.annotate(inner=ExpressionWrapper(OuterRef("path"), CharField()))
    return Collection.objects.filter(Exists(restrictions.filter(inner__startswith=F("collection__path")))).values("pk")


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
