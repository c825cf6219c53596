"""Words in a text, with their places."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

# Letters and digits; a hyphen or an apostrophe within a word parts it, as in «e-helse» and «FoU-prosjekt». Letters that
# are short for several words are one: «ph.d.» is «PhD».
WORD = re.compile(r"[^\W\d_]{1,2}(?:\.[^\W\d_](?![^\W_]))+|[^\W_]+")
# The same in a text without a full stop, in half the time.
WITHOUT_FULL_STOP = re.compile(r"[^\W_]+")
# Soft hyphens and zero-width characters stand within words and are not seen.
UNSEEN = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
# Longer ones are no words, but addresses or noise; PostgreSQL takes lexemes of up to 2,046 bytes.
LONGEST_WORD = 60


class Token(NamedTuple):
    """A word as it is compared, and where it stands in the text."""

    word: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """The words of the text in lower case, composed letters (NFC); the text is to be `clean`."""
    for match in WORD.finditer(text):
        start, end = match.span()
        if end - start <= LONGEST_WORD:
            yield Token(_word(match.group()), start, end)


def words_of(text: str) -> list[str]:
    """The words of the text in lower case; the text is to be `clean`."""
    if text.isalnum():
        # One word, which takes half the time like this.
        return [text.lower()] if len(text) <= LONGEST_WORD else []
    if "." not in text:
        return [word.lower() for word in WITHOUT_FULL_STOP.findall(text) if len(word) <= LONGEST_WORD]
    return [_word(word) for word in WORD.findall(text) if len(word) <= LONGEST_WORD]


def _word(found: str) -> str:
    return found.lower().replace(".", "")


def clean(text: str) -> str:
    """The text with composed letters and single blanks for white space.

    Unseen characters are left out, and so are those that control: what turns the direction of writing would reach
    beyond the text.
    """
    text = " ".join(unicodedata.normalize("NFC", text).translate(UNSEEN).split())
    if text.isprintable():
        return text
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())
