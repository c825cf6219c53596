"""Keeps entries in step: signal handlers that write them in the transaction that saves the thing."""

from typing import Any

from django.db.models import Model

from search.indexing import write, write_dependent
from search.kinds import KINDS
from snippets.contacts import Contact
from snippets.municipalities import Municipality
from snippets.organisations import Organisation
from snippets.themes import Theme
from snippets.venues import Venue

# Their names are among the words of other things.
SOURCES: tuple[type[Model], ...] = (Contact, Municipality, Organisation, Theme, Venue)


def searched() -> list[type[Model]]:
    """The models whose objects can be found."""
    return list(KINDS.values())


def thing_saved(instance: Any, *, raw: bool, update_fields: Any, **kwargs: Any) -> None:
    """Write the thing's entry.

    Some columns are saved alone while the rest of the object in memory is a draft: then what is stored counts.
    """
    if not raw:
        write(instance if update_fields is None else type(instance)._default_manager.get(pk=instance.pk))


def source_saved(instance: Any, *, raw: bool, created: bool, **kwargs: Any) -> None:
    """Write the entries that have words of the thing among theirs."""
    if not raw and not created:
        write_dependent(instance)


def source_deleted(instance: Any, **kwargs: Any) -> None:
    """The same when the thing is gone."""
    write_dependent(instance)
