"""Synonyms: words that editors have said mean the same."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models

from search.analysis.lexemes import stem_of
from search.analysis.tokens import clean, tokens

MOST_WORDS = 20
# In characters.
LONGEST = 300


class Synonym(models.Model):
    """Words of which each finds what the others find."""

    words = models.CharField(
        "ord",
        max_length=LONGEST,
        help_text=(
            "Ord som betyr det samme, med komma mellom: «bil, kjøretøy, personbil». Søk etter ett av dem finner også "
            "de andre. Bøyning, nynorsk og stavefeil klarer søket selv."
        ),
    )

    panels = ["words"]

    class Meta:
        verbose_name = "synonym"
        verbose_name_plural = "synonymer"
        ordering = ["words"]

    def __str__(self) -> str:
        return self.words

    def clean(self) -> None:
        super().clean()
        if not self.words:
            return
        parts = split(self.words)
        if len(parts) < 2:
            raise ValidationError({"words": "Skriv minst to ord, med komma mellom."})
        if len(parts) > MOST_WORDS:
            raise ValidationError({"words": f"Skriv høyst {MOST_WORDS} ord; del dem på flere synonymer."})
        for part in parts:
            if len(list(tokens(part))) != 1:
                raise ValidationError({"words": f"«{part}» er ikke ett enkelt ord. Synonymer er enkeltord."})
        self.words = ", ".join(parts)
        if len(self.words) > LONGEST:
            # With a blank after each comma it is longer than what was typed.
            raise ValidationError({"words": f"Skriv høyst {LONGEST} tegn; del ordene på flere synonymer."})


def split(words: str) -> list[str]:
    """The words of the list, each once."""
    return list(dict.fromkeys(filter(None, (clean(part).lower() for part in words.split(",")))))


def synonyms_of(word: str, lists: Iterable[list[str]]) -> list[str]:
    """The other words of each list that has the word in any form."""
    stem = stem_of(word)
    found = [other for words in lists if stem in map(stem_of, words) for other in words if stem_of(other) != stem]
    return list(dict.fromkeys(found))
