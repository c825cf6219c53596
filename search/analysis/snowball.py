"""Stems by the Snowball algorithms (package `snowballstemmer`, BSD licence; by `PyStemmer` it takes a twentieth)."""

import re
import threading
from functools import lru_cache

import snowballstemmer

from search.analysis.lemmas import lemma

# Only such words; «offentlege» is the plural of an adjective in nynorsk.
PHYSICIAN = re.compile(
    r"((?:fast|tann|over|barne|bedrifts|dyre|kommune|turnus|sykehus|sjukehus|sykehjems|nød|smittevern|vakt|ung)leg)e?"
    r"(?:n|r|ne|ns|nes|rs|ar|ane|anes)?$"
)
SHORTEST_WITH_EL = 5
ACCENTS = str.maketrans("éèê", "eee")
# Snowball would take «billig» for a form of «bil».
NO_ENDING = re.compile(r"u?(billig|deilig|farlig|herlig)")
# A stemmer keeps the word it is at in itself.
_one_at_a_time = threading.Lock()
_norwegian = snowballstemmer.stemmer("norwegian")
_english = snowballstemmer.stemmer("english")


@lru_cache(maxsize=20_000)
def norwegian_stem(word: str) -> str:
    """The word without the endings of bokmål and nynorsk: «kommunane», «kommunenes», «kommuner» are `kommun`.

    Beyond Snowball, «lege» (physician) is no ending, «hjem» and «hjemmet» are one word, so are «middel» and «midler».
    Forms whose stems it tells apart have that of the word that they are forms of (`search.analysis.lemmas`).
    """
    word = word.translate(ACCENTS)
    physician = PHYSICIAN.match(word)
    if physician:
        return physician[1]
    word = lemma(word)
    without_ending = NO_ENDING.match(word)
    if without_ending:
        return without_ending[0]
    with _one_at_a_time:
        stem: str = _norwegian.stemWord(word)
    if stem.endswith("mm"):
        return stem[:-1]
    if stem.endswith("el") and len(stem) >= SHORTEST_WITH_EL:
        consonants = stem[:-2]
        return (consonants[:-1] if consonants[-1] == consonants[-2] else consonants) + "l"
    return stem


@lru_cache(maxsize=20_000)
def english_stem(word: str) -> str:
    """The word without English endings."""
    with _one_at_a_time:
        stem: str = _english.stemWord(word)
    return stem
