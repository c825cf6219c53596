"""Nynorsk and bokmål forms of one word, brought to one form: that of bokmål where the two differ."""

import re
from functools import cache
from pathlib import Path

from search.analysis.frequencies import bokmal
from search.analysis.snowball import norwegian_stem

# Words that differ, and those of four letters or more also as the beginning or the end of a compound.
PAIRS = Path(__file__).parent / "words" / "nynorsk.txt"
SHORTEST_PART, SURE_PART = 4, 6
# In stems; each holds only where it leads to a word that is more common than the one it is applied to.
RULES = (
    (re.compile(r"(?<=[knlrsøæyi])kj(?=[ea]|$)"), "k"),
    (re.compile(r"(?<=[gnlø])gj(?=[ea]|$)"), "g"),
    (re.compile(r"leg(?=$|e$|t$|heit)"), "lig"),
    (re.compile(r"heit$"), "het"),
    (re.compile(r"leik$"), "het"),
    (re.compile(r"sking$"), "skning"),
    (re.compile(r"ssing$"), "sning"),
    (re.compile(r"(?<=\w{3})ar$"), "er"),
    (re.compile(r"(?<=\w{4})and(?=e?$)"), "end"),
    (re.compile(r"^fram"), "frem"),
    (re.compile(r"^saman"), "sammen"),
    (re.compile(r"stad$"), "sted"),
)
# The same for stems that bokmål hardly has: «løype» and «leir» are no nynorsk.
VOWELS = ((re.compile(r"øy"), "ø"), (re.compile(r"ei"), "e"), (re.compile(r"ju"), "y"))
MOST_IN_NYNORSK = 2.6


def in_bokmal(word: str) -> str:
    """The bokmål word that a nynorsk word on the list is; any other as it is."""
    return listed_words().get(word, word)


@cache
def listed_words() -> dict[str, str]:
    """The nynorsk words on the list with those of bokmål."""
    return dict(_listed())


def unified(stem: str) -> str:
    """The stem of the bokmål word that a stem belongs to, which is itself for most words."""
    pairs = _pairs()
    whole = pairs.get(stem)
    if whole is not None:
        return whole
    # The longest first.
    for start in range(1, len(stem) - SHORTEST_PART + 1):
        other = pairs.get(stem[start:])
        if other is not None and _may_be_parted(stem[start:], stem[:start]):
            return unified_beginning(stem[:start]) + other
    return _by_rule(unified_beginning(stem))


def unified_beginning(stem: str) -> str:
    """The same for what a compound begins with."""
    words = _beginnings()
    for end in range(len(stem) - 1, SHORTEST_PART - 1, -1):
        other = words.get(stem[:end])
        if other is not None and _may_be_parted(stem[:end], stem[end:]):
            return other + stem[end:]
    return stem


def frequency_of_stem(stem: str) -> float:
    """How common the most common bokmål word with the stem is (Zipf); 0 when there is none."""
    return _stems().get(stem, 0.0)


@cache
def _listed() -> tuple[tuple[str, str], ...]:
    lines = [line.split() for line in PAIRS.read_text().splitlines() if line and not line.startswith("#")]
    return tuple((nynorsk, other) for nynorsk, other in lines)


@cache
def _pairs() -> dict[str, str]:
    pairs: dict[str, str] = {}
    for words_of_both in _listed():
        nynorsk, other = map(norwegian_stem, words_of_both)
        if nynorsk != other:
            pairs[nynorsk] = other
    return pairs


@cache
def _beginnings() -> dict[str, str]:
    """Compounds begin with words as they are, «tryggleik» and «trygghet», or with their stems."""
    return _pairs() | listed_words()


def _may_be_parted(part: str, rest: str) -> bool:
    """Whether a compound may have the part; beside a short one there has to be a word: «lauvskog», but «gardin»."""
    if len(part) >= SURE_PART:
        return True
    return any(form in bokmal() for form in (rest, rest.removeprefix("s"), rest.removesuffix("s")) if len(form) > 2)


@cache
def _stems() -> dict[str, float]:
    """How common the most common word with a stem is."""
    stems: dict[str, float] = {}
    for word, frequency in bokmal().items():
        stem = norwegian_stem(word)
        stems[stem] = max(stems.get(stem, 0.0), frequency)
    return stems


def _by_rule(stem: str) -> str:
    stems = _stems()
    rules = RULES if stems.get(stem, 0.0) >= MOST_IN_NYNORSK else RULES + VOWELS
    for pattern, other in rules:
        changed = pattern.sub(other, stem)
        if changed != stem and changed.endswith("er"):
            # «forskar» is left of «forskarane», and «forsk» of «forskerne».
            changed = norwegian_stem(changed)
        if changed != stem and stems.get(changed, 0.0) > stems.get(stem, 0.0) + 0.3:
            return changed
    return stem
