"""Makes thousands of pages out of a few by copying rows within PostgreSQL: 100,000 pages in a minute or two.

A copy is a page as Wagtail would have made it: its own place in the tree, key of translation, address and entry in
the search index. Only revisions and the index of references are left out; nobody reads these but the admin.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import GeneratedField, Model
from wagtail.models import Page

from cms.progress import progress
from pages.models import ArticleAuthor, ArticleIndexPage, ArticlePage, EventIndexPage, EventPage, ProgrammeItem
from search.models import Entry
from tests.bench.seeding import ARTICLE_PREFIX, EVENT_PREFIX

BATCH = 2_000


@dataclass(frozen=True)
class Kind:
    """A type of page with the rows that belong to it, and what differs from one copy to the next."""

    model: type[Page]
    index: type[Page]
    prefix: str
    # Tables whose rows are copied along, each with the column that leads to the page.
    rows: list[tuple[type[Model], str]]
    # Columns of the page's own table as expressions over the copy's `number`; and which of them is its day.
    differs: dict[str, str]
    dated: str

    @property
    def day(self) -> str:
        return self.differs[self.dated]

    @property
    def copies(self) -> str:
        """What the slugs of copies begin with; those of the originals have a number there."""
        return f"{self.prefix}kopi-"


ARTICLES = Kind(
    ArticlePage,
    ArticleIndexPage,
    ARTICLE_PREFIX,
    [
        (ArticleAuthor, "article_id"),
        *(
            (through, "articlepage_id")
            for through in (
                ArticlePage.themes.through,
                ArticlePage.municipalities.through,
                ArticlePage.projects.through,
            )
        ),
    ],
    {"published_on": "DATE '2015-01-01' + number % 4000"},
    "published_on",
)
# Two years back and two years ahead of the day that they are made.
START = "date_trunc('day', now()) + make_interval(days => number * 739 % 1461 - 730, hours => 9)"
EVENTS = Kind(
    EventPage,
    EventIndexPage,
    EVENT_PREFIX,
    [
        (ProgrammeItem, "event_id"),
        *((through, "eventpage_id") for through in (EventPage.themes.through, EventPage.municipalities.through)),
    ],
    {"starts_at": START, "ends_at": f"{START} + interval '6 hours'"},
    "starts_at",
)
COPY_SUGGESTIONS = """
    INSERT INTO search_suggestionkey (entry_id, is_inner, key)
    SELECT new.id, old_key.is_inner, old_key.key FROM copies
    JOIN search_entry AS old ON old.page_id = original_id JOIN search_entry AS new ON new.page_id = copy_id
    JOIN search_suggestionkey AS old_key ON old_key.entry_id = old.id
"""


def grow(kind: Kind, wanted: int) -> None:
    """As many pages of the kind below its index as are wanted, those that are there included."""
    index = kind.index.objects.get(locale__language_code="nb")
    there = index.get_children().count()
    starts = range(0, max(0, wanted - there), BATCH)
    with progress(f"Copying to {wanted} below «{index.title}»", len(starts)) as advance:
        for start in starts:
            with transaction.atomic(), connection.cursor() as cursor:
                _copy_batch(cursor, kind, index.pk, min(BATCH, wanted - there - start))
            advance()


def _copy_batch(cursor: Any, kind: Kind, index_pk: int, count: int) -> None:
    index = Page.objects.get(pk=index_pk)
    copies = index.get_children().filter(slug__startswith=kind.copies)
    last = index.get_last_child()
    cursor.execute(
        """
        CREATE TEMPORARY TABLE copies AS
        WITH originals AS (
            SELECT id, row_number() OVER (ORDER BY path) - 1 AS place, count(*) OVER () AS many FROM wagtailcore_page
            WHERE path LIKE %(below)s AND starts_with(slug, %(originals)s) AND NOT starts_with(slug, %(copies)s)
        )
        SELECT originals.id AS original_id, number, %(last_step)s + number - %(made)s + 1 AS step,
            nextval(pg_get_serial_sequence('wagtailcore_page', 'id')) AS copy_id
        FROM generate_series(%(made)s::integer, %(made)s + %(count)s - 1) AS number
        JOIN originals ON originals.place = number %% originals.many
        """,
        {
            "below": f"{index.path}%",
            "originals": kind.prefix,
            "copies": kind.copies,
            "made": copies.count(),
            "count": count,
            "last_step": Page._str2int(last.path[-Page.steplen :]),
        },
    )
    slug = f"'{kind.copies}' || number"
    page = {
        "id": "copy_id",
        "path": f"'{index.path}' || {_step()}",
        "title": "old.title || ' ' || number",
        "draft_title": "old.title || ' ' || number",
        "slug": slug,
        "url_path": f"'{index.url_path}' || {slug} || '/'",
        "translation_key": f"md5({slug})::uuid",
        "first_published_at": "old.first_published_at + make_interval(mins => number)",
        "last_published_at": "old.last_published_at + make_interval(mins => number)",
    }
    _copy(cursor, Page, "old.id = copies.original_id", page)
    pointer = "page_ptr_id"
    _copy(cursor, kind.model, f"old.{pointer} = copies.original_id", {pointer: "copy_id", **kind.differs})
    for model, key in kind.rows:
        _copy(cursor, model, f"old.{key} = copies.original_id", {key: "copy_id"})
    entry = {"page_id": "copy_id", "day": f"({kind.day})::date"}
    entry |= {name: page[name] for name in ("title", "path", "translation_key")}
    _copy(cursor, Entry, "old.page_id = copies.original_id", entry)
    cursor.execute(COPY_SUGGESTIONS)
    cursor.execute("UPDATE wagtailcore_page SET numchild = numchild + %s WHERE id = %s", [count, index.pk])
    cursor.execute("DROP TABLE copies")


def _copy(cursor: Any, model: type[Model], condition: str, changes: dict[str, str]) -> None:
    """Copy the rows that the condition pairs with a copy; columns not named stay as they are, keys are new."""
    columns = [
        field.column
        for field in model._meta.local_concrete_fields
        if not isinstance(field, GeneratedField) and (field.column in changes or not field.primary_key)
    ]
    values = [changes.get(column, f"old.{column}") for column in columns]
    cursor.execute(
        f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) "
        f"SELECT {', '.join(values)} FROM copies JOIN {model._meta.db_table} AS old ON {condition} ORDER BY number"
    )


def _step() -> str:
    """The copy's step in the tree's path, as treebeard writes numbers."""
    alphabet = Page.alphabet
    base = len(alphabet)
    digits = (base**place for place in reversed(range(Page.steplen)))
    return " || ".join(f"substr('{alphabet}', step / {digit} % {base} + 1, 1)" for digit in digits)
