"""How things are shown in JSON by a view written by hand."""

from typing import Any

from django.db.models import F
from wagtail.models import Page

from cms.api.ids import global_id
from cms.api.images import Format, Preset, source
from pages.models import ArticleAuthor
from snippets.models import Theme
from tests.bench.by_hand.public import Public


def linked(page: Any, public: Public) -> dict[str, Any]:
    """What a link to the page needs."""
    made = page.specific_class(pk=page.pk) if type(page) is Page else page
    return {"id": global_id(made), "title": page.title, "path": public.path(page)}


def picture(image: Any, preset: Preset, public: Public, *fields: str) -> dict[str, Any] | None:
    if public.image(image) is None:
        return None
    shown = source(image, preset, Format.WEBP)
    return {
        "alt": image.alt,
        **{name: getattr(image, name) or None for name in fields},
        "srcset": {"url": shown.url, "srcset": shown.srcset, "width": shown.width, "height": shown.height},
    }


def author(row: ArticleAuthor, public: Public, *fields: str) -> dict[str, Any]:
    """An author's name, and the contact with these texts of it."""
    contact, shown = public.contact(row.contact), None
    if contact is not None:
        ours = contact.organisation
        shown = {
            "id": global_id(contact),
            "name": contact.name,
            **{{"job_title": "jobTitle"}[name]: getattr(contact, name) or None for name in fields},
            "organisation": ours and {"id": global_id(ours), "name": ours.name},
        }
    return {"name": row.name or None, "contact": shown}


def theme(one: Theme) -> dict[str, Any]:
    return {"slug": one.slug, "label": one.label}


def authors_of(pages: list[Any]) -> dict[int, list[ArticleAuthor]]:
    """The authors of each of the pages, in one statement."""
    found: dict[int, list[ArticleAuthor]] = {page.pk: [] for page in pages}
    for row in ArticleAuthor.objects.filter(article__in=found).select_related("contact__organisation"):
        found[row.article_id].append(row)
    return found


def themes_of(pages: list[Any]) -> dict[int, list[Theme]]:
    """The themes of each of the pages, in one statement."""
    found: dict[int, list[Theme]] = {page.pk: [] for page in pages}
    for one in Theme.objects.filter(articles__in=found).annotate(page=F("articles")):
        found[one.page].append(one)
    return found
