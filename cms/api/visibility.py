"""The gate: what anyone may see, decided once, for querysets and for every object that leaves the API."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q
from grapple.registry import registry
from wagtail.models import (
    Collection,
    CollectionMember,
    CollectionViewRestriction,
    DraftStateMixin,
    Locale,
    Page,
    PageViewRestriction,
    Site,
)


@dataclass(frozen=True)
class Root:
    """A site's front page in one language: where its tree begins."""

    path: str
    url_path: str
    language_code: str


@dataclass
class Gate:
    """What is public on one site at one moment.

    Public = live, published, not past its expiry, on the site, under no view restriction (its own or
    inherited), and in no private collection (or a child of one). `allows` asks it of an object, `public` of a
    queryset; both say the same. The restrictions are read once and kept for the request.
    """

    site: Site | None
    moment: datetime
    # The one page that a preview token opens, with the pk of that page.
    previewed: int | None = None

    @cached_property
    def roots(self) -> list[Root]:
        """The site's front pages, the default language first."""
        if self.site is None:
            return []
        translations = (
            Page.objects.filter(
                translation_key__in=Page.objects.filter(pk=self.site.root_page_id).values("translation_key")
            )
            .annotate(language_code=F("locale__language_code"), is_root=Q(pk=self.site.root_page_id))
            .order_by("-is_root", "path")
            .values_list("path", "url_path", "language_code")
        )
        return [Root(*row) for row in translations]

    @cached_property
    def restricted_paths(self) -> tuple[str, ...]:
        """Tree paths of the pages that carry a view restriction; everything below them is private too."""
        return tuple(PageViewRestriction.objects.values_list("page__path", flat=True).distinct().order_by("page__path"))

    @cached_property
    def private_collections(self) -> frozenset[int]:
        """Ids of the collections that carry a view restriction, and of those below them."""
        private = Q(pk__in=[])
        for path in CollectionViewRestriction.objects.values_list("collection__path", flat=True):
            private |= Q(path__startswith=path)
        return frozenset(Collection.objects.filter(private).values_list("pk", flat=True))

    @cached_property
    def page_types(self) -> frozenset[int]:
        """Content types of the pages that have a GraphQL type; Wagtail's own welcome page has none."""
        types = ContentType.objects.get_for_models(*registry.pages).values()
        return frozenset(content_type.pk for content_type in types)

    @cached_property
    def locales(self) -> dict[int, str]:
        """Language codes by the primary key of their locale."""
        return dict(Locale.objects.values_list("pk", "language_code"))

    def allows(self, thing: Any) -> bool:
        """Whether anyone may see the thing; what is no page, collection member or draftable is always public."""
        if isinstance(thing, Page):
            if self.previewed is not None and thing.pk == self.previewed:
                return True
            return (
                self._is_published(thing)
                and thing.content_type_id in self.page_types
                and self.root_of(thing.path) is not None
                and not thing.path.startswith(self.restricted_paths)
            )
        if isinstance(thing, CollectionMember):
            return thing.collection_id not in self.private_collections
        if isinstance(thing, DraftStateMixin):
            return self._is_published(thing)
        return True

    def visible(self, things: Iterable[Any]) -> list[Any]:
        """Those of the things that anyone may see, in their order."""
        return [thing for thing in things if self.allows(thing)]

    def public(self, queryset: Any) -> Any:
        """The queryset narrowed to what anyone may see."""
        model = queryset.model
        if issubclass(model, Page):
            typed = Q(content_type__in=self.page_types) if model is Page else Q()
            public = queryset.filter(self._published() & self._on_site() & typed)
            return public.exclude(_below(self.restricted_paths)) if self.restricted_paths else public
        if issubclass(model, CollectionMember):
            private = self.private_collections
            return queryset.exclude(collection_id__in=private) if private else queryset
        if issubclass(model, DraftStateMixin):
            return queryset.filter(self._published())
        return queryset

    def root_of(self, path: str) -> Root | None:
        """The front page that the tree path lies under; None outside the site."""
        return next((root for root in self.roots if path.startswith(root.path)), None)

    def _is_published(self, thing: Any) -> bool:
        return (
            thing.live
            and (thing.expire_at is None or thing.expire_at > self.moment)
            and (thing.go_live_at is None or thing.go_live_at <= self.moment)
        )

    def _published(self) -> Q:
        return (
            Q(live=True)
            & (Q(expire_at=None) | Q(expire_at__gt=self.moment))
            & (Q(go_live_at=None) | Q(go_live_at__lte=self.moment))
        )

    def _on_site(self) -> Q:
        return _below(root.path for root in self.roots)


def _below(paths: Iterable[str]) -> Q:
    below = Q(pk__in=[])
    for path in paths:
        below |= Q(path__startswith=path)
    return below
