"""Texts as various as people's: words as often as written Norwegian has them, so that most of a site has few of them.

Copies of pages have the same words; for the search each gets one of some thousands of texts of its own.
"""

import itertools
import random

from django.db import connection
from wagtail.models import Page

from cms.progress import progress
from search.analysis.frequencies import bokmal
from search.analysis.title_keys import keys_of_title
from search.describing import Description
from search.indexing import add_terms, count_terms
from search.vectors import vector_of
from tests.bench.words import COMMON, RARE

TEXTS = 3_000
RARE_IN = 100
TABLES = """
    CREATE TABLE bench_text (number int PRIMARY KEY, title text, text text, words tsvector);
    CREATE TABLE bench_key (number int, is_inner bool, key text);
"""
# Entries of copies that still have the text of their original.
VARY = """
    WITH changed AS (
        UPDATE search_entry AS entry SET title = fresh.title || ' ' || entry.page_id, text = fresh.text,
            words = fresh.words
        FROM bench_text AS fresh, wagtailcore_page AS page
        WHERE page.id = entry.page_id AND page.slug LIKE '%%kopi-%%' AND fresh.number = entry.page_id %% %(texts)s
            AND entry.text <> fresh.text
        RETURNING entry.id, entry.page_id
    ), gone AS (
        DELETE FROM search_suggestionkey WHERE entry_id IN (SELECT id FROM changed)
    )
    INSERT INTO search_suggestionkey (entry_id, is_inner, key)
    SELECT changed.id, is_inner, key FROM changed JOIN bench_key ON number = page_id %% %(texts)s
"""


class Words:
    """Random words, each as often as it is in written bokmål."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.words = list(bokmal())
        self._weights = list(itertools.accumulate(10**frequency for frequency in bokmal().values()))

    def some(self, count: int) -> str:
        return " ".join(self.chance.choices(self.words, cum_weights=self._weights, k=count))


def prepare() -> None:
    """Write the texts, with their vectors, once."""
    words, terms = Words(7), set()
    with connection.cursor() as cursor, progress("Writing texts to search in", TEXTS) as advance:
        cursor.execute(TABLES)
        for number in range(TEXTS):
            body = f"{words.some(words.chance.randint(60, 200))} {COMMON} {RARE if number % RARE_IN == 0 else ''}"
            lead = words.some(18)
            description = Description(
                thing=Page(),
                kind="ARTICLE",
                title=words.some(words.chance.randint(3, 8)).capitalize(),
                lead=[lead],
                body=[body],
                text=f"{lead} {body}",
            )
            vector = vector_of(description)
            terms.update(vector.terms)
            row = (number, description.title, description.text, str(vector))
            cursor.execute("INSERT INTO bench_text VALUES (%s, %s, %s, %s)", row)
            keys = [(number, *key) for key in keys_of_title(description.title)]
            cursor.executemany("INSERT INTO bench_key VALUES (%s, %s, %s)", keys)
            advance()
    add_terms(sorted(terms))


def vary() -> None:
    """Give each copy that has none yet a text of its own."""
    with connection.cursor() as cursor:
        cursor.execute(VARY, {"texts": TEXTS})
    count_terms()
