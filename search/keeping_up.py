"""Keeps entries in step: signal handlers that write them in the transaction that saves the thing.

Where there is an OpenSearch, what they write is sent there when the transaction is committed.
"""

from typing import Any

from django.db.models import Model

from search import opensearch
from search.indexing import write, write_dependent
from search.kinds import KINDS
from snippets.contacts import Contact
from snippets.funding import FundingScheme
from snippets.municipalities import Municipality
from snippets.organisations import Organisation
from snippets.themes import Theme
from snippets.venues import Venue

# Their names are among the words of other things.
SOURCES: tuple[type[Model], ...] = (Contact, FundingScheme, Municipality, Organisation, Theme, Venue)


def searched() -> list[type[Model]]:
    """The models whose objects can be found."""
    return list(KINDS.values())


def thing_saved(instance: Any, *, raw: bool, update_fields: Any, **kwargs: Any) -> None:
    """Write the thing's entry.

    Some columns are saved alone while the rest of the object in memory is a draft: then what is stored counts.
    """
    if not raw:
        write(instance if update_fields is None else type(instance)._default_manager.get(pk=instance.pk))
        opensearch.follow()


def source_saved(instance: Any, *, raw: bool, **kwargs: Any) -> None:
    """Write the entries that have words of the thing among theirs, or of all such things."""
    if not raw:
        write_dependent(instance)
        opensearch.follow()


def source_deleted(instance: Any, **kwargs: Any) -> None:
    """The same when the thing is gone."""
    write_dependent(instance)
    opensearch.follow()


def moved_or_deleted(**kwargs: Any) -> None:
    """Send what a trigger has already done to entries."""
    opensearch.follow()
