"""All entries are written into a new index, and readers asked from the old one until they can be asked from the new."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.utils import timezone

from search.models import Entry, IndexCopy
from search.opensearch.documents import INDEX
from search.opensearch.sending import BATCH, next_number, send, wait_for_turn, written
from search.opensearch.server import NotAnswered, Server, server

log = logging.getLogger(__name__)
REBUILDING = 0x666F7570


def rebuild(advance: Callable[[], None] = lambda: None) -> int:
    """Make a new index with all entries and have it answer; gives their number. `advance` is called for each.

    NotAnswered if the server does not, or somebody else is at it; the old index then answers as before.
    """
    target = server()
    with _alone():
        name = f"{target.alias}-{timezone.now():%Y%m%d%H%M%S%f}"
        target.ask("PUT", f"/{name}", INDEX)
        version = _announce(target, name)
        try:
            number = 0
            for entries in _batches():
                # What has changed meanwhile was sent by whoever changed it, and is newer.
                written(target, name, entries, version, refresh=False)
                number += len(entries)
                for _ in entries:
                    advance()
            target.ask("POST", f"/{name}/_refresh")
            former = _switch(target, name)
        except BaseException:
            _withdraw(target, name)
            raise
        with transaction.atomic():
            wait_for_turn()
            former |= set(
                IndexCopy.objects.filter(address=target.name).exclude(name=name).values_list("name", flat=True)
            )
            IndexCopy.objects.exclude(name=name).delete()
            IndexCopy.objects.filter(name=name).update(is_complete=True)
        for index in former:
            target.ask("DELETE", f"/{index}", missing={})
        send()
    return number


def _announce(target: Server, name: str) -> int:
    """From now on changes are sent to the new index, too; gives the version of all that was there before."""
    with transaction.atomic():
        wait_for_turn()
        with connection.cursor() as cursor:
            # Whoever is changing an entry finishes first; whoever comes later sees that there is an index to follow.
            cursor.execute("LOCK TABLE search_entry IN SHARE ROW EXCLUSIVE MODE")
        IndexCopy.objects.create(address=target.name, name=name)
        return next_number()


def _batches() -> Iterator[list[int]]:
    last = 0
    while entries := list(Entry.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        yield entries
        last = entries[-1]


def _switch(target: Server, name: str) -> set[str]:
    """Have the new index answer under the alias, and no other; gives those that did so before."""
    former = set(target.ask("GET", f"/_alias/{target.alias}", missing={}))
    actions = [{"remove": {"index": index, "alias": target.alias}} for index in sorted(former)]
    target.ask("POST", "/_aliases", {"actions": [*actions, {"add": {"index": name, "alias": target.alias}}]})
    return former


def _withdraw(target: Server, name: str) -> None:
    """Leave nothing behind of an index that is not complete."""
    IndexCopy.objects.filter(name=name).delete()
    try:
        target.ask("DELETE", f"/{name}", missing={})
    except NotAnswered as error:
        log.warning("%s; the index %s is left there and may be deleted", error, name)


@contextmanager
def _alone() -> Iterator[None]:
    """Nobody else rebuilds meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [REBUILDING])
        if not cursor.fetchone()[0]:
            raise NotAnswered("The index is being rebuilt by somebody else")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [REBUILDING])
