"""What an answer is made of, gathered while it is made: tags of what was read, and the moment it holds until.

Unless somebody says more exactly what a statement reads, it reads everything in its tables. So a resolver that nobody
has thought of makes an answer that is dropped too often, never one that is stale.

What the reader may not know of counts as well: the answer becomes another when it is shown. In what the answer says of
itself, in `Cache-Tag`, the tag of its model stands for its own.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Model
from wagtail.models import Page

from cms.api.tags import EVERYTHING, model_tag_of, tag_of_model, tags_by_table, tags_of_things

# A part of a statement between these reads nothing but objects that are noted one by one.
EXACT, END_OF_EXACT = "/*exact*/", "/*end of exact*/"
EXACTLY_READ = re.compile(rf"{re.escape(EXACT)}.*?{re.escape(END_OF_EXACT)}", re.DOTALL)
TABLE = re.compile(r'\b(?:FROM|JOIN)\s+"?(\w+)"?', re.IGNORECASE)


class Reading:
    """The tags of what was read, until when it holds, and whether it may be kept at all."""

    def __init__(self) -> None:
        self._open: set[str] = set()
        # Tags that would name what the reader may not know of, and those of models, which are told in their place.
        self._secret: set[str] = set()
        self._cover: set[str] = set()
        self.until: datetime | None = None
        self.may_be_kept = True
        self.statements = 0
        self._scopes: list[_Scope] = []

    @property
    def tags(self) -> set[str]:
        """What the answer depends on."""
        return self._open | self._secret

    @property
    def told(self) -> set[str]:
        """What the answer may say that it depends on; whatever touches one of `tags` touches one of these."""
        return self._open | self._cover

    def note(self, tags: Iterable[str]) -> None:
        """The answer depends on what has these tags, and may say so."""
        self._open.update(tags)

    def note_secret(self, tags: Collection[str], *, is_covered: bool) -> None:
        """The answer depends on what has these tags, and says it only of their models; or not at all, if that is
        covered by what it says already.
        """
        self._secret.update(tags)
        if not is_covered:
            self._cover.update(map(model_tag_of, tags))

    def claim(self, tag: str) -> None:
        """The answer says that it depends on this, whether it does or not."""
        self._cover.add(tag)

    def statement(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Note what the statement reads, and run it; for Django's `execute_wrapper`."""
        self.statements += 1
        scope = self._scopes[-1] if self._scopes else None
        if scope is None or scope.model is not None:
            tags = _tags_of_statement(str(sql))
            if EVERYTHING in tags:
                self.may_be_kept = False
            self.note(tags if scope is None else scope.narrowed(tags))
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
# Gives those of some objects that the reader may know of; no part of the reading, which is kept with the answer.
_known: ContextVar[Callable[[list[Any]], list[Any]]] = ContextVar("known", default=lambda things: things)


@contextmanager
def gathering(known: Callable[[list[Any]], list[Any]]) -> Iterator[Reading]:
    """What is read in here is gathered in the reading given; `known` gives the things that the reader may know of."""
    reading = Reading()
    token, token_of_known = _current.set(reading), _known.set(known)
    try:
        with connection.execute_wrapper(reading.statement):
            yield reading
    finally:
        _current.reset(token)
        _known.reset(token_of_known)


def note(*tags: str) -> None:
    """The answer depends on what has these tags."""
    if reading := _current.get():
        reading.note(tags)


def note_things(things: Iterable[Any]) -> None:
    """The answer depends on each of the things, which the reader may know of, that is an object of the database."""
    if reading := _current.get():
        reading.note(tags_of_things(things))


def note_arrived(things: list[Any], *, is_covered: bool = False) -> list[Any]:
    """The answer depends on each of the things; those of them that the reader may know of.

    `is_covered` says that what has been noted already moves when one of the others is shown.
    """
    reading = _current.get()
    if reading is None:
        return things
    known = _known.get()(things)
    reading.note(tags_of_things(known))
    if len(known) < len(things):
        reading.note_secret([*tags_of_things(thing for thing in things if not is_known(thing))], is_covered=is_covered)
    return known


def note_missing(tags: Collection[str]) -> None:
    """The answer depends on objects with these tags, which are not there: told as if they were hidden."""
    if tags and (reading := _current.get()):
        reading.note_secret(tags, is_covered=False)


def claim(tag: str) -> None:
    """The answer says that it depends on this, so that nobody learns from it whether it does."""
    if reading := _current.get():
        reading.claim(tag)


def is_known(thing: Any) -> bool:
    """Whether the reader may know of the thing."""
    return bool(_known.get()([thing]))


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
