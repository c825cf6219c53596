"""Steps in the page tree, each for all pages that arrived together: one statement a step, not one a page."""

from collections import defaultdict
from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, Value
from django.db.models.functions import Length, Substr
from wagtail.models import Page, get_page_models

from cms.api.connections import Connection, Window
from cms.api.loading import brought_along, introduce, peers_of
from cms.api.nested import page_per_parent
from cms.api.reading import exactly
from cms.api.tags import tag_of_children, tag_of_translations
from cms.api.visibility import Gate

CHILD_ORDER = ("path",)
STEP = Page.steplen


def parent(page: Page, gate: Gate) -> Page | None:
    """The page above, if anyone may see it."""
    if "parent" in (ahead := brought_along(page)):
        above = ahead["parent"]
        return above if above is not None and gate.allows(above) else None
    found = peers_of(page).company.once("parents", lambda pages: _by_path(one.path[:-STEP] for one in _pages(pages)))
    above = found.get(page.path[:-STEP])
    return above if above is not None and gate.allows(above) else None


def ancestors(page: Page, gate: Gate) -> list[Page]:
    """The public pages above, the front page first."""
    if "ancestors" in (ahead := brought_along(page)):
        return gate.visible(ahead["ancestors"])
    found = peers_of(page).company.once(
        "ancestors", lambda pages: _by_path(path for one in _pages(pages) for path in paths_above(one.path))
    )
    return gate.visible(found[path] for path in paths_above(page.path) if path in found)


def translations(page: Page, gate: Gate) -> list[Page]:
    """The same page in other languages, where that is public; in the order of the languages."""
    if "translations" in (ahead := brought_along(page)):
        return gate.visible(ahead["translations"])

    def load(pages: list[Any]) -> dict[Any, list[Page]]:
        keys = {one.translation_key for one in _pages(pages)}
        by_key: dict[Any, list[Page]] = defaultdict(list)
        in_order = Page.objects.filter(translation_key__in=keys).order_by("locale_id", "pk")
        with exactly(*map(tag_of_translations, keys)):
            for found in introduce(in_order.specific(defer=True), is_covered=True):
                by_key[found.translation_key].append(found)
        return by_key

    found = peers_of(page).company.once("translations", load)[page.translation_key]
    return gate.visible(one for one in found if one.pk != page.pk)


def children(
    page: Page,
    window: Window,
    gate: Gate,
    *,
    types: tuple[str, ...] | None = None,
    in_menu: bool | None = None,
) -> Connection:
    """One page of the public pages directly below, in the editors' order."""

    def load(pages: list[Any]) -> Any:
        below = Q(pk__in=[])
        for one in _pages(pages):
            below |= Q(path__startswith=one.path, depth=one.depth + 1)
        queryset: Any = gate.public(Page.objects.filter(below))
        if types is not None:
            queryset = queryset.filter(content_type_id__in=type_ids(types))
        if in_menu is not None:
            queryset = queryset.filter(show_in_menus=in_menu)
        above = Substr("path", Value(1), Length("path") - STEP)
        reads = partial(exactly, *(tag_of_children(one.path) for one in _pages(pages)))
        return page_per_parent(queryset.specific(defer=True), above, CHILD_ORDER, window, reads)

    pages = peers_of(page).company.once(("children", window, types, in_menu), load)
    return pages(page.path)


def type_ids(names: tuple[str, ...]) -> list[int]:
    """Content type ids of the page types with these model names."""
    return [content_type.pk for content_type in ContentType.objects.get_for_models(*models_named(names)).values()]


def models_named(names: tuple[str, ...]) -> list[type[Page]]:
    """The page types with these model names."""
    return [model for model in get_page_models() if model.__name__ in names]


def paths_above(path: str) -> list[str]:
    """The tree paths above this one, the root's left out: nobody sees that."""
    return [path[:end] for end in range(2 * STEP, len(path), STEP)]


def _pages(things: list[Any]) -> list[Page]:
    return [thing for thing in things if isinstance(thing, Page)]


def _by_path(paths: Any) -> dict[str, Page]:
    with exactly():
        return {found.path: found for found in introduce(Page.objects.filter(path__in=set(paths)).specific(defer=True))}
