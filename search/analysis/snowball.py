"""Stems by the Snowball algorithms (package `snowballstemmer`, BSD licence)."""

from functools import lru_cache

import snowballstemmer

_norwegian = snowballstemmer.stemmer("norwegian")
_english = snowballstemmer.stemmer("english")


@lru_cache(maxsize=100_000)
def norwegian_stem(word: str) -> str:
    """The word without the endings of bokmål and nynorsk: «kommunane», «kommunenes», «kommuner» are `kommun`."""
    stem: str = _norwegian.stemWord(word)
    return stem


@lru_cache(maxsize=50_000)
def english_stem(word: str) -> str:
    """The word without English endings."""
    stem: str = _english.stemWord(word)
    return stem
