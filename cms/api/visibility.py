"""The gate: what anyone may see, decided once, for querysets and for every object that leaves the API."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from grapple.registry import registry
from wagtail.models import CollectionMember, DraftStateMixin, Page, Site

from cms.api.ground import Ground, Root
from cms.api.reading import holds_until


class ShownForATime:
    """Objects that are public from one moment up to another, which may be open."""

    starts_at: Any
    ends_at: Any


@cache
def is_always_public(model: type[Model]) -> bool:
    """Whether no rule here is about the objects of the model."""
    return not issubclass(model, Page | CollectionMember | DraftStateMixin | ShownForATime)


@dataclass
class Gate:
    """What is public on one site at one moment.

    Public = live, published, not past its expiry, on the site, under no view restriction (its own or
    inherited), and in no private collection (or a child of one). `allows` asks it of an object, `public` of a
    queryset; both say the same.
    """

    ground: Ground
    moment: datetime
    # The primary keys of pages whose drafts a token has opened.
    previewed: set[int] = field(default_factory=set)
    # The models whose objects' moments decide on what was read.
    turning: set[type[Model]] = field(default_factory=set)

    @property
    def site(self) -> Site | None:
        return self.ground.site

    @property
    def roots(self) -> tuple[Root, ...]:
        """The site's front pages, the default language first."""
        return self.ground.roots

    @property
    def locales(self) -> dict[int, str]:
        """Language codes by the primary key of their locale."""
        return self.ground.locales

    @cached_property
    def page_types(self) -> frozenset[int]:
        """Content types of the pages that have a GraphQL type; Wagtail's own welcome page has none."""
        types = ContentType.objects.get_for_models(*registry.pages).values()
        return frozenset(content_type.pk for content_type in types)

    def allows(self, thing: Any) -> bool:
        """Whether anyone may see the thing; what no rule here is about is always public."""
        if isinstance(thing, Page):
            return thing.pk in self.previewed or self._is_public_page(thing)
        if isinstance(thing, CollectionMember):
            return thing.collection_id not in self.ground.private_collections
        if isinstance(thing, DraftStateMixin):
            return self._is_published(thing)
        if isinstance(thing, ShownForATime):
            model: Any = type(thing)
            self.turn_with(model)
            return thing.starts_at <= self.moment and (thing.ends_at is None or thing.ends_at > self.moment)
        return True

    def _is_public_page(self, page: Any) -> bool:
        """Decided once for each object: when it arrives, and again when it is shown, it is the same."""
        gate, is_public = getattr(page._state, "decided", (None, False))
        if gate is not self:
            is_public = (
                self._is_published(page)
                and page.content_type_id in self.page_types
                and page.path.startswith(self.ground.root_paths)
                and not page.path.startswith(self.ground.restricted_paths)
            )
            page._state.decided = (self, is_public)
        return is_public

    def turn_with(self, *models: type[Model]) -> None:
        """What is read changes, by the clock alone, when the next object of one of the models does."""
        for model in models:
            self.turning.add(model)
            holds_until(self.ground.next_turns.get(model))

    def visible(self, things: Iterable[Any]) -> list[Any]:
        """Those of the things that anyone may see, in their order."""
        return [thing for thing in things if self.allows(thing)]

    def public(self, queryset: Any) -> Any:
        """The queryset narrowed to what anyone may see."""
        model = queryset.model
        self.turn_with(Page if issubclass(model, Page) else model)
        if issubclass(model, Page):
            return self.of_site(queryset).filter(self._published())
        if issubclass(model, CollectionMember):
            private = self.ground.private_collections
            return queryset.exclude(collection_id__in=private) if private else queryset
        if issubclass(model, DraftStateMixin):
            return queryset.filter(self._published())
        if issubclass(model, ShownForATime):
            return queryset.filter(Q(ends_at=None) | Q(ends_at__gt=self.moment), starts_at__lte=self.moment)
        return queryset

    def of_site(self, pages: Any) -> Any:
        """The pages, published or not, that stand on the site where anyone may come."""
        typed = Q(content_type__in=self.page_types) if pages.model is Page else Q()
        found = pages.filter(self._on_site() & typed)
        return found.exclude(_below(self.ground.restricted_paths)) if self.ground.restricted_paths else found

    def root_of(self, path: str) -> Root | None:
        """The front page that the tree path lies under; None outside the site."""
        return next((root for root in self.roots if path.startswith(root.path)), None)

    def _is_published(self, thing: Any) -> bool:
        for turn in (thing.expire_at, thing.go_live_at):
            if turn is not None and turn > self.moment:
                holds_until(turn)
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
