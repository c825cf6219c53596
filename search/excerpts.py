"""Excerpts: the part of a hit that the words hit, as HTML that is safe to show."""

from html import escape
from itertools import islice

from search.analysis.stop_words import STOP_WORDS
from search.analysis.tokens import Token, clean, tokens
from search.engine import Shown
from search.understanding import Understood, answers

MOST_FRAGMENTS = 2
# In words: how long a fragment is, and how many of them come before its first hit.
LONGEST_FRAGMENT = 26
BEFORE_HIT = 8
# Beyond so many words nobody looks for a hit.
MOST_WORDS = 3_000
BETWEEN = " … "


def excerpt(shown: Shown, query: Understood) -> str:
    """An excerpt in HTML: hits in <mark>, everything else escaped.

    The title stands beside it anyway, so it is repeated only when nothing else was hit.
    """
    lexemes = query.lexemes
    text = _visible(shown.text)
    words = list(islice(tokens(text), MOST_WORDS))
    hits = _hits(words, lexemes)
    if not hits:
        title = _visible(shown.title)
        titles = list(tokens(title))
        marked = _hits(titles, lexemes)
        first = [_marked(title, titles, marked, 0, len(titles))] if marked else []
        return BETWEEN.join([*first, *([_marked(text, words, [], 0, LONGEST_FRAGMENT)] if text else [])])
    return BETWEEN.join(_marked(text, words, hits, start, end) for start, end in _fragments(hits, words, lexemes))


def _hits(words: list[Token], lexemes: frozenset[str]) -> list[int]:
    """The places of the words that were looked for."""
    return [place for place, token in enumerate(words) if token.word not in STOP_WORDS and answers(token.word, lexemes)]


def _fragments(hits: list[int], words: list[Token], lexemes: frozenset[str]) -> list[tuple[int, int]]:
    """The fragments with most different words looked for, in the order of the text."""
    whole = len(words) <= LONGEST_FRAGMENT
    if whole:
        return [(0, len(words))]
    starts = [max(0, hit - BEFORE_HIT) for hit in hits]
    worth = {
        start: len({words[hit].word for hit in hits if start <= hit < start + LONGEST_FRAGMENT}) for start in starts
    }
    chosen: list[int] = []
    for start in sorted(worth, key=lambda one: (-worth[one], one)):
        if all(abs(start - other) >= LONGEST_FRAGMENT for other in chosen):
            chosen.append(start)
        if len(chosen) == MOST_FRAGMENTS:
            break
    return [(start, min(len(words), start + LONGEST_FRAGMENT)) for start in sorted(chosen)]


def _marked(text: str, words: list[Token], hits: list[int], start: int, end: int) -> str:
    """The text from one word up to another as HTML; with what stands before its first and after its last word."""
    if not words:
        return escape(text[:200])
    begin = 0 if start == 0 else words[start].start
    finish = len(text) if end >= len(words) else words[end - 1].end
    html, place = [], begin
    for hit in hits:
        if start <= hit < end:
            token = words[hit]
            html += [escape(text[place : token.start]), "<mark>", escape(text[token.start : token.end]), "</mark>"]
            place = token.end
    return "".join([*html, escape(text[place:finish])]).strip()


def _visible(text: str) -> str:
    """The text without control characters and what turns its direction, which would reach beyond the excerpt."""
    return clean("".join(character if character.isprintable() else " " for character in text))
