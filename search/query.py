"""What a reader typed, taken apart: words and phrases, choices between them, and what is to be left out."""

import re
from dataclasses import dataclass

from search.analysis.stop_words import STOP_WORDS
from search.analysis.tokens import clean, words_of

# A phrase in quotes, or anything up to the next blank; either with a minus before it.
PART = re.compile(r'(?P<minus>-?)(?:["«“”](?P<phrase>[^"«»“”]*)["»“”]?|(?P<word>[^\s"«»“”]+))')
# Norwegian numbers as people write them, but not two years.
PHONE = re.compile(r"(?<!\d)(?:(?:\+|00)47 ?)?(\d{8}|\d\d(?: \d\d){3}|\d{3} \d\d \d{3})(?!\d)")
CHOICE = {"or", "eller"}
# Words without a meaning of their own among others, which are words when nothing else is said.
MEANT_ALONE = frozenset({"vår", "får", "vaar", "faar"})
MOST_GROUPS = 12
# What a reader may type, in characters.
LONGEST_QUERY = 200


@dataclass(frozen=True)
class Item:
    """A word, or a phrase of several."""

    words: tuple[str, ...]
    # The last word of the query may be unfinished.
    is_last: bool = False
    # Within quotation marks it is meant as it stands.
    is_literal: bool = False

    @property
    def is_phrase(self) -> bool:
        return len(self.words) > 1


@dataclass(frozen=True)
class Query:
    """Groups of which each must be found, by any of its items; and items that must not."""

    groups: tuple[tuple[Item, ...], ...]
    excluded: tuple[Item, ...]


def parsed(typed: str) -> Query:
    """The query; it has no groups when there is nothing to search for, or only words without a meaning of their own.

    One such word alone may be another: «vår» is a season, too.
    """
    is_alone = clean(typed).lower() in MEANT_ALONE
    return _parsed(typed, frozenset() if is_alone else STOP_WORDS)


def number_of(phone: str) -> str:
    """The digits of a phone number, without the country code of Norway."""
    digits = "".join(filter(str.isdecimal, phone))
    norwegian = PHONE.fullmatch(phone.strip())
    return "".join(filter(str.isdecimal, norwegian[1])) if norwegian else digits


def _parsed(typed: str, stop_words: frozenset[str]) -> Query:
    groups: list[list[Item]] = []
    excluded: list[Item] = []
    is_choice = False
    parts = list(PART.finditer(PHONE.sub(lambda match: number_of(match[0]), clean(typed))))
    for place, part in enumerate(parts):
        if part["word"] and part["word"].lower() in CHOICE and groups and place + 1 < len(parts):
            is_choice = True
            continue
        is_open = place + 1 == len(parts) and part["word"] is not None and part["word"][-1].isalnum()
        items = _items(part, stop_words, is_last=is_open)
        if part["minus"]:
            excluded += items
        elif is_choice and groups:
            groups[-1] += items
        else:
            groups += [[item] for item in items]
        is_choice = False
    return Query(tuple(map(tuple, groups[:MOST_GROUPS])), tuple(excluded))


def _items(part: re.Match[str], stop_words: frozenset[str], *, is_last: bool) -> list[Item]:
    words = words_of(part["phrase"] if part["phrase"] is not None else part["word"])
    # Of an e-mail address the words are nothing by themselves: others have the same domain.
    is_literal = part["phrase"] is not None or "@" in part["word"]
    if is_literal and len(words) > 1:
        return [Item(tuple(words), is_literal=True)]
    meant = [word for word in words if word not in stop_words or is_literal]
    return [Item((word,), is_last=is_last and word == words[-1], is_literal=is_literal) for word in meant]
