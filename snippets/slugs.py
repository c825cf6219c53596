"""Addresses in ASCII: one list of rules from a title to a slug, for Python and for the editor's browser."""

import re
import unicodedata
from collections import defaultdict
from typing import Any

from wagtail.admin.widgets import SlugInput

# As Norwegians write addresses. Any other letter just loses its accent, so that "å" becomes "a".
WRITTEN_OUT = {
    "æ": "ae",
    "ø": "o",
    "œ": "oe",
    "ð": "d",
    "đ": "d",
    "ħ": "h",
    "ı": "i",
    "ł": "l",
    "ŋ": "n",
    "ß": "ss",
    "ŧ": "t",
    "þ": "th",
}
ACCENTED = range(0xC0, 0x180)  # Latin-1 Supplement and Latin Extended-A: Norwegian, Sámi and their neighbours
LONGEST = 255


def _letter_rules() -> list[tuple[str, str]]:
    letters: dict[str, str] = defaultdict(str)
    for letter in map(chr, ACCENTED):
        small = letter.lower()
        plain = WRITTEN_OUT.get(small) or unicodedata.normalize("NFKD", small).encode("ascii", "ignore").decode()
        if plain.isalpha():
            letters[plain] += letter
    return [(f"[{variants}]", plain) for plain, variants in letters.items()]


# Patterns that mean the same in Python and in JavaScript.
RULES = [
    *_letter_rules(),
    (r"[\s/‐‑–—−]+", "-"),
    (r"[^A-Za-z0-9_-]+", ""),
    (r"-{2,}", "-"),
    (r"^[_-]+|[_-]+$", ""),
]


def slug_of(text: str) -> str:
    """The text as a part of an address; empty when it holds no letter and no digit that we can write."""
    for pattern, replacement in RULES:
        text = re.sub(pattern, replacement, text)
    return text.lower()[:LONGEST].rstrip("-")


class AsciiSlugInput(SlugInput):
    """A field for a slug, in which the browser follows the rules."""

    def __init__(self, attrs: dict[str, Any] | None = None, locale: Any = None) -> None:
        super().__init__(attrs, formatters=RULES, locale=locale)
