"""Synonyms: words, and words side by side, that editors have said mean the same."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.db import models

from search.analysis.lexemes import stem_of
from search.analysis.stop_words import STOP_WORDS
from search.analysis.tokens import clean, words_of
from search.query import CHOICE

QUOTES = frozenset('"«»“”')
# In a group, and side by side.
MOST, MOST_WORDS = 20, 5
# In characters.
LONGEST = 300
# Of groups that are kept taken apart.
MOST_GROUPS = 1_000

Words = tuple[str, ...]
# By which forms of words meet, but for words without a meaning of their own.
Stems = tuple[str, ...]


class Synonym(models.Model):
    """A group of which each finds what the others find."""

    words = models.CharField(
        "ord",
        max_length=LONGEST,
        help_text=(
            "Ord og forkortelser som betyr det samme, med komma mellom: «KI, kunstig intelligens, AI» eller "
            "«e-helse, velferdsteknologi». Søk etter ett av dem finner også de andre. Bøyning, nynorsk og stavefeil "
            "klarer søket selv."
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
        self.words = ", ".join(parts)
        if problem := self._problem(parts):
            raise ValidationError({"words": problem})

    def _problem(self, parts: Sequence[str]) -> str:
        """What is wrong with the group, in an editor's words; empty when nothing is."""
        if len(parts) < 2:
            return "Skriv minst to ord, med komma mellom."
        if len(parts) > MOST:
            return f"Skriv høyst {MOST} ord; del dem på flere synonymer."
        if problem := next(filter(None, map(problem_with, parts)), ""):
            return problem
        if len(self.words) > LONGEST:
            # With a blank after each comma it is longer than what was typed.
            return f"Skriv høyst {LONGEST} tegn; del ordene på flere synonymer."
        group = group_of(self.words)
        if len(group) < 2:
            return f"Søket finner alt dette uten synonym: «{self.words}» er former av det samme."
        others = Synonym.objects.exclude(pk=self.pk)
        if other := next((one for one in others if group.keys() <= group_of(one.words).keys()), None):
            return f"Dette står allerede i synonymet «{other}»."
        if shared := next(_shared(group, others), None):
            part, other = shared
            return f"«{part}» står også i synonymet «{other}». Skriv alt som betyr det samme, i ett synonym."
        return ""


def _shared(group: Mapping[Stems, Words], others: Iterable[Synonym]) -> Iterator[tuple[str, Synonym]]:
    """What of the group, in any form, another has too, with that one."""
    return (
        (" ".join(words), other) for other in others for stems, words in group.items() if stems in group_of(other.words)
    )


def split(words: str) -> list[str]:
    """What the group has, each once."""
    found: dict[str, str] = {}
    for part in filter(None, map(clean, words.split(","))):
        found.setdefault(part.lower(), part)
    return list(found.values())


def problem_with(part: str) -> str:
    """Why that cannot be in a group, in an editor's words; empty when it can."""
    words = words_of(part)
    if part.startswith("-") or not QUOTES.isdisjoint(part):
        return f"Skriv «{part}» uten minus foran og uten anførselstegn."
    if not CHOICE.isdisjoint(words):
        return f"Skriv komma i stedet for «eller» i «{part}»."
    if not stems_of(words):
        return f"«{part}» har ingen ord som søket bryr seg om. Ta det bort."
    if len(words) > MOST_WORDS:
        return f"«{part}» er for langt. Skriv høyst {MOST_WORDS} ord mellom hvert komma."
    return ""


def stems_of(words: Iterable[str]) -> Stems:
    """The stems of the words that have a meaning of their own."""
    return tuple(stem_of(word) for word in words if word not in STOP_WORDS)


def in_any_form(words: Sequence[str], said: Sequence[str]) -> list[str]:
    """The words as others have them side by side, in each form that they do; any may stand for one without meaning."""
    stems = list(map(stem_of, said))
    (first, stem_of_first), *others = [
        (place, stem_of(word)) for place, word in enumerate(words) if word not in STOP_WORDS
    ]
    starts = [place - first for place, stem in enumerate(stems) if stem == stem_of_first]
    runs = [
        " ".join(said[start : start + len(words)])
        for start in starts
        if 0 <= start <= len(said) - len(words) and all(stems[start + place] == stem for place, stem in others)
    ]
    return list(dict.fromkeys(runs))


@lru_cache(maxsize=MOST_GROUPS)
def group_of(listed: str) -> Mapping[Stems, Words]:
    """What the group has, by its stems."""
    return {stems: words for part in split(listed) if (stems := stems_of(words := tuple(words_of(part))))}


def synonyms_of(words: Iterable[str], groups: Iterable[Mapping[Stems, Words]]) -> list[Words]:
    """What else there is in each group that has the words, side by side, in any form."""
    asked = stems_of(words)
    found = {stems: other for group in groups if asked in group for stems, other in group.items() if stems != asked}
    return list(found.values())
