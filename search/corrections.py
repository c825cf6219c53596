"""Words that are spelt nearly like one that nobody has written."""

import math
from dataclasses import dataclass
from typing import Any

from rapidfuzz.distance import OSA

from cms.api.reading import exactly
from cms.api.statements import fetched
from search.analysis.folding import plain
from search.analysis.frequencies import bokmal
from search.analysis.lexemes import compound_of, parts_of, plain_stem_of, stem_of
from search.models import LAST_CHARACTER
from search.public import Audience
from search.understood import Way
from search.vocabulary import public_among

ALPHABET = "abcdefghijklmnopqrstuvwxyzæøå0123456789"
# A word that is this common (Zipf) is spelt as it was meant.
SPELT_RIGHT = 3.6
MOST_CORRECTIONS = 3
# So many are looked at in one statement; those that drafts have for themselves make it another.
AT_ONCE = 12
SHORTEST_MISSPELT = 4
# From so many letters on, two edits are forgiven.
LONG_WORD = 8
# Words that begin alike are read and compared. Only what is one edit away within so many letters is spelt out: all that
# is one edit away were 3,400 terms, which took PostgreSQL and this process five times as long.
BEGINNING = 3
KINDS = ("f:", "h:", "m:")
CANDIDATES = """
    SELECT term, entries FROM search_term WHERE term = ANY(%(edited)s)
    UNION
    SELECT term, entries
    FROM unnest(%(beginnings)s::text[], %(ends)s::text[], %(least)s::int[], %(most)s::int[])
        AS alike (beginning, ending, least, most)
    JOIN search_term ON term >= beginning AND term < ending AND length(term) BETWEEN least AND most
    UNION
    SELECT term, entries FROM search_term
    WHERE %(is_long)s AND term %% %(word)s AND term NOT LIKE '%%:%%'
        AND length(term) BETWEEN %(length)s - 2 AND %(length)s + 4
"""


@dataclass(frozen=True)
class Candidate:
    """A word that may be meant, how far it is from what was typed, and the lexemes that it is found by."""

    cost: float
    lexemes: tuple[str, ...]

    def way(self, least: float) -> Way:
        """The way to find it; the nearest of all costs least."""
        return Way.by("spelling", self.lexemes, 0.6 - 0.15 * (self.cost - least))


def corrections(word: str, audience: Audience) -> list[Way]:
    """The ways to find what may be meant by the word; none for what is too short or spelt right.

    It takes two statements, and another for each dozen of words that only drafts have.
    """
    if len(word) < SHORTEST_MISSPELT or bokmal().get(word, 0.0) >= SPELT_RIGHT:
        return []
    # Of a number, a year or part of an address every other one is one edit away, and none of them is meant.
    if any(map(str.isdigit, word)):
        return []
    candidates = _candidates(word)
    for start in range(0, len(candidates), AT_ONCE):
        looked_at = {str(place): one for place, one in enumerate(candidates[start : start + AT_ONCE])}
        public = public_among({name: [one.way(one.cost).condition] for name, one in looked_at.items()}, audience)
        if best := [one for name, one in looked_at.items() if name in public][:MOST_CORRECTIONS]:
            return [one.way(best[0].cost) for one in best if one.cost - best[0].cost < 1.0]
    return []


def _candidates(word: str) -> list[Candidate]:
    """Words of the index that are spelt nearly so, the likeliest first."""
    edits = 2 if len(word) >= LONG_WORD else 1
    stem = plain_stem_of(word)
    beginnings = [word[:BEGINNING], *(kind + stem[:BEGINNING] for kind in KINDS)]
    fewer, more = (2, 4) if edits == 2 else (1, 1)
    lengths = [(len(word) - fewer, len(word) + more), *((len(kind + stem) - 1, len(kind + stem) + 1) for kind in KINDS)]
    values: dict[str, Any] = {
        "edited": [*_edited(word), *(kind + form for form in _edited(stem) for kind in KINDS)],
        "beginnings": beginnings,
        "ends": [beginning + LAST_CHARACTER for beginning in beginnings],
        "least": [least for least, _ in lengths],
        "most": [most for _, most in lengths],
        "is_long": edits == 2,
        "length": len(word),
        "word": word,
    }
    with exactly():
        rows = fetched(CANDIDATES, values)
    # What little Snowball leaves of «intelligens» or «inteligens» is like anything.
    has_stem = len(stem) >= SHORTEST_MISSPELT
    found: dict[str, Candidate] = {}
    for term, entries in rows:
        kind, _, text = term.rpartition(":")
        if kind and not has_stem:
            continue
        if (kind or edits == 1) and OSA.distance(stem if kind else word, text) > 1:
            continue
        distance = OSA.distance(stem, plain(text)) if kind else _distance(word, text)
        if distance > edits:
            continue
        lexeme = f"{'f' if kind == 'f' else 's'}:{text if kind else stem_of(text)}"
        # The first letter is seldom wrong, and of two words the more frequent one is more often meant.
        cost = distance + 0.4 * (text[0] != word[0] and plain(text)[0] != plain(word)[0]) - 0.08 * math.log1p(entries)
        cost += 0.3 if kind else 0.0
        if lexeme not in found or cost < found[lexeme].cost:
            found[lexeme] = Candidate(cost, _lexemes(lexeme, "" if kind else text))
    return sorted(found.values(), key=lambda one: (one.cost, one.lexemes))


def _distance(word: str, other: str) -> float:
    """How many edits make one of the other; of the stems, if they are nearer: a text may have but forms of the word."""
    whole = OSA.distance(plain(word), plain(other))
    stems = plain_stem_of(word), plain_stem_of(other)
    return min(whole, OSA.distance(*stems) + 0.2) if min(map(len, stems)) >= SHORTEST_MISSPELT else whole


def _lexemes(lexeme: str, text: str) -> tuple[str, ...]:
    """The lexeme of a word, and those by which it is found within compounds, and as a compound."""
    stem = plain(lexeme.partition(":")[2])
    whole = [compound_of(text)] if text and parts_of(text)[1] else []
    return (lexeme, f"h:{stem}", f"m:{stem}", *whole)


def _edited(word: str) -> set[str]:
    """All that is one edit of its beginning away: a letter left out, swapped with the next, changed, or put in."""
    halves = [(word[:place], word[place:]) for place in range(min(BEGINNING, len(word)))]
    left_out = {a + b[1:] for a, b in halves}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1}
    changed = {a + letter + b[1:] for a, b in halves for letter in ALPHABET}
    put_in = {a + letter + b for a, b in halves for letter in ALPHABET}
    return (left_out | swapped | changed | put_in) - {word}
