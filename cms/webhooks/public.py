"""What the public may see of a thing, in the words that receivers are told of it: past the gate, as every answer."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Model
from django.utils import timezone
from wagtail.models import Page, Site

from cms.api.ground import ground_at
from cms.api.paths import page_path
from cms.api.tags import tag_of_model, tags_of_rows
from cms.api.visibility import Gate

# The database names the tags of a page itself when it notes a change; these are the same.
PAGE_TAGS = """
    SELECT page.id, array_agg(DISTINCT tag ORDER BY tag)
    FROM wagtailcore_page page, cms_api_page_tags(to_jsonb(page)) tag
    WHERE page.id = ANY(%s) GROUP BY page.id
"""


@dataclass(frozen=True)
class Seen:
    """A public thing: its type in the API, its path if it is a page, and the tags of answers that hold it."""

    type: str
    path: str
    tags: list[str]


def gates_now() -> list[Gate]:
    """The gates of all sites at this moment."""
    moment = timezone.now()
    sites = Site.objects.order_by("-is_default_site", "pk")
    return [Gate(ground_at(site.hostname, str(site.port), moment), moment) for site in sites]


def seen(model: type[Model], keys: Collection[int], gates: list[Gate]) -> dict[int, Seen]:
    """Those of the model's objects with these keys that are public on one of the sites, by their key."""
    if issubclass(model, Page):
        return _seen_pages(keys, gates)
    found: dict[int, Seen] = {}
    for gate in gates:
        public = gate.public(model._base_manager.filter(pk__in=keys)).values_list("pk", flat=True)
        for key in public:
            found[key] = Seen(model.__name__, "", sorted([tag_of_model(model), *tags_of_rows(model, [key])]))
    return found


def _seen_pages(keys: Collection[int], gates: list[Gate]) -> dict[int, Seen]:
    with connection.cursor() as cursor:
        cursor.execute(PAGE_TAGS, [list(keys)])
        tags: dict[int, list[str]] = dict(cursor.fetchall())
    found: dict[int, Seen] = {}
    for gate in gates:
        pages: Any = gate.public(Page.objects.filter(pk__in=keys)).only("path", "url_path", "content_type_id")
        for page in pages:
            # A page on two sites is told of as the first of them shows it.
            found.setdefault(page.pk, Seen(_type_of(page), page_path(gate, page), tags.get(page.pk, [])))
    return found


def _type_of(page: Page) -> str:
    model: Any = ContentType.objects.get_for_id(page.content_type_id).model_class()
    return str(model.__name__)
