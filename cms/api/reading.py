"""What an answer is made of, gathered while it is made: tags of what was read, and the moment it holds until.

Unless somebody says more exactly what a statement reads, it reads everything in its tables. So a resolver that nobody
has thought of makes an answer that is dropped too often, never one that is stale.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Model
from wagtail.models import Page

from cms.api.tags import EVERYTHING, tag_of_model, tags_by_table, tags_of_things

# A part of a statement between these reads nothing but objects that are noted one by one.
EXACT, END_OF_EXACT = "/*exact*/", "/*end of exact*/"
EXACTLY_READ = re.compile(rf"{re.escape(EXACT)}.*?{re.escape(END_OF_EXACT)}", re.DOTALL)
TABLE = re.compile(r'\b(?:FROM|JOIN)\s+"?(\w+)"?', re.IGNORECASE)


class Reading:
    """The tags of what was read, until when it holds, and whether it may be kept at all."""

    def __init__(self) -> None:
        self.tags: set[str] = set()
        self.until: datetime | None = None
        self.may_be_kept = True
        self.statements = 0
        self._scopes: list[_Scope] = []

    def statement(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Note what the statement reads, and run it; for Django's `execute_wrapper`."""
        self.statements += 1
        scope = self._scopes[-1] if self._scopes else None
        if scope is None or scope.model is not None:
            tags = _tags_of_statement(str(sql))
            if EVERYTHING in tags:
                self.may_be_kept = False
            self.tags |= tags if scope is None else scope.narrowed(tags)
        return execute(sql, params, many, context)

    @contextmanager
    def within(self, scope: "_Scope") -> Iterator[None]:
        """Statements in here read what the scope says."""
        self._scopes.append(scope)
        try:
            yield
        finally:
            self._scopes.pop()


class _Scope:
    """Rows of one model and what they are chosen by; or, without a model, only what is noted besides."""

    def __init__(self, model: type[Model] | None, sharing: Iterable[str] | None = None) -> None:
        self.model = model
        self.sharing = sharing

    def narrowed(self, tags: frozenset[str]) -> frozenset[str]:
        """The tags without that of all pages, where the statement reads pages of one type.

        Without that of the type, too, where it reads only those that share something, as their type may be.
        """
        if self.model is None or not issubclass(self.model, Page):
            return tags
        if self.sharing is None:
            return tags if self.model is Page else tags - {tag_of_model(Page)}
        return (tags - {tag_of_model(Page), tag_of_model(self.model)}).union(self.sharing)


_current: ContextVar[Reading | None] = ContextVar("reading", default=None)


@contextmanager
def gathering() -> Iterator[Reading]:
    """What is read in here is gathered in the reading given."""
    reading = Reading()
    token = _current.set(reading)
    try:
        with connection.execute_wrapper(reading.statement):
            yield reading
    finally:
        _current.reset(token)


def note(*tags: str) -> None:
    """The answer depends on what has these tags."""
    if reading := _current.get():
        reading.tags.update(tags)


def note_things(things: Iterable[Any]) -> None:
    """The answer depends on each of the things that is an object of the database."""
    if reading := _current.get():
        reading.tags.update(tags_of_things(things))


def holds_until(moment: datetime | None) -> None:
    """The answer holds until this moment at most; None is never."""
    if moment is not None and (reading := _current.get()):
        reading.until = moment if reading.until is None else min(reading.until, moment)


def keep_from_being_kept() -> None:
    """Whoever asks again is to be answered anew."""
    if reading := _current.get():
        reading.may_be_kept = False


@contextmanager
def exactly(*tags: str) -> Iterator[None]:
    """Statements in here read nothing but these tags, and objects that are noted when they arrive."""
    note(*tags)
    with _within(_Scope(None)):
        yield


@contextmanager
def listing(model: type[Model], sharing: Iterable[str] | None = None) -> Iterator[None]:
    """Statements in here choose rows of the model; of pages of one type, other types cannot change the choice.

    Nor can those of the type that do not share what has one of the tags, if only such are chosen from.
    """
    with _within(_Scope(model, sharing)):
        yield


@contextmanager
def _within(scope: _Scope) -> Iterator[None]:
    reading = _current.get()
    if reading is None:
        yield
        return
    with reading.within(scope):
        yield


@lru_cache(maxsize=512)
def _tags_of_statement(sql: str) -> frozenset[str]:
    """The tags of the statement's tables; that of everything for a table of which no answer may be kept."""
    tables = tags_by_table()
    found = {tables.get(name, name) for name in TABLE.findall(EXACTLY_READ.sub("", sql)) if name in tables}
    return frozenset(EVERYTHING if tag is None else tag for tag in found)
