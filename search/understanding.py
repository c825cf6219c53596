"""What a query is looked for by: for each of its words the lexemes that answer it, from the nearest to the farthest."""

import itertools
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from rapidfuzz.distance import OSA

from cms.api.reading import exactly
from cms.api.tags import tag_of_model
from search.analysis.folding import folded, plain
from search.analysis.frequencies import bokmal
from search.analysis.lexemes import compound_of, lexemes_of, parts_of, stem_of, verbs_of
from search.analysis.snowball import english_stem
from search.analysis.stop_words import STOP_WORDS
from search.models import Entry
from search.query import Item, Query, parsed
from search.synonyms import Synonym, split, synonyms_of

ALPHABET = "abcdefghijklmnopqrstuvwxyzæøå0123456789"
# A word that is this common (Zipf) is spelt as it was meant.
SPELT_RIGHT = 3.6
# With more words than that, whether one is missing is asked of those that tell most.
MOST_TELLING = 6
MOST_CORRECTIONS = 3
MOST_COMPLETIONS = 25
SHORTEST_PREFIX = 3
# So many of a word's ways decide on what is ranked, when there is more than can be.
NEAREST = 3
SHORTEST_MISSPELT = 4
# In words: how far apart those of a compound may stand, as in «samarbeid i kommunene om forskning».
WIDEST_GAP = 4
# From so many letters on, two edits are forgiven.
LONG_WORD = 8

LOOK_UP = """
    SELECT term, entries FROM search_term WHERE term = ANY(%(terms)s)
    UNION ALL
    (SELECT '>' || term, entries FROM search_term WHERE term >= %(prefix)s AND term < %(prefix)s || '~'
        AND %(prefix)s <> '' ORDER BY entries DESC, term LIMIT %(most)s)
    UNION ALL
    (SELECT '>' || term, entries FROM search_term WHERE term >= %(folded)s AND term < %(folded)s || '~'
        AND %(folded)s <> '' ORDER BY entries DESC, term LIMIT %(most)s)
    UNION ALL SELECT '=' || words, 0 FROM search_synonym
    UNION ALL SELECT '#', reltuples::int FROM pg_class WHERE oid = 'search_entry'::regclass
"""
CANDIDATES = """
    SELECT term, entries FROM search_term WHERE term = ANY(%(edited)s)
    UNION
    SELECT term, entries FROM search_term
    WHERE %(is_long)s AND term >= %(beginning)s AND term < %(beginning)s || '~'
        AND length(term) BETWEEN %(length)s - 2 AND %(length)s + 2
    UNION
    SELECT term, entries FROM search_term
    WHERE %(is_long)s AND term %% %(word)s AND term NOT LIKE '%%:%%'
        AND length(term) BETWEEN %(length)s - 2 AND %(length)s + 2
"""


@dataclass(frozen=True)
class Way:
    """One way in which a word can be found: a condition over lexemes, and how near that is (1 is the word itself)."""

    name: str
    # As PostgreSQL's tsquery.
    condition: str
    nearness: float
    lexemes: frozenset[str]
    # The word that this way takes for the one that was typed.
    correction: str = ""
    # Of a phrase its words as they stand, of a compound whose words stand apart their folded stems.
    words: tuple[str, ...] = ()

    @classmethod
    def by(cls, name: str, lexemes: Iterable[str], nearness: float, correction: str = "") -> "Way":
        """The way by any of the lexemes."""
        lexemes = list(dict.fromkeys(lexemes))
        return cls(name, " | ".join(map(quoted, lexemes)), nearness, frozenset(lexemes), correction)

    def leads_to(self, word: str) -> bool:
        """Whether the word, in lower case, is found in this way."""
        return not self.lexemes.isdisjoint((f"e:{word}", *lexemes_of(word)))


@dataclass
class Wanted:
    """One group of the query: what it says, the ways to find it, and how much it tells (rare words tell more)."""

    said: str
    ways: list[Way]
    weight: float = 1.0
    phrases: list[tuple[str, ...]] = field(default_factory=list)

    @property
    def is_found(self) -> bool:
        """Whether the index has anything for it."""
        return len(self.ways) > 1 or bool(self.phrases)

    @property
    def condition(self) -> str:
        return " | ".join(f"({way.condition})" for way in self.ways)


@dataclass
class Understood:
    """A query as the index is asked for it."""

    query: Query
    groups: list[Wanted]
    excluded: list[Way]
    # All lexemes that it looks for; and whether it looks for a word, by the words that were asked for so far.
    _lexemes: set[str] = field(default_factory=set)
    _answers: dict[str, bool] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not self.groups

    @property
    def levels(self) -> list[str]:
        """Tsqueries, each finding all that the one before it finds: those of the steps."""
        return [self._condition(at_least) for at_least in self.steps]

    @property
    def steps(self) -> range:
        """With how many of the groups entries are looked for: with all, with all but one, …

        The last asks for half of them. None asks for more of the groups than the index has anything for.
        """
        least = max(1, (len(self.groups) + 1) // 2)
        most = max(least, sum(group.is_found for group in self.groups))
        return range(most, least - 1, -1)

    def needed(self, at_least: int) -> tuple[list[Wanted], int]:
        """The groups that are asked for when at least so many are to be there, and how many of these are enough.

        All of them; or, when some may be missing, those that tell most.
        """
        groups = self.groups if at_least >= len(self.groups) else self.telling
        return groups, min(at_least, len(groups))

    @property
    def telling(self) -> list[Wanted]:
        """The groups that tell most."""
        return sorted(self.groups, key=lambda group: -group.weight)[:MOST_TELLING]

    def _condition(self, at_least: int) -> str:
        """Entries with at least so many of the groups, and nothing of what is to be left out."""
        rows = itertools.combinations(*self.needed(at_least))
        some = " | ".join("(" + " & ".join(f"({group.condition})" for group in row) + ")" for row in rows)
        return " & ".join([f"({some})", *(f"!({way.condition})" for way in self.excluded)])

    def looks_for(self, word: str) -> bool:
        """Whether the word, in lower case, is one that answers any of its own: what excerpts mark."""
        found = self._answers.get(word)
        if found is None:
            if not self._lexemes:
                self._lexemes = {lexeme for group in self.groups for way in group.ways for lexeme in way.lexemes}
            found = word not in STOP_WORDS and not self._lexemes.isdisjoint((f"e:{word}", *lexemes_of(word)))
            self._answers[word] = found
        return found

    @property
    def nearest(self) -> str:
        """Entries with any of the words by its nearest ways; as a tsquery."""
        lexemes = [lexeme for group in self.groups for way in group.ways[:NEAREST] for lexeme in way.lexemes]
        return " | ".join(map(quoted, sorted(set(lexemes))))

    @property
    def phrases(self) -> list[tuple[str, ...]]:
        """What must stand somewhere as it is: phrases that are no choice."""
        return [group.phrases[0] for group in self.groups if len(group.phrases) == len(group.ways) == 1]


@dataclass(frozen=True)
class Vocabulary:
    """What the index and the editors know about the words of one query."""

    # How many entries have each lexeme, as far as they are there.
    entries: dict[str, int]
    # Words and folded stems that begin like the last word.
    completions: list[str]
    # How many entries there are.
    total: int
    synonyms: list[list[str]]


def understood(typed: str) -> Understood:
    """The query that the reader typed; one statement, and one more for each word that may be misspelt."""
    query = parsed(typed)
    if not query.groups:
        return Understood(query, [], [])
    vocabulary = _vocabulary(query)
    groups = [_wanted(group, vocabulary) for group in query.groups]
    _join(query, groups, vocabulary)
    return Understood(query, groups, [_leaving_out(item) for item in query.excluded])


def _vocabulary(query: Query) -> Vocabulary:
    items = [item for group in query.groups for item in group]
    last = next((item.words[0] for item in items if item.is_last and len(item.words[0]) >= SHORTEST_PREFIX), "")
    words = [word for item in items for word in item.words] + [joined for _, joined in _joined(query)]
    terms = {term for word in words for term in _lexemes_asked(word)}
    folded_last = f"f:{plain(last)}" if last else ""
    values: dict[str, Any] = {"terms": list(terms), "prefix": last, "folded": folded_last, "most": MOST_COMPLETIONS}
    # New terms come with new entries, which the answer depends on anyway.
    with exactly(tag_of_model(Synonym)), connection.cursor() as cursor:
        cursor.execute(LOOK_UP, values)
        rows = dict(cursor.fetchall())
    total = max(rows.pop("#", 0), 0) or Entry.objects.count()
    of_kind: dict[str, list[str]] = {">": [], "=": []}
    entries = {}
    for term, count in rows.items():
        if term[0] in of_kind:
            of_kind[term[0]].append(term[1:])
        else:
            entries[term] = count
    return Vocabulary(entries, of_kind[">"], total, [split(words) for words in of_kind["="]])


def _derived(stem: str) -> list[str]:
    """The lexemes of nouns that are made of the verb with the stem; or of the verb that the noun is made of."""
    verbs = verbs_of(stem)
    return [lexeme for verb in verbs for lexeme in (f"s:{verb}", f"d:{verb}")] or [f"d:{plain(stem)}"]


def _joined(query: Query) -> list[tuple[int, str]]:
    """Neighbouring words written as one, with the place of the first of them."""
    pairs = itertools.pairwise(query.groups)
    return [
        (place, one[0].words[0] + other[0].words[0])
        for place, (one, other) in enumerate(pairs)
        if len(one) == len(other) == 1 and not one[0].is_phrase and not other[0].is_phrase
    ]


def _join(query: Query, groups: Sequence[Wanted], vocabulary: Vocabulary) -> None:
    """Let a compound that was written apart find itself, if there is one."""
    for place, word in _joined(query):
        lexemes = [f"s:{stem_of(word)}", *([compound_of(word)] if parts_of(word)[1] else [])]
        if any(lexeme in vocabulary.entries for lexeme in lexemes):
            for group in groups[place : place + 2]:
                group.ways.append(Way.by("joined", lexemes, 0.92))


def _lexemes_asked(word: str) -> list[str]:
    """The lexemes by which the word itself is found, the nearest first."""
    stem = stem_of(word)
    forms = dict.fromkeys([*folded(stem), stem])
    near = [f"s:{stem}", *(f"f:{form}" for form in forms), *(f"s:{form}" for form in forms if form != stem)]
    others = _derived(stem) + ([compound_of(word)] if parts_of(word)[1] else [])
    return [*near, *others, f"g:{english_stem(word)}", f"h:{plain(stem)}", f"m:{plain(stem)}"]


def _wanted(group: Sequence[Item], vocabulary: Vocabulary) -> Wanted:
    wanted = Wanted(" ".join(item.words[0] for item in group), [])
    entries = 0
    for item in group:
        if item.is_phrase:
            wanted.ways.append(_phrase(item.words))
            wanted.phrases.append(item.words)
            continue
        ways, count = _ways(item, vocabulary)
        wanted.ways += ways
        entries = max(entries, count)
    wanted.weight = 1 + math.log1p(vocabulary.total / (1 + entries))
    return wanted


def _ways(item: Item, vocabulary: Vocabulary) -> tuple[list[Way], int]:
    """The ways to find the word, and about how many entries it is in."""
    word, known = item.words[0], vocabulary.entries
    stem = stem_of(word)
    forms = list(dict.fromkeys([*folded(stem), stem]))
    head = parts_of(word)[1]
    own = [
        Way.by("form", [f"s:{stem}"], 0.94),
        Way.by("compound", [compound_of(word)] if head else [], 0.9),
        Way.by("folded", [*(f"f:{form}" for form in forms), *(f"s:{form}" for form in forms if form != stem)], 0.86),
        Way.by("english", [f"g:{english_stem(word)}"], 0.8),
        Way.by("derived", _derived(stem), 0.75),
        Way.by("head", [f"h:{plain(stem)}"], 0.72),
        Way.by("part", [f"m:{plain(stem)}"], 0.6),
    ]
    # What the index does not have need not be looked for.
    ways = [way for way in own if way.lexemes & known.keys()]
    counts = {way.name: max(known[lexeme] for lexeme in way.lexemes & known.keys()) for way in ways}
    # A word is no less rare for being a part of others.
    entries = max((count for name, count in counts.items() if name not in ("head", "part")), default=0)
    entries = entries or max(counts.values(), default=0)
    if synonyms := synonyms_of(word, vocabulary.synonyms):
        ways.append(Way.by("synonym", [f"s:{stem_of(other)}" for other in synonyms], 0.7))
    if head:
        ways.append(_apart([*parts_of(word)[0], head]))
    if item.is_last:
        stems = dict.fromkeys(_stems_of_completions(word, vocabulary.completions))
        if others := [one for one in stems if one != f"s:{stem}"]:
            ways.append(Way.by("beginning", others, 0.55))
    if not ways and bokmal().get(word, 0.0) < SPELT_RIGHT:
        ways += [
            Way.by("spelling", [lexeme, *_others_of(lexeme, correction)], nearness, correction)
            for lexeme, correction, nearness in _corrections(word)
        ]
    return [Way.by("exact", [f"e:{word}"], 1.0), *ways], entries


def _stems_of_completions(word: str, completions: Iterable[str]) -> Iterable[str]:
    for term in completions:
        if term.startswith("f:"):
            yield term
        elif term != word:
            yield f"s:{stem_of(term)}"


def _others_of(lexeme: str, correction: str) -> list[str]:
    """The other lexemes of a word that may be meant: within compounds, and as a compound."""
    stem = plain(lexeme.partition(":")[2])
    whole = [compound_of(correction)] if correction and parts_of(correction)[1] else []
    return [f"h:{stem}", f"m:{stem}", *whole]


def _apart(parts: Sequence[str]) -> Way:
    """A compound whose words stand apart: all of them in title, lead or names, or two of them near each other.

    Those that are themselves made of others do not count.
    """
    simple = [part for part in parts if not any(part != other and other in part for other in parts)]
    above = [" | ".join(f"{quoted(f'{kind}:{part}')}:AB" for kind in "sfhm") for part in simple]
    ways = [" & ".join(f"({way})" for way in above)]
    if len(simple) == 2:
        one, other = (quoted(f"s:{part}") for part in simple)
        ways += [f"{a} <{gap}> {b}" for a, b in ((one, other), (other, one)) for gap in range(1, WIDEST_GAP + 1)]
    lexemes = frozenset(f"{kind}:{part}" for part in simple for kind in "sf")
    return Way("apart", " | ".join(f"({way})" for way in ways), 0.35, lexemes, words=tuple(simple))


def _phrase(words: Sequence[str]) -> Way:
    """The words next to each other; the text itself is asked for their forms there (`search.postgresql`)."""
    condition, gap = "", 1
    lexemes: set[str] = set()
    for word in words:
        if word in STOP_WORDS:
            gap += 1
            continue
        lexeme = f"s:{stem_of(word)}"
        lexemes.add(lexeme)
        condition += f" <{gap}> {quoted(lexeme)}" if condition else quoted(lexeme)
        gap = 1
    if not condition:
        condition = " <1> ".join(quoted(f"e:{word}") for word in words)
    return Way("phrase", condition, 1.0, frozenset(lexemes), words=tuple(words))


def _leaving_out(item: Item) -> Way:
    if item.is_phrase:
        return _phrase(item.words)
    stem = stem_of(item.words[0])
    return Way.by("form", [f"{kind}:{form}" for form in dict.fromkeys([*folded(stem), stem]) for kind in "sf"], 1.0)


def _corrections(word: str) -> list[tuple[str, str, float]]:
    """The lexemes of words that are spelt nearly so, what to show for them, and how near they are."""
    if len(word) < SHORTEST_MISSPELT:
        return []
    edits = 2 if len(word) >= LONG_WORD else 1
    stem = plain(stem_of(word))
    edited = [*_edited(word), *(f"{kind}:{form}" for form in _edited(stem) for kind in "fh")]
    values: dict[str, Any] = {
        "edited": edited,
        "is_long": edits == 2,
        "beginning": word[:3],
        "length": len(word),
        "word": word,
    }
    with exactly(), connection.cursor() as cursor:
        cursor.execute(CANDIDATES, values)
        rows = cursor.fetchall()
    found: dict[str, tuple[float, str]] = {}
    for term, entries in rows:
        kind, _, text = term.rpartition(":")
        distance = OSA.distance(stem if kind else plain(word), plain(text))
        if distance > edits:
            continue
        lexeme = f"{'f' if kind == 'f' else 's'}:{text if kind else stem_of(text)}"
        # The first letter is seldom wrong, and of two words the more frequent one is more often meant.
        cost = distance + 0.4 * (text[0] != word[0] and plain(text)[0] != plain(word)[0]) - 0.08 * math.log1p(entries)
        cost += 0.3 if kind else 0.0
        if lexeme not in found or cost < found[lexeme][0]:
            found[lexeme] = (cost, "" if kind else text)
    best = sorted((cost, lexeme, text) for lexeme, (cost, text) in found.items())[:MOST_CORRECTIONS]
    if not best:
        return []
    least = best[0][0]
    return [(lexeme, text, 0.6 - 0.15 * (cost - least)) for cost, lexeme, text in best if cost - least < 1.0]


def _edited(word: str) -> set[str]:
    """All that is one edit away: a letter left out, swapped with the next, changed, or put in."""
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    left_out = {a + b[1:] for a, b in halves if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1}
    changed = {a + letter + b[1:] for a, b in halves if b for letter in ALPHABET}
    put_in = {a + letter + b for a, b in halves for letter in ALPHABET}
    return (left_out | swapped | changed | put_in) - {word}


def quoted(lexeme: str) -> str:
    """The lexeme in a tsquery; words have letters and digits only."""
    return f"'{lexeme}'"


def pattern_of(phrase: Sequence[str]) -> str:
    """A regular expression of PostgreSQL's for the phrase, as it stands in a text."""
    return r"\m" + r"\W+".join(map(re.escape, phrase)) + r"\M"
