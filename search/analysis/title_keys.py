"""Titles as readers begin to type them."""

from search.analysis.folding import folded
from search.analysis.tokens import clean, words_of

# æ, ø and å stand after z, and so do these in ASCII: a comparison of bytes gives Norwegian alphabetical order.
AFTER_Z = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}"})
LONGEST_KEY = 60
MOST_WORDS = 12


def typed(text: str) -> str:
    """What was typed, as keys are compared: words in lower case with single blanks between them."""
    return " ".join(words_of(clean(text))).translate(AFTER_Z)


def keys_of_title(title: str) -> list[tuple[bool, str]]:
    """For each of the title's words whether it stands within, and the title from there on, in all ways to type it."""
    words = words_of(clean(title))[:MOST_WORDS]
    keys: dict[tuple[bool, str], None] = {}
    for place in range(len(words)):
        rest = " ".join(words[place:])
        for form in (rest, *folded(rest)):
            keys[(place > 0, form[:LONGEST_KEY].translate(AFTER_Z))] = None
    return list(keys)
