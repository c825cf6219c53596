"""Better words to search for, when some of a query seem to be misspelt."""

from collections.abc import Sequence

from rapidfuzz.distance import OSA

from search.analysis.folding import plain
from search.analysis.tokens import tokens
from search.corrections import LONG_WORD
from search.engine import Question, shown
from search.ranking import Ranked
from search.understood import Way

# The texts of so many hits are read for how a word is written.
MOST_READ = 5


def better_words(question: Question, hits: Sequence[Ranked]) -> str | None:
    """What was typed with its misspelt words put right; None when none is, or nothing is found by others."""
    words = question.words
    for place, group in enumerate(question.understood.groups):
        if better := as_written(group.said, place, hits):
            words = _replaced(words, group.said, better)
    return words if words != question.words else None


def as_written(said: str, place: int, hits: Sequence[Ranked]) -> str | None:
    """How hits write the word that was misspelt at that place of the query; None when it was not, or none does.

    Only as a text has it that anyone may read: the vocabulary knows words of drafts, too.
    """
    found: list[tuple[int, Way]] = [(hit.entry, way) for hit in hits if (way := hit.found[place].way)]
    if not found or any(way.name != "spelling" for _, way in found):
        return None
    entries = shown([entry for entry, _ in found[:MOST_READ]])
    candidates = [
        (OSA.distance(plain(said), plain(token.word)), token.word)
        for entry, way in found[:MOST_READ]
        if entry in entries
        for token in tokens(f"{entries[entry].title} {entries[entry].text}")
        if way.leads_to(token.word)
    ]
    edits, word = min(candidates, key=lambda one: one[0], default=(0, None))
    # A compound that has the word is not what was meant.
    return word if edits <= (2 if len(said) >= LONG_WORD else 1) else None


def _replaced(words: str, wrong: str, right: str) -> str:
    place = words.lower().find(wrong)
    return words if place < 0 else words[:place] + right + words[place + len(wrong) :]
