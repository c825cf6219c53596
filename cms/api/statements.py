"""Statements that are built once and run many times: Django takes longer to build one than PostgreSQL to answer it.

A kept statement is the text of a queryset with the values in it, but for the moment of reading, which is filled in anew
each time. It belongs to a document, its variables, and the site's ground: another of these is another statement.
"""

import re
import sys
import threading
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache, partial
from typing import Any
from uuid import uuid4

import orjson
from cachetools import LRUCache
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, F, Func, Model, QuerySet, TextField, Value
from psycopg import ClientCursor, RawCursor
from psycopg.types.json import set_json_loads
from wagtail.query import DeferredSpecificIterable

from cms.api.rows import object_of, specific_page

# What related objects come as (`cms.api.ahead`), read in a fifth of the time.
set_json_loads(orjson.loads)

# The name of a value in a statement, or a percent sign.
PLACEHOLDER = re.compile(r"%\((\w+)\)s|%%")

# So many of one document: its lists, each with the few sets of variables that readers often ask for.
KEPT_STATEMENTS = 64


class _Moment(datetime):
    """Stands for the moment of reading in a statement that is kept, and is known by its type."""


class _Text(str):
    """Stands for a text that comes with each request, in the same way."""

    __slots__ = ()


ANY_MOMENT: Any = _Moment(9999, 1, 1, tzinfo=UTC)
ANY_TEXT: Any = _Text("any text")
# What is put in the place of what stands for them; PostgreSQL has to be told the type of a value that it does not see.
PLACEHOLDERS = {_Moment: "%(moment)s::timestamptz", _Text: "%(text)s::text"}


def fetched(sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of the statement with the values. PostgreSQL plans it once for each connection, since that takes it
    longer than running it (`cms.database.sessions`). Django's cursors cannot ask for that, so they are used only when
    somebody watches the statements.
    """
    values = {name: _as_array(value) if type(value) is list else value for name, value in values.items()}
    if connection.queries_logged:
        with connection.cursor() as watched:
            watched.execute(sql, values)
            return watched.fetchall()
    connection.ensure_connection()
    session = connection.connection
    # Django sets None there, with which psycopg prepares nothing, not even what it is asked to.
    session.prepare_threshold = sys.maxsize
    with RawCursor(session) as cursor, connection.wrap_database_errors:

        def execute(sql: str, params: Mapping[str, Any], many: bool, context: Any) -> None:
            numbered, names = _numbered(sql)
            cursor.execute(numbered, [params[name] for name in names], prepare=True)

        for wrapper in reversed(connection.execute_wrappers):
            execute = partial(wrapper, execute)
        execute(sql, values, False, {"connection": connection, "cursor": cursor})
        return cursor.fetchall()


@lru_cache(maxsize=256)
def _numbered(sql: str) -> tuple[str, tuple[str, ...]]:
    """The statement with numbers for the names of its values, as PostgreSQL reads it, and the names in that order.

    psycopg, which does the same, takes a long one apart each time: 55 to 125 µs for a search.
    """
    names: dict[str, int] = {}

    def numbered(match: re.Match[str]) -> str:
        return "%" if match[1] is None else f"${names.setdefault(match[1], len(names) + 1)}"

    return PLACEHOLDER.sub(numbered, sql), tuple(names)


def _as_array(values: list[Any]) -> Any:
    """PostgreSQL's text for an array of texts or whole numbers, in a tenth of the time that psycopg takes."""
    kinds = set(map(type, values))
    if kinds <= {int}:
        return f"{{{','.join(map(str, values))}}}"
    if kinds != {str}:
        return values
    together = "".join(values)
    if "\\" in together or '"' in together:
        values = [value.replace("\\", "\\\\").replace('"', '\\"') for value in values]
    quoted = '","'.join(values)
    return f'{{"{quoted}"}}'


@dataclass(frozen=True)
class Statement:
    """SQL that lacks only the moment or a text, if that."""

    sql: str

    @classmethod
    def of(cls, sql: str, params: Sequence[Any]) -> "Statement":
        """The statement with those values in it that never change."""
        connection.ensure_connection()
        marks = {kind: f"mark of {kind.__name__} {uuid4()}" for kind in PLACEHOLDERS}
        values = [marks.get(type(param), param) for param in params]
        text = ClientCursor(connection.connection).mogrify(sql, values).replace("%", "%%")
        for kind, mark in marks.items():
            text = text.replace(f"'{mark}'", PLACEHOLDERS[kind])
        return cls(text)

    def fetched(self, moment: datetime | None = None, text: str | None = None) -> list[tuple[Any, ...]]:
        """The rows at the moment."""
        return fetched(self.sql, {"moment": moment, "text": text})


@dataclass(frozen=True)
class Selection:
    """A statement whose rows are objects of a model."""

    statement: Statement
    model: type[Model]
    columns: tuple[str, ...]
    first_column: int
    annotations: tuple[tuple[str, int], ...]
    compiler: Any
    converters: Any
    is_of_pages: bool

    @classmethod
    def of(cls, queryset: QuerySet) -> "Selection":
        """What the queryset selects; it must neither join related objects nor prefetch any."""
        compiler: Any = queryset.query.get_compiler(connection=connection)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            # Django knows already that nothing can be selected.
            compiler = queryset.none().query.get_compiler(connection=connection, elide_empty=False)
            sql, params = compiler.as_sql()
        places = compiler.klass_info["select_fields"]
        selected = compiler.select[places[0] : places[-1] + 1]
        return cls(
            statement=Statement.of(sql, params),
            model=compiler.klass_info["model"],
            columns=tuple(column.target.attname for column, _, _ in selected),
            first_column=places[0],
            annotations=tuple(compiler.annotation_col_map.items()),
            compiler=compiler,
            converters=compiler.get_converters([column for column, _, _ in compiler.select]),
            is_of_pages=issubclass(queryset._iterable_class, DeferredSpecificIterable),
        )

    def objects(self, moment: datetime | None = None, text: str | None = None) -> Iterator[Any]:
        """The objects that the queryset would give at the moment; pages of all types as what they are."""
        rows: Any = self.statement.fetched(moment, text)
        if self.converters:
            rows = self.compiler.apply_converters(rows, self.converters)
        first, last = self.first_column, self.first_column + len(self.columns)
        for row in rows:
            made = object_of(self.model, self.columns, row[first:last])
            for name, place in self.annotations:
                made.__dict__[name] = row[place]
            yield specific_page(made) if self.is_of_pages else made


class Statements:
    """The kept statements of one document."""

    def __init__(self) -> None:
        self._kept: LRUCache[Hashable, Any] = LRUCache(KEPT_STATEMENTS)
        self._lock = threading.Lock()

    def once(self, key: Hashable, build: Callable[[], Any]) -> Any:
        """What `build` gives for the key; kept unless it asked the database, whose answer may be another next time."""
        with self._lock:
            found = self._kept.get(key)
        if found is None:
            with _watched() as asked:
                found = build()
            if not asked:
                with self._lock:
                    self._kept[key] = found
        return found


class HasText(Func):
    """Rows whose column has one of the texts that come with each request, as the one that `as_text` makes of them."""

    arg_joiner = " = ANY(string_to_array("
    template = "%(expressions)s, ','))"
    output_field = BooleanField()

    def __init__(self, column: str) -> None:
        super().__init__(F(column), Value(ANY_TEXT, TextField()))


class HasKey(HasText):
    """The same for whole numbers."""

    template = "%(expressions)s, ',')::bigint[])"


def as_text(keys: Iterable[Any]) -> str:
    """The keys, or texts without commas, as the text that `HasKey` or `HasText` reads."""
    return ",".join(map(str, keys))


@contextmanager
def _watched() -> Iterator[Sequence[str]]:
    """The statements that are run in here."""
    asked: list[str] = []

    def watch(execute: Any, sql: str, *args: Any) -> Any:
        asked.append(sql)
        return execute(sql, *args)

    with connection.execute_wrapper(watch):
        yield asked
