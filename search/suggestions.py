"""Suggestions while a reader types: titles and names in which a word begins like that."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, IntegerField, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from wagtail.models import Page

from cms.api.locales import in_locale
from cms.api.sorting import BASE_LETTERS, NorwegianSortKey
from search.engine import Question
from search.kinds import OTHER_KINDS, Key, load, title_field

TABLES = [Page, *OTHER_KINDS.values()]
# What a letter may stand for when the keyboard lacks the right one. One way only: whoever types «å» does not mean «a».
STANDS_FOR = BASE_LETTERS | {"a": BASE_LETTERS["a"] + "æäå", "o": BASE_LETTERS["o"] + "øö"}


@dataclass(frozen=True)
class Suggestion:
    """A title or name, and the thing that has it."""

    text: str
    key: Key
    suggestions: "Suggestions"

    @property
    def node(self) -> Any:
        return self.suggestions.things.get(self.key)


class Suggestions:
    """What the words of a question, the last of them unfinished, suggest: texts at once, things when asked for."""

    def __init__(self, question: Question, size: int) -> None:
        self.question = question
        self.size = size

    @cached_property
    def found(self) -> list[Suggestion]:
        """Those that begin with the words first, then in Norwegian alphabetical order."""
        words = re.findall(r"\w+", self.question.words.lower())
        if not words:
            return []
        pattern = r"\W+".join("".join(map(_letter, word)) for word in words)
        parts = [self._with(pattern, table) for table in range(len(TABLES))]
        rows = parts[0].union(*parts[1:], all=True).order_by("-first", "sort", "table", "key")[: self.size]
        return [Suggestion(text, (TABLES[table], key), self) for text, table, key, *_ in rows]

    @cached_property
    def things(self) -> dict[Key, Any]:
        """What is suggested, by its key."""
        return load([one.key for one in self.found], self.question.gate)

    def _with(self, pattern: str, table: int) -> QuerySet:
        """What is public in the table and has a word that begins like the pattern."""
        model, gate = TABLES[table], self.question.gate
        public = gate.public(model._default_manager.order_by())
        if model is Page:
            public = in_locale(public, self.question.locale, gate, strict=self.question.strict)
        name = title_field(model)
        return (
            public.filter(**{f"{name}__iregex": rf"\m{pattern}"})
            .annotate(
                text=Cast(name, TextField()),
                table=Value(table, IntegerField()),
                key=F("pk"),
                first=ExpressionWrapper(Q(**{f"{name}__iregex": rf"^\W*{pattern}"}), BooleanField()),
                sort=NorwegianSortKey(name),
            )
            .values_list("text", "table", "key", "first", "sort")
        )


def _letter(letter: str) -> str:
    """The letter as a regular expression of PostgreSQL's; no letter of a word means anything else there."""
    return f"[{letter}{STANDS_FOR[letter]}]" if letter in STANDS_FOR else letter
