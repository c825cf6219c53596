"""Excerpts: the part of a hit that the words hit, as HTML that is safe to show.

Texts are cut at their blanks, which takes a fifth of the time of finding all words in them: a part is a word and the
punctuation around it. Only parts with a hit, and each different part once for a query, are taken apart.
"""

import re
from html import escape
from itertools import compress, count, islice

from search.analysis.tokens import WORD, words_of
from search.engine import Shown
from search.understood import LookedFor, Understood

MOST_FRAGMENTS = 2
# In parts: how long a fragment is, and how many of them come before its first hit.
LONGEST_FRAGMENT = 26
BEFORE_HIT = 8
# Beyond so many parts, so many hits, or so many parts after the first hit, nobody looks for more.
MOST_PARTS, MOST_HITS = 3_000, 6
FAR_FROM_FIRST = 200
# Between fragments, and where the text goes on before the first or after the last.
LEFT_OUT = " … "
# In characters: longer parts are addresses or lists without blanks, and are cut short, so long before their first hit.
LONGEST_PART = 120
BEFORE_HIT_IN_PART = 20
BY_WORD = re.compile(f"({WORD.pattern})")


def excerpt(shown: Shown, query: Understood) -> str:
    """An excerpt in HTML: hits in <mark>, everything else escaped, an ellipsis where something is left out.

    The title stands beside it anyway, so it is repeated only when nothing else was hit.
    """
    parts = shown.text.split(" ", MOST_PARTS)[:MOST_PARTS]
    title = shown.title.split(" ")
    for looked_for in query.looked_for(shown.title, shown.text):
        if hits := _hits(parts, looked_for):
            return _excerpt(parts, _fragments(parts, hits, looked_for), looked_for)
        if _hits(title, looked_for):
            return LEFT_OUT.join(filter(None, [_marked(title, looked_for), _excerpt(parts, [0], looked_for)]))
    return _excerpt(parts, [0], looked_for)


def _excerpt(parts: list[str], starts: list[int], looked_for: LookedFor) -> str:
    """The fragments that begin there as HTML."""
    fragments = [_marked(parts[start : start + LONGEST_FRAGMENT], looked_for) for start in starts]
    before = [""] if starts[0] else []
    after = [""] if starts[-1] + LONGEST_FRAGMENT < len(parts) else []
    return LEFT_OUT.join([*before, *fragments, *after]).strip()


def _hits(parts: list[str], looked_for: LookedFor) -> list[int]:
    """The places of the parts that are looked for; none far after the first."""
    is_hit = looked_for.__getitem__
    first = next(compress(count(), map(is_hit, parts)), None)
    if first is None:
        return []
    near = map(is_hit, islice(parts, first, first + FAR_FROM_FIRST))
    return list(islice(compress(count(first), near), MOST_HITS))


def _fragments(parts: list[str], hits: list[int], looked_for: LookedFor) -> list[int]:
    """Where the fragments with most different words looked for begin, in the order of the text."""
    if len(parts) <= LONGEST_FRAGMENT:
        return [0]
    said = {hit: {word for word in words_of(parts[hit]) if looked_for[word]} for hit in hits}
    worth = {}
    for start in (max(0, hit - BEFORE_HIT) for hit in hits):
        within = [said[hit] for hit in hits if start <= hit < start + LONGEST_FRAGMENT]
        worth[start] = len(set().union(*within))
    chosen: list[int] = []
    for start in sorted(worth, key=lambda one: (-worth[one], one)):
        if all(abs(start - other) >= LONGEST_FRAGMENT for other in chosen):
            chosen.append(start)
        if len(chosen) == MOST_FRAGMENTS:
            break
    return sorted(chosen)


def _marked(parts: list[str], looked_for: LookedFor) -> str:
    """The parts as HTML."""
    parts = [part if len(part) <= LONGEST_PART else _shortened(part, looked_for) for part in parts]
    html, place = [], 0
    for hit in compress(count(), map(looked_for.__getitem__, parts)):
        words = BY_WORD.split(parts[hit])
        html.append(escape(" ".join(parts[place:hit])))
        html.append("".join(f"<mark>{escape(one)}</mark>" if looked_for[one] else escape(one) for one in words))
        place = hit + 1
    html.append(escape(" ".join(parts[place:])))
    return " ".join(filter(None, html)).strip()


def _shortened(part: str, looked_for: LookedFor) -> str:
    first = next((match.start() for match in WORD.finditer(part) if looked_for[match[0]]), 0)
    return part[max(0, first - BEFORE_HIT_IN_PART) :][:LONGEST_PART]
