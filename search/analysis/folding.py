"""How people write æ, ø, å and accents on a keyboard that lacks them."""

import unicodedata
from functools import lru_cache

# Trondelag; Troendelag and Aafjord; laerer beside Frosta; each is somebody's habit.
HABITS = (
    str.maketrans({"æ": "a", "ø": "o", "å": "a", "ä": "a", "ö": "o"}),
    str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe"}),
    str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ä": "a", "ö": "o"}),
)


@lru_cache(maxsize=20_000)
def folded(word: str) -> tuple[str, ...]:
    """The ways to write the word in ASCII letters, the shortest habit first; one when it has none but those."""
    if word.isascii():
        return (word,)
    return tuple(dict.fromkeys(_without_accents(word.translate(habit)) for habit in HABITS))


def plain(word: str) -> str:
    """The word with one ASCII letter for each of its letters."""
    return folded(word)[0]


def _without_accents(word: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))
