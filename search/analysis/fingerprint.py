"""Tells one way to analyse words from another."""

import hashlib
from functools import cache

from search.analysis import lemmas, nynorsk
from search.analysis.frequencies import bokmal
from search.analysis.lexemes import lexemes_of
from search.analysis.tokens import words_of

# Of the frequency list every hundredth word: some thousand.
EACH = 100
TEXT = "Offentlig sektor-ph.d. i 2026"


@cache
def fingerprint() -> str:
    """A hash of what some thousand words are found by; another one when any of them is found otherwise."""
    words = [*sorted(bokmal())[::EACH], *nynorsk.listed_words(), *lemmas.irregular_forms(), *words_of(TEXT)]
    found = "\n".join(" ".join(lexemes_of(word)) for word in words)
    return hashlib.sha256(found.encode()).hexdigest()[:16]
