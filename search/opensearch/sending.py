"""What has changed is sent: after each commit, and by `manage.py search_send` for as long as that does not work.

A trigger notes each changed entry in `search_unsent`, in the transaction that changes it. The note goes once the entry
is in every index and can be found there. One sends at a time, so what is sent later is never older.
"""

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from search.models import IndexCopy, Unsent
from search.opensearch.documents import documents
from search.opensearch.server import NotAnswered, Server, server

log = logging.getLogger(__name__)
BATCH = 200
# Whoever publishes waits for so many entries to be sent, and not for those of a whole tree that was moved.
MOST_AT_ONCE = 1_000
LARGEST_BODY = 5_000_000
SENDING = 0x666F7569
NEXT_NUMBER = "SELECT nextval(pg_get_serial_sequence('search_unsent', 'id'))"


def follow() -> None:
    """Send what this transaction changes as soon as it is committed; at once when there is none."""
    if settings.SEARCH_URL:
        transaction.on_commit(_send_changes)


def send(most: int | None = None) -> int:
    """Send the entries that have changed, at most about so many; gives their number. NotAnswered if it cannot be."""
    sent = 0
    while most is None or sent < most:
        batch = _send_batch()
        if batch is None:
            break
        sent += batch
    return sent


def written(target: Server, index: str, entries: Sequence[int], version: int, *, refresh: bool) -> list[str]:
    """Write the entries' documents, or delete them with the entries; gives the primary keys that were newer there."""
    newer: list[str] = []
    for lines in _bodies(entries, version):
        for action, result in target.write(index, lines, refresh=refresh):
            status = result["status"]
            if status == 409:
                newer.append(result["_id"])
            elif not (200 <= status < 300 or (action == "delete" and status == 404)):
                error = result.get("error") or {}
                raise NotAnswered(
                    f"The search server at {target.name} refused entry {result['_id']} with {status}:"
                    f" {error.get('type')}, {str(error.get('reason'))[:300]}"
                )
    return newer


def next_number() -> int:
    """A number above all that were given before: as the version of what is sent, it tells newer from older."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT_NUMBER)
        return int(cursor.fetchone()[0])


def wait_for_turn(seconds: float = 10) -> None:
    """Be the only one who sends until the transaction ends; DatabaseError when others go on for longer than that."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{int(seconds * 1000)}ms"])
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SENDING])
        cursor.execute("SET LOCAL lock_timeout TO DEFAULT")


def forget() -> None:
    """Note nothing any more: there is no server to send it to."""
    if IndexCopy._meta.db_table in connection.introspection.table_names():
        IndexCopy.objects.all().delete()
        Unsent.objects.all().delete()


def _send_changes() -> None:
    """Send what has changed, if the server answers; whoever published is not to suffer for it when it does not."""
    if server().is_resting or not Unsent.objects.exists():
        return
    try:
        send(MOST_AT_ONCE)
    except NotAnswered as error:
        log.warning("%s; changes wait for the next one, or for `manage.py search_send`", error)
    except DatabaseError:
        log.warning("Changes could not be sent to the search server and wait for the next one", exc_info=True)


def _send_batch() -> int | None:
    """Send some of the entries that have changed; gives their number, None when there are none or nowhere to."""
    target = server()
    with transaction.atomic():
        wait_for_turn()
        indices = list(IndexCopy.objects.filter(address=target.name).values_list("name", flat=True))
        notes = dict(Unsent.objects.order_by("pk").values_list("pk", "entry")[:BATCH])
        if not indices or not notes:
            return None
        entries = sorted(set(notes.values()))
        version = next_number()
        for index in indices:
            if newer := written(target, index, entries, version, refresh=True):
                raise NotAnswered(
                    f"The search server at {target.name} has newer versions of {len(newer)} entries in {index}, as"
                    " after the database was restored: run `manage.py search_index`"
                )
        Unsent.objects.filter(pk__in=notes).delete()
    return len(entries)


def _bodies(entries: Sequence[int], version: int) -> Iterator[list[str]]:
    """The lines that write or delete the entries' documents, in parts that the server takes at once."""
    there = documents(entries)
    lines: list[str] = []
    size = 0
    for entry in entries:
        more = list(_lines(entry, there.get(entry), version))
        if lines and size + sum(map(len, more)) > LARGEST_BODY:
            yield lines
            lines, size = [], 0
        lines += more
        size += sum(map(len, more))
    if lines:
        yield lines


def _lines(entry: int, document: Mapping[str, Any] | None, version: int) -> Iterator[str]:
    action = "delete" if document is None else "index"
    yield json.dumps({action: {"_id": str(entry), "version": version, "version_type": "external"}})
    if document is not None:
        yield json.dumps(document)
