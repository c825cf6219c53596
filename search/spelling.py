"""Better words to search for, when some of a query seem to be misspelt."""

from collections.abc import Sequence

from search.engine import Question
from search.ranking import Ranked


def better_words(question: Question, hits: Sequence[Ranked]) -> str | None:
    """What was typed with its misspelt words put right; None when none is, or nothing is found by others.

    Only words by which a hit was found: a word that stands in a draft alone is never shown.
    """
    words = question.words
    for group in question.understood.groups:
        ways = [one.way for hit in hits for one in hit.found if one.said == group.said and one.way]
        if any(way.name != "spelling" for way in ways):
            continue
        better = next((way.correction for way in ways if way.correction), None)
        if better is not None:
            words = _replaced(words, group.said, better)
    return words if words != question.words else None


def _replaced(words: str, wrong: str, right: str) -> str:
    place = words.lower().find(wrong)
    return words if place < 0 else words[:place] + right + words[place + len(wrong) :]
