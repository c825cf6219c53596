"""How well an entry answers a query: from where and how nearly each of its words is found there.

For each word the best of its ways counts: how near the way is to the word as it was typed, times where the word stands
(`WEIGHTS`, by PostgreSQL's `ts_rank`, in which repeated words count for less and less). Rare words tell more than
common ones (the logarithm of how rare they are, as in BM25). A title that is the query, or begins so, tells still more.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from search.analysis.lexemes import plain_stem_of
from search.analysis.stop_words import STOP_WORDS
from search.analysis.tokens import words_of
from search.promotions import LAST_PLACE
from search.understood import Understood, Way

# Of a word in the body, in rows, in lead and names, and in the title; in PostgreSQL's order D, C, B, A.
WEIGHTS = "{0.3, 0.4, 0.65, 1.0}"
# What ts_rank gives for one word that stands once in the title (1 / (π² / 6)); it approaches 1 with repetitions.
ONCE = 0.6079
# More than what ts_rank gives where not all of the words are there that must be (1e-20).
NOTHING = 1e-12
TITLE_IS_QUERY = 0.35
TITLE_BEGINS_SO = 0.12
TITLE_COVERED = 0.22
# What is lost when all of the words are missing, in proportion to those that are.
MISSING = 0.9
# Texts of today lead by so much before those of long ago, where nothing else differs.
RECENCY = 0.03
YEARS_TO_HALF = 3
# Of the last of those that editors put first, and of each one before another: more than all else together.
PROMOTED, BEFORE = 10.0, 2.0
LEAST = 0.01
# Of titles that are kept taken apart: some 18 MB in each worker.
MOST_TITLES = 20_000
# Of the year 9999; below `LEAST`.
HIGHEST_LATER = 0.004


class Found(NamedTuple):
    """One word of the query, the way in which it was found, and what that is worth."""

    said: str
    way: Way | None
    worth: float


class Ranked(NamedTuple):
    """An entry with its score and what makes it."""

    entry: int
    score: float
    day: date | None
    found: tuple[Found, ...]
    title_bonus: float
    recency: float
    # What it is worth that editors have put it first.
    promotion: float

    @property
    def is_promoted(self) -> bool:
        return self.promotion > 0

    @property
    def place(self) -> tuple[float, int]:
        """Its place in the order: the best score first, of equals the latest entry."""
        return (-self.score, -self.entry)


class Ranking:
    """Gives the entries that a query finds their rank, on a day; what holds for all of them is reckoned once."""

    def __init__(self, query: Understood, today: date) -> None:
        self.query = query
        self.today = today
        self._total_weight = sum(group.weight for group in query.groups) or 1
        # For each word: what was typed, what it tells, and its ways, each with what makes a worth of ts_rank's value.
        self._groups = [(group.said, group.weight, list(map(_measured, group.ways))) for group in query.groups]
        self._recencies: dict[date | None, float] = {}

    def ranked(self, entry: int, title: str, day: date | None, values: Sequence[float], promoted: int | None) -> Ranked:
        """The entry's rank.

        `values` are those of `ts_rank` for all ways of all words in their order; `promoted` is its place among those
        that editors have put first, None if it is none of them.
        """
        given = iter(values)
        found = []
        said = missing = 0.0
        for typed, weight, ways in self._groups:
            best: Way | None = None
            worth = 0.0
            for way, times, nearness, is_product in ways:
                value = next(given)
                if value < NOTHING:
                    continue
                value = value / ONCE * times
                if value > 1.0:
                    value = 1.0
                if is_product:
                    value = value**0.5
                value *= nearness
                if value > worth:
                    best, worth = way, value
            found.append(Found(typed, best, worth))
            said += worth * weight
            if best is None:
                missing += weight
        score = said / self._total_weight * (1 - missing / self._total_weight * MISSING)
        bonus = self._title_bonus(title) if score else 0.0
        recency = self._recency(day)
        promotion = 0.0 if promoted is None else PROMOTED + BEFORE * (LAST_PLACE - promoted)
        total = score + bonus * score + recency + LEAST + promotion
        return Ranked(entry, round(total, 6), day, tuple(found), round(bonus, 4), round(recency, 4), promotion)

    def _title_bonus(self, title: str) -> float:
        """What it tells that the title has little else than the query's words."""
        said, stems, different = _meant_by(title)
        words, asked = self.query.words, self.query.stems
        if not said or not words:
            return 0.0
        if said == words:
            return TITLE_IS_QUERY + TITLE_COVERED
        covered = TITLE_COVERED * (len(different.intersection(asked)) / len(different))
        return covered + (TITLE_BEGINS_SO if stems[: len(asked)] == asked else 0.0)

    def _recency(self, day: date | None) -> float:
        """From 1 for today and all that is to come towards 0 for long ago, times what that is worth at most.

        Half of it for what is of no day.
        """
        found = self._recencies.get(day)
        if found is None:
            years = YEARS_TO_HALF if day is None else max(0, (self.today - day).days) / 365.25
            found = self._recencies[day] = RECENCY * float(0.5 ** (years / YEARS_TO_HALF))
        return found


def _measured(way: Way) -> tuple[Way, int, float, bool]:
    """The way, by how much its value of ts_rank is too small, how near it is, and whether the value is a product."""
    # Of an OR of lexemes ts_rank gives the mean; only one of them has to be there. Of words that must all be there it
    # gives about the product. A word that was put right is found as a compound (`c:`), too, where its stem is.
    alternatives = len(way.lexemes)
    if way.name == "spelling":
        alternatives = sum(not lexeme.startswith("c:") for lexeme in way.lexemes)
    return way, max(1, alternatives), way.nearness, way.name == "apart"


def sorted_by_score(entries: Iterable[Ranked]) -> list[Ranked]:
    """The entries in their order."""
    return sorted(entries, key=lambda one: one.place)


def score_of_later(day: date | None) -> float:
    """The score of an entry placed by its day: less than that of any that is ranked, and more the later it is."""
    return 0.0 if day is None else day.toordinal() / 1e9


@lru_cache(maxsize=MOST_TITLES)
def _meant_by(title: str) -> tuple[list[str], list[str], frozenset[str]]:
    """The title's words that have a meaning of their own, their folded stems in that order, and each of these once."""
    said = [word for word in words_of(title) if word not in STOP_WORDS]
    # Numbers have no endings, and there are too many of them for stems to be kept.
    stems = [word if word.isdecimal() else plain_stem_of(word) for word in said]
    return said, stems, frozenset(stems)
