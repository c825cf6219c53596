"""Writes entries, at once with what changes."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Model, QuerySet
from wagtail.models import Page

from cms.api.tags import tag_of_model, tags_of_things
from search.analysis.lexemes import lexemes_of
from search.analysis.title_keys import keys_of_title
from search.describing import described, relations_of
from search.kinds import KINDS
from search.models import Entry, Term
from search.understood import quoted
from search.vectors import vector_of

BATCH = 200
# For each table of things: its column in the entry, and what decides on who may see the thing.
STATES = {
    "page": (
        "wagtailcore_page",
        ("live", "go_live_at", "expire_at", "path", "locale_id", "translation_key"),
    ),
    "contact": ("snippets_contact", ("live", "go_live_at", "expire_at")),
    "organisation": ("snippets_organisation", ()),
    "document": ("snippets_document", ("collection_id",)),
}
# What is described; and what triggers keep in step from then on.
DESCRIBED = ("kind", "title", "text", "day", "themes", "municipalities", "organisations", "sources", "words")
STATE = ("live", "go_live_at", "expire_at", "path", "locale_id", "translation_key", "collection_id")
TYPES = {
    "day": "date",
    "themes": "text[]",
    "municipalities": "text[]",
    "organisations": "bigint[]",
    "sources": "text[]",
    "words": "tsvector",
    "go_live_at": "timestamptz",
    "expire_at": "timestamptz",
    "locale_id": "int",
    "translation_key": "uuid",
    "collection_id": "int",
}
FORGET_KEYS = "DELETE FROM search_suggestionkey WHERE entry_id = %s"
WRITE_KEYS = (
    "INSERT INTO search_suggestionkey (entry_id, is_inner, key) SELECT %s, * FROM unnest(%s::bool[], %s::text[])"
)
# What somebody else is counting just now is left: nobody waits.
COUNT_TERMS = """
    WITH there AS (SELECT term FROM search_term WHERE term = ANY(%s) ORDER BY term FOR UPDATE SKIP LOCKED)
    UPDATE search_term SET entries = entries + 1 FROM there WHERE search_term.term = there.term
"""
# In one order, so that two who add the same words do not wait for each other crosswise.
ADD_TERMS = """
    INSERT INTO search_term (term, entries) SELECT term, 1 FROM unnest(%s::text[]) AS term ORDER BY term
    ON CONFLICT DO NOTHING
"""
COUNT_ALL_TERMS = """
    WITH counted AS MATERIALIZED (
        SELECT CASE WHEN word LIKE 'e:%' THEN substr(word, 3) ELSE word END AS term, max(ndoc) AS entries
        FROM ts_stat('SELECT words FROM search_entry') GROUP BY 1
    ), gone AS (
        DELETE FROM search_term WHERE term LIKE '%:%' AND term NOT IN (SELECT term FROM counted)
    )
    UPDATE search_term SET entries = counted.entries FROM counted
    WHERE search_term.term = counted.term AND search_term.entries <> counted.entries
"""
FORGET_WORDS = """
    DELETE FROM search_term USING unnest(%s::text[], %s::text[]) AS asked (term, stem)
    WHERE search_term.term = asked.term
        AND NOT EXISTS (SELECT FROM search_entry WHERE words @@ asked.stem::tsquery)
"""


def write(thing: Any) -> None:
    """Write the entry of the page, contact, organisation or document as it is in memory, if that is news."""
    with transaction.atomic():
        written = write_entry(thing)
        if written.is_new:
            with connection.cursor() as cursor:
                cursor.execute(COUNT_TERMS, [written.terms])
        add_terms(written.terms)


class Written(NamedTuple):
    """What was written: words and lexemes, none if the entry was as it is to be; and whether there was no entry."""

    terms: list[str]
    is_new: bool
    # The tags of the other objects whose words it has.
    sources: set[str]


def write_entry(thing: Any) -> Written:
    """Write the thing's entry, if that is news, and leave the words and lexemes to whoever counts them."""
    description = described(thing)
    column = _column(type(thing))
    vector = vector_of(description)
    values = {
        "kind": description.kind,
        "title": description.title,
        "text": description.text,
        "day": description.day,
        "themes": description.themes,
        "municipalities": description.municipalities,
        "organisations": description.organisations,
        "sources": sorted(description.sources),
        "words": str(vector),
    }
    with connection.cursor() as cursor:
        cursor.execute(_statement(column), [*values.values(), thing.pk])
        written = cursor.fetchone()
        if written is None:
            return Written([], is_new=False, sources=description.sources)
        entry, is_new = written
        keys = keys_of_title(description.title)
        cursor.execute(FORGET_KEYS, [entry])
        cursor.execute(WRITE_KEYS, [entry, [is_inner for is_inner, _ in keys], [key for _, key in keys]])
    return Written(vector.terms, is_new, description.sources)


def add_terms(terms: list[str]) -> None:
    """Add the words and lexemes, which are in order, to those that queries are looked up in."""
    if not terms:
        return
    with connection.cursor() as cursor:
        cursor.execute(ADD_TERMS, [terms])


def count_terms() -> None:
    """Count how many entries have each word or lexeme, and forget lexemes that none has any more."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT_ALL_TERMS)


def forget_unused_terms() -> None:
    """Forget all words and lexemes that no entry has any more, and count the others.

    Takes seconds for a large site; a word is told by its stem, since those of bodies stand in no vector as they are.
    """
    count_terms()
    words = list(Term.objects.exclude(term__contains=":").values_list("term", flat=True))
    stems = [quoted(lexemes_of(word)[0]) for word in words]
    with connection.cursor() as cursor:
        cursor.execute(FORGET_WORDS, [words, stems])


def write_dependent(thing: Model) -> None:
    """Write the entries that have words of the thing, or of all things of its model, among theirs."""
    keys: dict[str, list[int]] = {}
    sources = [*tags_of_things([thing]), tag_of_model(type(thing))]
    for entry in Entry.objects.filter(sources__overlap=sources).only("kind", *STATES):
        keys.setdefault(entry.kind, []).append(getattr(entry, f"{_column(KINDS[entry.kind])}_id"))
    for kind, of_kind in keys.items():
        for batch in batches(sorted(of_kind)):
            with transaction.atomic():
                # Somebody may be saving one of them: what is read after that is what it will be.
                for found in things(KINDS[kind], batch).select_for_update(no_key=True):
                    write(found)


def things(model: type[Model], keys: Sequence[int]) -> QuerySet[Any]:
    """The things with these keys as they are in the database, with all that a description follows."""
    return model._default_manager.filter(pk__in=keys).order_by("pk").prefetch_related(*relations_of(model))


def batches(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    """The keys in their order, so many at a time as are read at once."""
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))


def _column(model: type[Model]) -> str:
    return "page" if issubclass(model, Page) else str(model._meta.model_name)


def _statement(column: str) -> str:
    """The statement that writes an entry, unless it is there already as it is to be."""
    table, state = STATES[column]
    written = [*DESCRIBED, *STATE]
    given = [f"%s::{TYPES[name]}" if name in TYPES else "%s" for name in DESCRIBED]
    read = [
        f"thing.{name}" if name in state else "true" if name == "live" else f"NULL::{TYPES.get(name, 'text')}"
        for name in STATE
    ]
    fresh = ", ".join(f"{name} = excluded.{name}" for name in written)
    before = ", ".join(f"search_entry.{name}" for name in written)
    after = ", ".join(f"excluded.{name}" for name in written)
    return (
        f"INSERT INTO search_entry ({column}_id, {', '.join(written)}) "  # noqa: S608
        f"SELECT thing.id, {', '.join([*given, *read])} FROM {table} AS thing WHERE thing.id = %s "
        f"ON CONFLICT ({column}_id) DO UPDATE SET {fresh} "
        f"WHERE ({before}) IS DISTINCT FROM ({after}) RETURNING id, xmax = 0"
    )
