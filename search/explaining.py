"""Why a search finds what it finds, in an editor's words: what became of each word, and what each hit is worth."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from search.analysis.stop_words import STOP_WORDS
from search.analysis.tokens import clean, tokens, words_of
from search.engine import Question, Search, Shown, shown
from search.kinds import kind_label, kind_of, plain_loader
from search.query import CHOICE, MOST_GROUPS, Item, parsed
from search.ranking import LEAST, Found, Ranked
from search.spelling import as_written, better_words
from search.synonyms import in_any_form
from search.understood import Wanted, Way

MOST_HITS = 20
MOST_EXAMPLES = 3
# How a word was found, from the nearest way to the farthest.
WAYS = {
    "exact": "akkurat dette ordet",
    "phrase": "ordene står sammen",
    "form": "en bøyning av ordet",
    "joined": "skrevet i ett ord",
    "compound": "samme sammensatte ord",
    "folded": "skrevet uten æ, ø og å",
    "english": "en bøyning på engelsk",
    "derived": "avledet av samme ord",
    "head": "sisteleddet i et sammensatt ord",
    "synonym": "synonym",
    "part": "del av et sammensatt ord",
    "spelling": "rettet skrivefeil",
    "beginning": "ordet er uferdig",
    "apart": "delene av det sammensatte ordet, hver for seg",
}


@dataclass(frozen=True)
class Word:
    """A word of the query, or words of which one is enough: what the search made of it."""

    said: str
    # How much of the score it decides, in percent; None for what is not searched for.
    share: int | None
    outcome: str
    # Nothing that anyone may see has it.
    is_unknown: bool = False


@dataclass(frozen=True)
class Reason:
    """One part of a hit's score."""

    said: str
    how: str
    worth: float | None


@dataclass(frozen=True)
class Explained:
    """A hit with what makes its score."""

    node: Any
    title: str
    kind: str
    score: float
    is_promoted: bool
    reasons: tuple[Reason, ...]


class Explanation:
    """What the search makes of what a reader types, and why."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self._search = Search(question, Q())
        self.total = self._search.total
        self.better_words = better_words(question, self._search.ranked)

    @property
    def words(self) -> list[Word]:
        """The words of the query, first those that count."""
        groups = self.question.understood.groups
        weights = sum(group.weight for group in groups)
        looked_for = [
            Word(
                said_by(items),
                round(100 * group.weight / weights),
                *self._outcome(place, items, group),
            )
            for place, (items, group) in enumerate(self._groups)
        ]
        return [*looked_for, *self._excluded, *self._ignored]

    @property
    def hits(self) -> list[Explained]:
        """The first hits, in their order."""
        best = self._search.ranked[:MOST_HITS]
        entries = shown([one.entry for one in best])
        nodes = plain_loader().load([entry.key for entry in entries.values()], self.question.audience.gate)
        return [
            self._explained(one, entry, nodes[entry.key])
            for one in best
            if (entry := entries.get(one.entry)) and entry.key in nodes
        ]

    @property
    def _groups(self) -> list[tuple[Sequence[Item], Wanted]]:
        understood = self.question.understood
        return list(zip(understood.query.groups, understood.groups, strict=True))

    def _outcome(self, place: int, items: Sequence[Item], group: Wanted) -> tuple[str, bool]:
        ways = [one.found[place].way for one in self._search.ranked]
        found = {way.name for way in ways if way}
        if found:
            how = ", ".join(label for name, label in WAYS.items() if name in found)
            missing = "" if all(ways) else " Mangler i noen av treffene."
            better = as_written(group.said, place, self._search.ranked)
            meant = f" ({_quoted([better])})" if better else ""
            return f"Funnet: {how}{meant}.{missing}", False
        if Search(Question(said_by(items), self.question.audience), Q()).total:
            return "Finnes, men ikke i treffene: ingen av dem har alle ordene.", False
        return "Ikke funnet i noe som er publisert.", True

    @property
    def _excluded(self) -> list[Word]:
        return [Word(said_by([item]), None, "Utelatt: treff med dette vises ikke.") for item in self._query.excluded]

    @property
    def _ignored(self) -> list[Word]:
        """Words that nothing was done with; those of more groups than are searched for, too."""
        items = [*(item for group in self._query.groups for item in group), *self._query.excluded]
        used = {word for item in items for word in item.words}
        typed = dict.fromkeys(words_of(clean(self.question.words)))
        return [Word(word, None, _why_ignored(word)) for word in typed if word not in used]

    @property
    def _query(self) -> Any:
        # Also when there is nothing to search for.
        return parsed(self.question.words)

    def _explained(self, one: Ranked, entry: Shown, node: Any) -> Explained:
        # What is left of the score is that of the words, to which the title adds its part.
        rest = one.score - one.recency - LEAST - one.promotion
        of_words = rest / (1 + one.title_bonus)
        parts = [found.worth * group.weight for (_, group), found in zip(self._groups, one.found, strict=True)]
        reasons = [
            _reason(said_by(items), found, of_words * part / (sum(parts) or 1), entry)
            for (items, _), found, part in zip(self._groups, one.found, parts, strict=True)
        ]
        if one.title_bonus:
            reasons.append(Reason("Tittelen", "ligner på søket", rest - of_words))
        reasons.append(Reason("Dato", "ingen" if one.day is None else f"{one.day:%d.%m.%Y}", one.recency))
        reasons.append(Reason("Grunnpoeng", "som alle treff har", LEAST))
        if one.is_promoted:
            reasons.append(Reason("Fremhevet", "av en redaktør for dette søket", one.promotion))
        return Explained(node, entry.title, kind_label(kind_of(type(node))), one.score, one.is_promoted, tuple(reasons))


def said_by(items: Iterable[Item]) -> str:
    """The words of a group as a reader would type them."""
    return " eller ".join(f'"{" ".join(item.words)}"' if item.is_phrase else item.words[0] for item in items)


def _why_ignored(word: str) -> str:
    if word in STOP_WORDS or word in CHOICE:
        return "Ikke søkt etter: ordet sier for lite alene."
    return f"Ikke søkt etter: bare de første {MOST_GROUPS} ordene teller."


def _reason(said: str, found: Found, worth: float, entry: Shown) -> Reason:
    if found.way is None:
        return Reason(said, "ikke funnet her, det trekker ned", None)
    return Reason(said, _how(said, found.way, entry), worth)


def _how(said: str, way: Way, entry: Shown) -> str:
    """In which way the word was found, as which words, and where."""
    for text, where in ((entry.title, "i tittelen"), (entry.text, "i teksten")):
        words = _answering(text, way)
        if not words:
            continue
        if said in words and way.name == "form":
            # In texts the words are found by their stems alone, those that are typed as they stand, too.
            return f"{WAYS['exact']}, {where}"
        as_what = "" if way.name in ("exact", "phrase") else f" ({_quoted(words)})"
        return f"{WAYS[way.name]}{as_what}, {where}"
    return f"{WAYS[way.name]}, i et navn, et tema eller en kommune som hører til"


def _answering(text: str, way: Way) -> list[str]:
    """The first words of the text that the way finds."""
    if way.is_expression:
        return in_any_form(way.words, words_of(text))[:MOST_EXAMPLES]
    found: dict[str, None] = {}
    for token in tokens(text):
        if token.word not in STOP_WORDS and way.leads_to(token.word):
            found[token.word] = None
    return list(found)[:MOST_EXAMPLES]


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"«{word}»" for word in words)
