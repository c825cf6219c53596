"""Suggestions while a reader types: titles and names in which a word begins like that."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import BooleanField, Expression, F, Func, IntegerField, Q, QuerySet, TextField, Value
from django.db.models.expressions import ExpressionWrapper
from django.db.models.functions import Cast, Concat, Lower, LTrim
from wagtail.models import Page

from cms.api.locales import in_locale
from cms.api.sorting import BASE_LETTERS, NorwegianSortKey
from search.engine import Question
from search.kinds import OTHER_KINDS, Key, load, title_field

# What separates words counts as a blank; the capitals are for databases whose locale knows ASCII only.
TYPED: dict[str, Any] = dict.fromkeys("«»\"'()[]/-–—.,:;!?\xa0", " ") | {"Æ": "æ", "Ø": "ø", "Å": "å"}
# What a keyboard without the letter offers for it. One way only: whoever types «å» does not mean «a».
PLAIN = {letter: plain for plain, letters in BASE_LETTERS.items() for letter in letters}
PLAIN |= {"æ": "a", "ä": "a", "å": "a", "ø": "o", "ö": "o"}
PLAIN |= {letter.upper(): plain for letter, plain in PLAIN.items()}

TABLES = [Page, *OTHER_KINDS.values()]


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
        beginning = self.question.words.lower().translate(str.maketrans(dict(TYPED))).strip()
        if not beginning:
            return []
        parts = [self._beginning_with(beginning, number) for number in range(len(TABLES))]
        rows = parts[0].union(*parts[1:], all=True).order_by("-first", "sort", "table", "key")[: self.size]
        return [Suggestion(text, (TABLES[table], key), self) for text, table, key, *_ in rows]

    @cached_property
    def things(self) -> dict[Key, Any]:
        """What is suggested, by its key."""
        return load([one.key for one in self.found], self.question.gate)

    def _beginning_with(self, beginning: str, table: int) -> QuerySet:
        model, gate = TABLES[table], self.question.gate
        public = gate.public(model._default_manager.order_by())
        if model is Page:
            public = in_locale(public, self.question.locale, gate, strict=self.question.strict)
        name = title_field(model)
        first = Q(as_typed__startswith=f" {beginning}") | Q(in_plain__startswith=f" {beginning}")
        somewhere = Q(as_typed__contains=f" {beginning}") | Q(in_plain__contains=f" {beginning}")
        return (
            public.annotate(as_typed=_words(name, TYPED), in_plain=_words(name, TYPED | PLAIN))
            .filter(somewhere)
            .annotate(
                text=Cast(name, TextField()),
                table=Value(table, IntegerField()),
                key=F("pk"),
                first=ExpressionWrapper(first, BooleanField()),
                sort=NorwegianSortKey(name),
            )
            .values_list("text", "table", "key", "first", "sort")
        )


def _words(name: str, letters: Mapping[str, str]) -> Expression:
    """The text in small letters, a blank before each of its words."""
    shown = [Value("".join(letters)), Value("".join(letters.values()))]
    translated = Func(Lower(name), *shown, function="translate", output_field=TextField())
    return Concat(Value(" "), LTrim(translated), output_field=TextField())
