"""The index and its documents: what OpenSearch knows of an entry, all of it taken from the entry in PostgreSQL.

Words are analysed here and not by OpenSearch, so that both find by the same lexemes (`search.analysis.lexemes`).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from wagtail.models import Page

from search.analysis.tokens import clean, words_of

# How far into the hits one can leaf: `cms.api.connections.LARGEST_OFFSET` and a page more.
DEEPEST = 110_000
LEXEMES = {"type": "keyword", "doc_values": False}
# Words in their order, for what has to stand side by side; analysed already, so that blanks alone part them.
SEQUENCE = {"type": "text", "analyzer": "whitespace", "norms": False}
# What decides on who may see it; moments in microseconds since 1970, as exact as PostgreSQL's.
STATE = {
    "live": {"type": "boolean"},
    "go_live_at": {"type": "long"},
    "expire_at": {"type": "long"},
    # The page's tree path and those of all pages above it.
    "above": {"type": "keyword"},
    "locale": {"type": "integer"},
}
INDEX: dict[str, Any] = {
    "settings": {
        "index": {"number_of_shards": 1, "auto_expand_replicas": "0-1", "max_result_window": DEEPEST},
    },
    "mappings": {
        "dynamic": "strict",
        "properties": {
            "id": {"type": "long"},
            "page": {"type": "long"},
            "kind": {"type": "keyword"},
            "themes": {"type": "keyword"},
            "municipalities": {"type": "keyword"},
            "organisations": {"type": "long"},
            "year": {"type": "integer"},
            # Counted from the first day of the year 1.
            "day": {"type": "integer"},
            "collection": {"type": "integer"},
            **STATE,
            # The page's other languages: a page is found in the first of the reader's that anyone may read.
            "translations": {"type": "nested", "dynamic": "strict", "properties": STATE},
            # The lexemes of the title; those of title, lead and names; and those of everything.
            "title": LEXEMES,
            "head": LEXEMES,
            "all": LEXEMES,
            "words": SEQUENCE,
        },
    },
}
ENTRIES = """
    SELECT id, page_id, kind, themes, municipalities, organisations, day, collection_id,
        live, go_live_at, expire_at, path, locale_id, translation_key, title, text, words::text
    FROM search_entry WHERE id = ANY(%s)
"""
TRANSLATIONS = """
    SELECT translation_key, id, live, go_live_at, expire_at, path, locale_id
    FROM search_entry WHERE translation_key = ANY(%s)
"""
LEXEME = re.compile(r"'([^']+)':([0-9A-D,]+)")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def documents(entries: Sequence[int]) -> dict[int, dict[str, Any]]:
    """The documents of the entries with these primary keys, by primary key; none for those that are gone."""
    with connection.cursor() as cursor:
        cursor.execute(ENTRIES, [list(entries)])
        rows = cursor.fetchall()
        translations: dict[Any, list[tuple[Any, ...]]] = defaultdict(list)
        cursor.execute(TRANSLATIONS, [[row[13] for row in rows if row[13] is not None]])
        for key, *translation in cursor.fetchall():
            translations[key].append(tuple(translation))
    return {row[0]: _document(row, translations[row[13]]) for row in rows}


def moment(at: datetime) -> int:
    """The moment as documents have it."""
    return (at - EPOCH) // timedelta(microseconds=1)


def _document(row: tuple[Any, ...], translations: Iterable[tuple[Any, ...]]) -> dict[str, Any]:
    entry, page, kind, themes, municipalities, organisations, day, collection = row[:8]
    title, text, vector = row[14:]
    lexemes = _lexemes(vector)
    document = {
        "id": entry,
        "page": page,
        "kind": kind,
        "themes": themes,
        "municipalities": municipalities,
        "organisations": organisations,
        "year": day and day.year,
        "day": day and day.toordinal(),
        "collection": collection,
        **_state(*row[8:13]),
        "translations": [_known(_state(*state)) for other, *state in translations if other != entry],
        "title": [lexeme for lexeme, places in lexemes.items() if "A" in places.values()],
        "head": [lexeme for lexeme, places in lexemes.items() if not {"A", "B"}.isdisjoint(places.values())],
        "all": list(lexemes),
        "words": [_words(title), _words(text), *_runs(lexemes)],
    }
    return _known(document)


def _known(document: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that have a value."""
    return {name: value for name, value in document.items() if value is not None and value != []}


def _state(
    live: bool,
    go_live_at: datetime | None,
    expire_at: datetime | None,
    path: str | None,
    locale: int | None,
) -> dict[str, Any]:
    return {
        "live": live,
        "go_live_at": go_live_at and moment(go_live_at),
        "expire_at": expire_at and moment(expire_at),
        "above": path and [path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)],
        "locale": locale,
    }


def _lexemes(vector: str) -> dict[str, dict[int, str]]:
    """The lexemes of a vector of PostgreSQL's, each with the weight that it has at each of its places."""
    return {
        lexeme: {int(place.rstrip("ABCD")): place.lstrip("0123456789") or "D" for place in places.split(",")}
        for lexeme, places in LEXEME.findall(vector)
    }


def _words(text: str) -> str:
    return " ".join(words_of(clean(text)))


def _runs(lexemes: Mapping[str, Mapping[int, str]]) -> Iterator[str]:
    """The words of title, lead and names that stand side by side, each of these texts for itself."""
    words = {place: lexeme[2:] for lexeme, places in lexemes.items() if lexeme.startswith("e:") for place in places}
    run: list[str] = []
    for place in sorted(words):
        if run and place - 1 not in words:
            yield " ".join(run)
            run = []
        run.append(words[place])
    if run:
        yield " ".join(run)
