"""A query as the index is asked for it: for each of its words the ways to find it, from the nearest to the farthest."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from search.analysis.folding import plain
from search.analysis.lexemes import EXACT, OF_STEMS, TITLE, TOPIC, lexemes_of, plain_stem_of
from search.analysis.stop_words import STOP_WORDS
from search.analysis.tokens import words_of
from search.query import Query
from search.synonyms import in_any_form

# With more words than that, whether one is missing is asked of those that tell most.
MOST_TELLING = 6
# So many of a word's ways decide on what is ranked, when there is more than can be.
NEAREST = 3


@dataclass(frozen=True)
class Way:
    """One way in which a word can be found: a condition over lexemes, and how near that is (1 is the word itself)."""

    name: str
    # As PostgreSQL's tsquery.
    condition: str
    nearness: float
    lexemes: frozenset[str]
    # Of words side by side these words as they were written.
    words: tuple[str, ...] = ()
    # Of a synonym of several words, which stand side by side in any form: by what they are weighed when they do.
    weighed: str = ""
    # Of a compound whose words stand apart the lexemes of each of them, one of which must be there.
    parts: tuple[tuple[str, ...], ...] = ()

    @classmethod
    def by(cls, name: str, lexemes: Iterable[str], nearness: float) -> "Way":
        """The way by any of the lexemes."""
        lexemes = list(dict.fromkeys(lexemes))
        return cls(name, " | ".join(map(quoted, lexemes)), nearness, frozenset(lexemes))

    @property
    def is_expression(self) -> bool:
        """Whether it is that to a synonym of several words."""
        return bool(self.weighed)

    def leads_to(self, word: str) -> bool:
        """Whether the word, in lower case, is found in this way."""
        return not self.lexemes.isdisjoint((f"e:{word}", *lexemes_of(word)))


@dataclass
class Wanted:
    """One group of the query: what it says, the ways to find it, and how much it tells (rare words tell more)."""

    said: str
    ways: list[Way]
    weight: float = 1.0
    phrases: list[tuple[str, ...]] = field(default_factory=list)

    @property
    def is_found(self) -> bool:
        """Whether the index has anything for it."""
        return len(self.ways) > 1 or bool(self.phrases)

    @property
    def condition(self) -> str:
        return " | ".join(f"({way.condition})" for way in self.ways)


class LookedFor(dict[str, bool]):
    """Whether a part of a text, as it stands there, has a word that answers any of a query's: what excerpts mark."""

    def __init__(self, lexemes: frozenset[str]) -> None:
        self._lexemes = lexemes

    def __missing__(self, part: str) -> bool:
        lexemes = self._lexemes
        for word in words_of(part):
            if word in STOP_WORDS:
                continue
            if f"e:{word}" in lexemes or not lexemes.isdisjoint(lexemes_of(word)):
                self[part] = True
                return True
        self[part] = False
        return False


class Step(NamedTuple):
    """How many of a query's groups an entry must have at least, and whether that which tells most is one of them."""

    at_least: int
    has_most_telling: bool


class Needed(NamedTuple):
    """Groups that must be there, and others of which so many are enough."""

    must: list[Wanted]
    others: list[Wanted]
    enough: int


@dataclass
class Understood:
    """A query as the index is asked for it."""

    query: Query
    groups: list[Wanted]
    excluded: list[Way]

    @property
    def is_empty(self) -> bool:
        return not self.groups

    @cached_property
    def levels(self) -> list[dict[str, str]]:
        """For each of the steps the tsqueries that entries must all answer, by names to call them by.

        Each finds all that the one before it finds. PostgreSQL's index finds what answers several tsqueries in a
        quarter to four fifths of the time that it takes for one with `&` between them.
        """
        return [
            {f"level{level}_{place}": condition for place, condition in enumerate(self._conditions(step))}
            for level, step in enumerate(self.steps)
        ]

    @property
    def steps(self) -> list[Step]:
        """What entries are looked for with: all of the groups, all but one, …

        The last asks for half of them. None asks for more of the groups than the index has anything for. Where some may
        be missing, entries are first looked for that at least have the one that tells most.
        """
        least = max(1, (len(self.groups) + 1) // 2)
        found = sum(group.is_found for group in self.groups)
        most = max(least, found)
        return [
            Step(number, has_most_telling)
            for number in range(most, least - 1, -1)
            for has_most_telling in (True, False)
            if number < found or not has_most_telling
        ]

    def needed(self, step: Step) -> Needed:
        """The groups that the step asks for: all of them; or, when some may be missing, those that tell most."""
        if step.at_least >= len(self.groups):
            return Needed([], self.groups, len(self.groups))
        telling = self.telling
        must = [group for group in telling if group.is_found][:1] if step.has_most_telling else []
        others = [group for group in telling if group not in must]
        return Needed(must, others, min(step.at_least - len(must), len(others)))

    @property
    def telling(self) -> list[Wanted]:
        """The groups that tell most."""
        return sorted(self.groups, key=lambda group: -group.weight)[:MOST_TELLING]

    def _conditions(self, step: Step) -> list[str]:
        """Entries with what the step asks for, and nothing of what is to be left out."""
        must, others, enough = self.needed(step)
        conditions = [group.condition for group in others]
        if 0 < enough < len(others):
            conditions = [some_of(conditions, enough)]
        first, *further = [*(group.condition for group in must), *(conditions if enough else [])]
        # What is not there is found by no index.
        return [" & ".join([f"({first})", *(f"!({way.condition})" for way in self.excluded)]), *further]

    def looked_for(self, *texts: str) -> list[LookedFor]:
        """Whether it looks for a word in a part of the texts: the words themselves, and then all that finds them.

        Those of a compound apart («stat» for «statsforvalter») are the words themselves where nothing nearer is known.
        Those of a synonym of several words are looked for only when they stand side by side somewhere in there.
        """
        said = list(map(words_of, texts)) if self._expressions else []
        there = tuple(way for way in self._expressions if any(in_any_form(way.words, one) for one in said))
        if there not in self._looked_for:
            found = [[way for way in group.ways if not way.is_expression or way in there] for group in self.groups]
            near = [[way for way in ways if way.name != "apart"] for ways in found]
            nearest = [ways if len(ways) > 1 else all_of_them for ways, all_of_them in zip(near, found, strict=True)]
            # A text is looked through twice only if that may find something else.
            asked = dict.fromkeys(map(_lexemes_of, (nearest, found)))
            self._looked_for[there] = [LookedFor(lexemes) for lexemes in asked]
        return self._looked_for[there]

    @cached_property
    def _expressions(self) -> list[Way]:
        return [way for group in self.groups for way in group.ways if way.is_expression]

    @cached_property
    def _looked_for(self) -> dict[tuple[Way, ...], list[LookedFor]]:
        """For those expressions that a text has; most queries look for none."""
        return {}

    @cached_property
    def words(self) -> list[str]:
        """What it says, without the words that have no meaning of their own; of a choice the first."""
        return [word for group in self.query.groups for word in group[0].words if word not in STOP_WORDS]

    @cached_property
    def stems(self) -> list[str]:
        """The folded stems of its words."""
        return list(map(plain_stem_of, self.words))

    @property
    def about(self) -> list[str]:
        """Tsqueries for entries that are about its words, the nearest first.

        All of the words in the title; as they were typed in title, lead or names; there in a form by which they are
        found, or as a part of a compound; any of them in the title.
        """
        nearest = [{lexeme for way in group.ways[:NEAREST] for lexeme in way.lexemes} for group in self.groups]
        stems = [{plain(one[2:]) for one in lexemes if one[0] in OF_STEMS} for lexemes in nearest]
        titles, topics = ([[f"{kind}:{stem}" for stem in sorted(one)] for one in stems] for kind in (TITLE, TOPIC))
        exact = [[one for one in sorted(lexemes) if one[0] == EXACT] for lexemes in nearest]
        queries = [*(_joined(groups, " & ") for groups in (titles, exact, topics)), _joined(titles, " | ")]
        return [query for query in dict.fromkeys(queries) if query]

    @property
    def phrases(self) -> list[tuple[str, ...]]:
        """What must stand somewhere as it is: phrases that are no choice."""
        return [group.phrases[0] for group in self.groups if len(group.phrases) == len(group.ways) == 1]


def _lexemes_of(groups: Iterable[Iterable[Way]]) -> frozenset[str]:
    return frozenset(lexeme for ways in groups for way in ways for lexeme in way.lexemes)


def _joined(groups: Iterable[Sequence[str]], operator: str) -> str:
    """A tsquery for entries with one lexeme of each, or of any, of the groups that have some."""
    return operator.join(f"({' | '.join(map(quoted, lexemes))})" for lexemes in groups if lexemes)


def some_of(conditions: Sequence[str], enough: int) -> str:
    """A tsquery for entries with so many of the conditions, one at least.

    PostgreSQL looks at all of it for each entry that has anything of it: it is half as long as a list of all choices.
    """
    if enough in (1, len(conditions)):
        return (" | " if enough == 1 else " & ").join(f"({one})" for one in conditions)
    first, *others = conditions
    return f"({first}) & ({some_of(others, enough - 1)}) | {some_of(others, enough)}"


def quoted(lexeme: str) -> str:
    """The lexeme in a tsquery; words have letters and digits only."""
    return f"'{lexeme}'"


def pattern_of(phrase: Sequence[str]) -> str:
    """A regular expression of PostgreSQL's for the phrase, as it stands in a text."""
    return r"\m" + r"\W+".join(map(re.escape, phrase)) + r"\M"
