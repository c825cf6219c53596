"""Excerpts: the part of a hit that the words hit, as HTML that is safe to show."""

from html import escape
from itertools import islice
from re import Match

from search.analysis.tokens import WORD
from search.engine import Shown
from search.understood import Understood

MOST_FRAGMENTS = 2
# In words: how long a fragment is, and how many of them come before its first hit.
LONGEST_FRAGMENT = 26
BEFORE_HIT = 8
# Beyond about so many words, so many hits, or so many words after the first hit, nobody looks for more.
MOST_WORDS, MOST_HITS = 3_000, 6
AT_ONCE = 100
FAR_FROM_FIRST = 200
BETWEEN = " … "
# Punctuation after the last word, in characters.
LONGEST_TAIL = 10


def excerpt(shown: Shown, query: Understood) -> str:
    """An excerpt in HTML: hits in <mark>, everything else escaped.

    The title stands beside it anyway, so it is repeated only when nothing else was hit.
    """
    words, hits = _searched(shown.text, query)
    if not hits:
        titles, marked = _searched(shown.title, query)
        first = [_marked(shown.title, titles, marked, 0, len(titles))] if marked else []
        rest = [_marked(shown.text, words, [], 0, LONGEST_FRAGMENT)] if shown.text else []
        return BETWEEN.join([*first, *rest])
    return BETWEEN.join(_marked(shown.text, words, hits, start, end) for start, end in _fragments(hits, words))


def _searched(text: str, query: Understood) -> tuple[list[Match[str]], list[int]]:
    """The text's words, and the places of those looked for; not much farther than to a fragment after the last."""
    words: list[Match[str]] = []
    hits: list[int] = []
    last = MOST_WORDS
    found, looked_for = WORD.finditer(text), query.looked_for
    while len(words) < last and (some := list(islice(found, AT_ONCE))):
        hits += [place for place, word in enumerate(some, len(words)) if looked_for[word[0]]]
        words += some
        if hits:
            hits = [place for place in hits if place <= hits[0] + FAR_FROM_FIRST][:MOST_HITS]
            last = LONGEST_FRAGMENT + (hits[-1] if len(hits) == MOST_HITS else hits[0] + FAR_FROM_FIRST)
    return words, hits


def _fragments(hits: list[int], words: list[Match[str]]) -> list[tuple[int, int]]:
    """The fragments with most different words looked for, in the order of the text."""
    whole = len(words) <= LONGEST_FRAGMENT
    if whole:
        return [(0, len(words))]
    starts = [max(0, hit - BEFORE_HIT) for hit in hits]
    worth = {
        start: len({words[hit][0].lower() for hit in hits if start <= hit < start + LONGEST_FRAGMENT})
        for start in starts
    }
    chosen: list[int] = []
    for start in sorted(worth, key=lambda one: (-worth[one], one)):
        if all(abs(start - other) >= LONGEST_FRAGMENT for other in chosen):
            chosen.append(start)
        if len(chosen) == MOST_FRAGMENTS:
            break
    return [(start, min(len(words), start + LONGEST_FRAGMENT)) for start in sorted(chosen)]


def _marked(text: str, words: list[Match[str]], hits: list[int], start: int, end: int) -> str:
    """The text from one word up to another as HTML; with what stands before its first and after its last word."""
    if not words:
        return escape(text[:200])
    begin = 0 if start == 0 else words[start].start()
    is_end = end >= len(words) and len(text) - words[-1].end() <= LONGEST_TAIL
    finish = len(text) if is_end else words[min(end, len(words)) - 1].end()
    html, place = [], begin
    for hit in hits:
        if start <= hit < end:
            begins, ends = words[hit].span()
            html += [escape(text[place:begins]), "<mark>", escape(text[begins:ends]), "</mark>"]
            place = ends
    return "".join([*html, escape(text[place:finish])]).strip()
