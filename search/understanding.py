"""What is meant by what a reader types: for each word the ways to find it."""

import itertools
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from search.analysis.compounds import splits
from search.analysis.folding import folded, plain
from search.analysis.lexemes import compound_of, parts_of, stem_of, verbs_of
from search.analysis.snowball import english_stem
from search.analysis.stop_words import STOP_WORDS
from search.corrections import corrections
from search.public import Audience
from search.query import Item, Query, parsed
from search.synonyms import MOST_WORDS, Words, stems_of, synonyms_of
from search.understood import Understood, Wanted, Way, quoted
from search.vocabulary import Vocabulary, public_among

SHORTEST_PREFIX = 3
# So many ways to part a compound that no text has are looked for.
MOST_SPLITS = 6


def understood(typed: str, audience: Audience) -> Understood:
    """The query that the reader typed; one statement, and up to four more for each word that no text has."""
    query = parsed(typed)
    if not query.groups:
        return Understood(query, [], [])
    vocabulary = _vocabulary(query, audience)
    synonyms = _synonyms(query, vocabulary)
    groups = [_wanted(group, vocabulary, audience, synonyms[place]) for place, group in enumerate(query.groups)]
    _join(query, groups, vocabulary)
    return Understood(query, groups, [_leaving_out(item) for item in query.excluded])


def _vocabulary(query: Query, audience: Audience) -> Vocabulary:
    items = [item for group in query.groups for item in group if not item.is_phrase]
    last = next((item.words[0] for item in items if item.is_last and len(item.words[0]) >= SHORTEST_PREFIX), "")
    words = {item.words[0]: _lexemes_asked(item.words[0]) for item in items}
    joined = [lexeme for _, word in _joined(query) for lexeme in _lexemes_asked(word)]
    return Vocabulary.of(words, joined, last, audience)


def _derived(stem: str) -> list[str]:
    """The lexemes of nouns that are made of the verb with the stem; or of the verb that the noun is made of."""
    verbs = verbs_of(stem)
    # Of a verb with æ, ø or å the stem that is written so is `f`; verbs of nouns are folded.
    return [lexeme for verb in verbs for lexeme in (f"s:{verb}", f"f:{verb}", f"d:{verb}")] or [f"d:{plain(stem)}"]


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


def _synonyms(query: Query, vocabulary: Vocabulary) -> list[Mapping[Item, list[Way]]]:
    """For each group the ways to what editors have said means the same as an item, by itself or with its neighbours."""
    found: list[dict[Item, list[Words]]] = [defaultdict(list) for _ in query.groups]
    for start, items in _side_by_side(query):
        others = synonyms_of([item.words[0] for item in items], vocabulary.synonyms)
        for place, item in enumerate(items, start):
            found[place][item] += others
    return [{item: _to_synonyms(others) for item, others in group.items() if others} for group in found]


def _side_by_side(query: Query) -> Iterator[tuple[int, list[Item]]]:
    """Each word that is not in quotation marks, and what it begins together with words after it; with its place."""
    for start, group in enumerate(query.groups):
        yield from ((start, [item]) for item in group if not item.is_literal)
        alone = itertools.takewhile(_is_one_word, query.groups[start : start + MOST_WORDS])
        words = [item for (item,) in alone]
        yield from ((start, words[:number]) for number in range(2, len(words) + 1))


def _is_one_word(group: Sequence[Item]) -> bool:
    return len(group) == 1 and not group[0].is_literal


def _to_synonyms(synonyms: Iterable[Words]) -> list[Way]:
    """The way to any of those that are one word, and the ways to the others, side by side in any form."""
    lexemes = {words: [f"s:{stem}" for stem in stems_of(words)] for words in synonyms}
    words_alone = [own[0] for own in lexemes.values() if len(own) == 1]
    ways = [Way.by("synonym", words_alone, 0.7)] if words_alone else []
    for words, own in lexemes.items():
        if len(own) > 1:
            by_any = Way.by("synonym", own, 0.7)
            # Weighed as a word would be: not by how near the words are, of which PostgreSQL makes more than of a word.
            side_by_side = _phrase(words).condition
            ways.append(replace(by_any, condition=side_by_side, words=words, weighed=by_any.condition))
    return ways


def _wanted(
    group: Sequence[Item], vocabulary: Vocabulary, audience: Audience, synonyms: Mapping[Item, list[Way]]
) -> Wanted:
    wanted = Wanted(" ".join(item.words[0] for item in group), [])
    entries = 0
    for item in group:
        if item.is_phrase:
            wanted.ways.append(_phrase(item.words))
            wanted.phrases.append(item.words)
            continue
        ways, count = _ways(item, vocabulary, audience, synonyms.get(item, []))
        wanted.ways += ways
        entries = max(entries, count)
    wanted.weight = 1 + math.log1p(vocabulary.total / (1 + entries))
    return wanted


def _ways(item: Item, vocabulary: Vocabulary, audience: Audience, synonyms: Sequence[Way]) -> tuple[list[Way], int]:
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
    ways = [way for way in own if way.lexemes & known.keys()] if word in vocabulary.public else []
    counts = {way.name: max(known[lexeme] for lexeme in way.lexemes & known.keys()) for way in ways}
    # A word is no less rare for being a part of others.
    entries = max((count for name, count in counts.items() if name not in ("head", "part")), default=0)
    entries = entries or max(counts.values(), default=0)
    ways += synonyms
    beginning = _beginning(word, vocabulary) if item.is_last else None
    if beginning and (ways or public_among({"beginning": [beginning.condition]}, audience)):
        ways.append(beginning)
    if not ways:
        ways = corrections(word, audience) or _anywhere(word, audience)
    if head:
        ways.append(_apart([*parts_of(word)[0], head]))
    return [Way.by("exact", [f"e:{word}"], 1.0), *ways], entries


def _beginning(word: str, vocabulary: Vocabulary) -> Way | None:
    """The way to words that begin so, if there are any."""
    stem = f"s:{stem_of(word)}"
    others = [one for one in dict.fromkeys(_stems_of_completions(word, vocabulary.completions)) if one != stem]
    return Way.by("beginning", others, 0.55) if others else None


def _stems_of_completions(word: str, completions: Iterable[str]) -> Iterable[str]:
    for term in completions:
        if term.startswith("f:"):
            yield term
        elif term != word:
            yield f"s:{stem_of(term)}"


def _apart(parts: Sequence[str]) -> Way:
    """A compound whose words stand apart: all of them in title, lead or names.

    Those that are themselves made of others do not count. In a body words meet by chance; and to see how near they are,
    the whole vector of each entry would have to be read.
    """
    simple = [part for part in parts if not any(part != other and other in part for other in parts)]
    marked = frozenset(f"{kind}:{part}" for part in simple for kind in "sf")
    return _with_all([(f"t:{part}",) for part in simple], 0.35, marked)


def _anywhere(word: str, audience: Audience) -> list[Way]:
    """The way to the words of a compound that no text has, wherever they stand in one that anyone may see."""
    ways = []
    for halves in splits(word)[:MOST_SPLITS]:
        parts = [_lexemes_of_part(half) for half in halves]
        ways.append(_with_all(parts, 0.3, frozenset(itertools.chain.from_iterable(parts))))
    public = public_among({str(place): [way.condition] for place, way in enumerate(ways)}, audience)
    return [way for place, way in enumerate(ways) if str(place) in public][:1]


def _with_all(parts: Sequence[tuple[str, ...]], nearness: float, marked: frozenset[str]) -> Way:
    """The way to a compound's words apart, by one of the lexemes of each; excerpts mark words with `marked` ones."""
    condition = " & ".join(f"({' | '.join(map(quoted, lexemes))})" for lexemes in parts)
    return Way("apart", condition, nearness, marked, parts=tuple(parts))


def _lexemes_of_part(word: str) -> tuple[str, ...]:
    """The lexemes of the word, of the verb it may be made of, and of compounds that have it."""
    stem = stem_of(word)
    near = [f"{kind}:{form}" for form in [stem, *folded(stem)] for kind in "sf"]
    verbs = [f"{kind}:{verb}" for verb in verbs_of(stem) for kind in "sf"]
    whole = [compound_of(word)] if parts_of(word)[1] else []
    return tuple(dict.fromkeys([*near, *whole, *verbs, f"h:{plain(stem)}", f"m:{plain(stem)}"]))


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
