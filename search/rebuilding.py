"""Writes all entries anew, while editors go on publishing and readers searching."""

from collections.abc import Sequence

from django.db import connection, transaction
from django.db.models import Model

from cms.api.freshness import changed_since, snapshot_now
from cms.api.tags import EVERYTHING, tags_of_things
from cms.progress import progress
from search.analysis.fingerprint import fingerprint
from search.indexing import STATES, add_terms, batches, count_terms, things, write_entry
from search.kinds import KINDS
from search.models import Entry


def fill_if_empty() -> None:
    """Write all entries if there are none though there is something to find."""
    if not Entry.objects.exists():
        write_everything()
        count_terms()
        note_analysis()


def is_outdated() -> bool:
    """Whether the words of the entries were analysed otherwise than they are now, or nobody knows how."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description('search_entry'::regclass)")
        return cursor.fetchone()[0] != _analysis()


def note_analysis() -> None:
    """Note with the table how the words of all entries are analysed."""
    with connection.cursor() as cursor:
        # It takes no parameters; the fingerprint is a hexadecimal number.
        cursor.execute(f"COMMENT ON TABLE search_entry IS '{_analysis()}'")


def _analysis() -> str:
    return f"Analysis of words: {fingerprint()}"


def write_everything() -> None:
    """Write the entries of all things, and say how far it has come; words and lexemes are to be counted afterwards.

    To count them with each entry, as `write` does, took a third of the time.
    """
    total = sum(model._default_manager.count() for model in KINDS.values())
    if not total:
        return
    known: set[str] = set()
    with progress(f"Indexing {total} pages, contacts, organisations and documents", total) as advance:
        for model in KINDS.values():
            for keys in batches(list(model._default_manager.order_by("pk").values_list("pk", flat=True))):
                changed = _write(model, keys, known)
                while changed:
                    changed = _write(model, changed, known)
                advance(len(keys))


def _write(model: type[Model], keys: Sequence[int], known: set[str]) -> list[int]:
    """Write the entries of the things with these keys, and their words and lexemes beside the known.

    Gives the keys of those that somebody else has changed meanwhile: what was read of them may be what they were.
    """
    snapshot = snapshot_now()
    read_of: dict[int, set[str]] = {}
    for thing in things(model, keys):
        with transaction.atomic():
            written = write_entry(thing)
            add_terms([term for term in written.terms if term not in known])
        known.update(written.terms)
        read_of[thing.pk] = {EVERYTHING, *tags_of_things([thing]), *written.sources}
    news = changed_since(snapshot)
    return [key for key, tags in read_of.items() if tags & news]


def forget_the_gone() -> None:
    """Delete entries of what is not there any more."""
    with transaction.atomic(), connection.cursor() as cursor:
        for column, (table, _) in STATES.items():
            cursor.execute(
                f"DELETE FROM search_entry WHERE {column}_id IS NOT NULL"  # noqa: S608
                f" AND NOT EXISTS (SELECT FROM {table} WHERE {table}.id = {column}_id)"
            )
