"""The documents of a judged set as an index of their own, for as long as a transaction lasts."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Value
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Page

from cms.api.ground import Ground, Root
from cms.api.visibility import Gate
from search.describing import Description
from search.indexing import add_terms, count_terms
from search.kinds import kind_label
from search.models import Entry, Term
from search.public import Audience
from search.vectors import vector_of

PATH = "judged/"
LOCALES = {1: "nb", 2: "nn", 3: "en", 4: "sma"}


def build(documents: Sequence[Mapping[str, Any]], advance: Callable[[], None]) -> dict[int, str]:
    """Put the documents in the place of all entries; gives the id of each document by the primary key of its entry."""
    Entry.objects.all().delete()
    Term.objects.all().delete()
    names: dict[int, str] = {}
    ids = {code: pk for pk, code in LOCALES.items()}
    for number, document in enumerate(documents, start=1):
        description = _described(document)
        vector = vector_of(description)
        entry = Entry.objects.create(
            page_id=number,
            kind=description.kind,
            title=description.title,
            text=description.text,
            day=description.day,
            themes=description.themes,
            municipalities=document["municipalities"],
            organisations=[],
            sources=[],
            words=Cast(Value(str(vector)), Entry._meta.get_field("words")),
            live=True,
            path=f"{PATH}{number}",
            locale_id=ids[document["locale"]],
        )
        add_terms(vector.terms)
        names[entry.pk] = document["id"]
        advance()
    count_terms()
    return names


def audience() -> Audience:
    """Anyone, past a gate that lets all documents through."""
    roots = (Root(path=PATH, url_path="/judged/", language_code="nb"),)
    return Audience(Gate(Ground(roots=roots, locales=LOCALES), timezone.now()))


def _described(document: Mapping[str, Any]) -> Description:
    """The document as `search.describing` would describe such a thing."""
    names = [*document["people"], *document["organisations"], *document["municipalities"], *document["themes"]]
    return Description(
        thing=Page(),
        kind=document["kind"],
        title=document["title"],
        lead=[document["lead"]],
        names=names,
        rows=[kind_label(document["kind"])],
        body=[document["body"]],
        text=" ".join(filter(None, [document["lead"], document["body"]])),
        day=date.fromisoformat(document["date"]) if document["date"] else None,
        themes=[slugify(theme) for theme in document["themes"]],
    )
