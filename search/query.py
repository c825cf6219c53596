"""What a reader typed, taken apart: words and phrases, choices between them, and what is to be left out."""

import re
from dataclasses import dataclass

from search.analysis.stop_words import STOP_WORDS
from search.analysis.tokens import clean, words_of

# A phrase in quotes, or anything up to the next blank; either with a minus before it.
PART = re.compile(r'(?P<minus>-?)(?:["«“”](?P<phrase>[^"«»“”]*)["»“”]?|(?P<word>[^\s"«»“”]+))')
CHOICE = {"or", "eller"}
MOST_GROUPS = 12
# What a reader may type, in characters.
LONGEST_QUERY = 200


@dataclass(frozen=True)
class Item:
    """A word, or a phrase of several."""

    words: tuple[str, ...]
    # The last word of the query may be unfinished.
    is_last: bool = False

    @property
    def is_phrase(self) -> bool:
        return len(self.words) > 1


@dataclass(frozen=True)
class Query:
    """Groups of which each must be found, by any of its items; and items that must not."""

    groups: tuple[tuple[Item, ...], ...]
    excluded: tuple[Item, ...]


def parsed(typed: str) -> Query:
    """The query; it has no groups when there is nothing to search for, or only words without a meaning of their own."""
    groups: list[list[Item]] = []
    excluded: list[Item] = []
    is_choice = False
    parts = list(PART.finditer(clean(typed)))
    for place, part in enumerate(parts):
        if part["word"] and part["word"].lower() in CHOICE and groups and place + 1 < len(parts):
            is_choice = True
            continue
        is_open = place + 1 == len(parts) and part["word"] is not None and part["word"][-1].isalnum()
        items = _items(part, is_last=is_open)
        if part["minus"]:
            excluded += items
        elif is_choice and groups:
            groups[-1] += items
        else:
            groups += [[item] for item in items]
        is_choice = False
    return Query(tuple(map(tuple, groups[:MOST_GROUPS])), tuple(excluded))


def _items(part: re.Match[str], *, is_last: bool) -> list[Item]:
    words = words_of(part["phrase"] if part["phrase"] is not None else part["word"])
    if part["phrase"] is not None and len(words) > 1:
        return [Item(tuple(words))]
    meant = [word for word in words if word not in STOP_WORDS or part["phrase"] is not None]
    return [Item((word,), is_last=is_last and word == words[-1]) for word in meant]
