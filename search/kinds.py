"""What can be found: pages of all types, contacts, organisations and documents."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import graphene
from django.db.models import Model
from django.utils.text import capfirst
from wagtail.models import Page, get_page_models

from cms.api.ahead import Plan, arrived, with_related
from cms.api.loading import introduce
from cms.api.reading import note_arrived
from cms.api.statements import HasKey, Selection, as_text
from cms.api.visibility import Gate
from pages.content import ContentPage
from pages.interface import upper_snake
from snippets.contacts import Contact
from snippets.documents import Document
from snippets.organisations import Organisation

# Which object it is: its table (Page for pages of all types) and its primary key there.
Key = tuple[type[Model], int]

PAGE_KINDS: dict[str, type[Model]] = {
    upper_snake(model.__name__.removesuffix("Page")): model
    for model in sorted(get_page_models(), key=lambda model: model.__name__)
    if issubclass(model, ContentPage)
}
OTHER_KINDS: dict[str, type[Model]] = {"CONTACT": Contact, "ORGANISATION": Organisation, "DOCUMENT": Document}
KINDS = PAGE_KINDS | OTHER_KINDS

SearchType: Any = graphene.Enum(
    "SearchType",
    [(name, name) for name in KINDS],
    description=lambda member: KINDS[member.value].__doc__ if member else "What kind of thing was found.",
)


def kind_of(model: type[Model]) -> str:
    """The name of the model's kind."""
    return next(name for name, one in KINDS.items() if one is model)


def kind_label(name: str) -> str:
    """What readers call such a thing."""
    return capfirst(str(KINDS[name]._meta.verbose_name))


def title_field(model: type[Model]) -> str:
    """Where the model keeps what a thing is called."""
    return "name" if model in (Contact, Organisation) else "title"


class Loader:
    """Reads things of all kinds by their keys, with what a document takes of them; its statements are built once."""

    def __init__(self, plans: Mapping[type[Model], Plan | None]) -> None:
        self._plans = plans
        self._selections = {table: Selection.of(self._rows(table)) for table in (Page, *OTHER_KINDS.values())}

    def load(self, keys: Iterable[Key], gate: Gate) -> dict[Key, Any]:
        """The objects with these keys that anyone may see, introduced to each other; one statement for each table."""
        keys = list(keys)
        found: dict[Key, Any] = {}
        for table, selection in self._selections.items():
            if wanted := [pk for model, pk in keys if model is table]:
                # What the index does not know yet to be hidden counts: it may be shown before the index knows that.
                note_arrived(things := list(selection.objects(text=as_text(wanted))))
                public = arrived(gate.visible(things), self._plans.get(table))
                found |= {(table, thing.pk): thing for thing in public}
        introduce(found[key] for key in keys if key in found)
        return found

    def _rows(self, table: Any) -> Any:
        rows = table._default_manager.filter(HasKey("pk"))
        return with_related(rows.specific(defer=True) if table is Page else rows, self._plans.get(table))


@cache
def plain_loader() -> Loader:
    """Reads them without anything that is related."""
    return Loader({})
