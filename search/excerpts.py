"""Excerpts: the part of a hit that the words hit, as HTML that is safe to show."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from html import escape
from typing import Any

from django.db.models import Model
from grapple.registry import registry
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.api.ahead import Plan, model_field
from cms.api.blocks import texts
from cms.api.loading import related, whole
from cms.api.visibility import Gate
from search.engine import headlines
from search.kinds import title_field
from snippets.contacts import Contact
from snippets.organisations import Organisation

# A text to be searched for hits while somebody waits; nobody reads on to page twenty for one.
LONGEST_TEXT = 20_000
# PostgreSQL drops what looks like markup to it, so markup's own characters travel in disguise, as control characters.
# Whatever control characters the text has of its own become blanks first, so nothing in it can pass for a mark.
BLANKS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], " ")
HIT_BEGINS, HIT_ENDS = "\x02", "\x03"
DISGUISES = str.maketrans({"&": "\x04", "<": "\x05", ">": "\x06"})
HTML = str.maketrans({HIT_BEGINS: "<mark>", HIT_ENDS: "</mark>", "\x04": "&amp;", "\x05": "&lt;", "\x06": "&gt;"})
OPTIONS = {
    "StartSel": HIT_BEGINS,
    "StopSel": HIT_ENDS,
    "MaxFragments": 2,
    "MinWords": 12,
    "MaxWords": 28,
    "ShortWord": 0,
    "FragmentDelimiter": " … ",
}
# The title stands beside the excerpt anyway; it is repeated only when nothing else was hit.
WHOLE = OPTIONS | {"HighlightAll": "true", "MaxFragments": 0}


def excerpts(understood: str, things: Iterable[Any], gate: Gate) -> list[str]:
    """For each thing an excerpt in HTML, hits in <mark>, everything else escaped."""
    things = list(things)
    texts = [_disguised(text_of(thing, gate)) for thing in things]
    titles = [_disguised(getattr(thing, title_field(type(thing)))) for thing in things]
    texts, titles = headlines(understood, (texts, OPTIONS), (titles, WHOLE))
    return [_html(title, text) for title, text in zip(titles, texts, strict=True)]


def with_texts(plans: Mapping[type[Model], Plan | None]) -> dict[type[Model], Plan]:
    """The plans, with what the texts of the things are made of besides."""
    return {model: plan.merged(plans.get(model)) for model, plan in _text_plans().items()}


@cache
def _text_plans() -> dict[type[Model], Plan]:
    pages = {model: _leading(model, _text_relations(model)) for model in registry.pages}
    return {
        Page: Plan(Page, types=pages),
        Contact: _leading(Contact, ["organisation", "municipality"]),
        Organisation: _leading(Organisation, ["municipality"]),
    }


def _leading(model: type[Model], names: Iterable[str]) -> Plan:
    return Plan(model, {name: Plan(model_field(model, name).related_model) for name in names})


def _text_relations(model: type[Page]) -> list[str]:
    return [field.field_name for field in model.get_search_fields() if isinstance(field, index.RelatedFields)]


def text_of(thing: Any, gate: Gate) -> str:
    """The thing's own public text, without its title; what it leads to is loaded for all that arrived with it."""
    if isinstance(thing, Page):
        whole(thing)
        return " ".join([*_indexed(thing, gate), thing.search_description])
    if isinstance(thing, Contact):
        known = [thing.get_role_labels(), thing.job_title, *_names(thing, ["organisation", "municipality"])]
    elif isinstance(thing, Organisation):
        known = [thing.get_kind_display(), *_names(thing, ["municipality"])]
    else:
        known = [thing.filename]
    return ", ".join(filter(None, known))


def _names(thing: Any, relations: list[str]) -> list[str]:
    return [found.name for name in relations if (found := related(thing, name))]


def _indexed(page: Page, gate: Gate) -> Iterator[str]:
    """What the page gives to the index; only what is public is indexed."""
    for field in page.get_search_fields():
        if isinstance(field, index.SearchField) and field.field_name != "title":
            yield _own_text(page, field)
        elif isinstance(field, index.RelatedFields):
            found = related(page, field.field_name)
            for row in gate.visible(found if isinstance(found, list) else filter(None, [found])):
                yield from (_text(part.get_value(row)) for part in field.fields if isinstance(part, index.SearchField))


def _own_text(page: Page, field: index.SearchField) -> str:
    if not isinstance(model_field(type(page), field.field_name), StreamField):
        return _text(field.get_value(page))
    stream = getattr(page, field.field_name)
    return " ".join(texts(stream.stream_block, stream.raw_data))


def _text(value: Any) -> str:
    return " ".join(value) if isinstance(value, list) else str(value or "")


def _disguised(text: str) -> str:
    return " ".join(text.translate(BLANKS).split())[:LONGEST_TEXT].translate(DISGUISES)


def _html(title: str, text: str) -> str:
    shown = [text] if HIT_BEGINS in text or HIT_BEGINS not in title else [title, text]
    return escape(" … ".join(filter(None, shown))).translate(HTML)
