"""Compounds and the words they are made of: «innovasjonsverksted» is «innovasjon» and «verksted»."""

from functools import lru_cache
from pathlib import Path

from search.analysis import nynorsk
from search.analysis.frequencies import RAREST, bokmal
from search.analysis.snowball import norwegian_stem

SHORTEST_COMPOUND = 7
# Stems of so many letters that are this common (Zipf) have a meaning of their own: «velferd» is no happy journey.
OWN_MEANING = {8: 4.1} | dict.fromkeys(range(8), 3.5)
# How common a part must be by its length. Short words are parts of nearly everything by chance.
COMMON_ENOUGH = {3: 4.6, 4: 3.6, 5: 3.0}
COMMON_ENOUGH_FOR_LONGER = 2.0
# Names of places that others do not mean by their parts: who looks for «hjem» has no use for Trondheim.
PLACES = frozenset((Path(__file__).parent / "words" / "places.txt").read_text().split())
# Endings and prefixes that the frequency list has as words.
NO_PARTS = frozenset((Path(__file__).parent / "words" / "no_parts.txt").read_text().split())


@lru_cache(maxsize=20_000)
def parts(word: str) -> tuple[str, ...]:
    """The words that the word is made of, without binding letters, the last one its head; empty for a simple word.

    Of a compound within the compound both it and its own parts: «velferdsteknologiprosjekt» has «velferd», «teknologi»,
    «velferdsteknologi» and «prosjekt».
    """
    split = _split(word)
    if split is None:
        return ()
    left, right = split
    found = [*parts(left), left, *parts(right), right]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=20_000)
def leaves(word: str) -> tuple[str, ...]:
    """The simple words that the word is made of, in their order; itself alone when it is simple."""
    split = _split(word)
    return (word,) if split is None else (*leaves(split[0]), *leaves(split[1]))


def splits(word: str) -> list[tuple[str, str]]:
    """All ways to part the word in two words, however short or rare they are, the likeliest first.

    Too many for what the index says of a word, but somebody who types a compound that no text has means one of them.
    """
    if len(word) < SHORTEST_COMPOUND:
        return []
    found = {
        (left, right): min(map(_commonness, (left, right))) + 0.25 * min(len(left), len(right), 8)
        for place in range(3, len(word) - 2)
        for left, right in [(one, word[place:]) for one in _without_binding(word[:place])]
        if len(left) > 2 and _commonness(left) and _commonness(right)
    }
    return sorted(found, key=lambda halves: -found[halves])


def _commonness(word: str) -> float:
    """How common the word is, in whatever form; 0 for endings and what no list has."""
    if word in NO_PARTS:
        return 0.0
    frequency = bokmal().get(word, 0.0) or nynorsk.frequency_of_stem(nynorsk.unified(norwegian_stem(word)))
    return frequency or (RAREST if _split(word) else 0.0)


@lru_cache(maxsize=20_000)
def _split(word: str) -> tuple[str, str] | None:
    """The best place to part the word at: where its rarer half is as common as can be."""
    stem = norwegian_stem(word)
    if len(word) < SHORTEST_COMPOUND or nynorsk.frequency_of_stem(stem) >= OWN_MEANING.get(len(stem), 9.0):
        return None
    if word.removesuffix("s") in PLACES:
        return None
    best, best_worth = None, 0.0
    for place in range(3, len(word) - 2):
        right = word[place:]
        right_worth = _worth(right)
        if not right_worth:
            continue
        for left in _without_binding(word[:place]):
            left_worth = _worth(left)
            if left_worth:
                # Long parts are less often there by chance.
                worth = min(left_worth, right_worth) + 0.25 * min(len(left), len(right), 8)
                if worth > best_worth:
                    best, best_worth = (left, right), worth
    return best


def _without_binding(left: str) -> list[str]:
    forms = [left]
    if left.endswith(("s", "e")) and len(left) > 3:
        forms.append(left[:-1])
    return forms


@lru_cache(maxsize=20_000)
def _worth(part: str) -> float:
    """How common the part is; 0 for what is no word that compounds are made of."""
    if len(part) < 3 or part in NO_PARTS or not any(letter in "aeiouyæøå" for letter in part):
        return 0.0
    least = COMMON_ENOUGH.get(len(part), COMMON_ENOUGH_FOR_LONGER)
    frequency = bokmal().get(part, 0.0)
    stem = norwegian_stem(part)
    unified = nynorsk.unified(stem)
    if (len(part) > 4 or nynorsk.in_bokmal(part) != part) and (frequency < least or unified != stem):
        # A form that the list lacks, or a nynorsk word, of which it has few.
        frequency = max(frequency, nynorsk.frequency_of_stem(unified) - 0.5)
    if frequency < least and len(part) >= 10 and _split(part) is not None:
        # A compound that the list lacks.
        frequency = 2.2
    return frequency if frequency >= least else 0.0
