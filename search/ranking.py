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
PROMOTED = 10.0
LEAST = 0.01
# Of titles that are kept taken apart: some 7 MB in each worker.
MOST_TITLES = 10_000
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
    is_promoted: bool

    @property
    def place(self) -> tuple[float, int]:
        """Its place in the order: the best score first, of equals the latest entry."""
        return (-self.score, -self.entry)


def ranked(
    query: Understood,
    entry: int,
    title: str,
    day: date | None,
    values: Sequence[float],
    *,
    today: date,
    is_promoted: bool,
) -> Ranked:
    """The entry's rank; `values` are those of `ts_rank` for all ways of all words in their order."""
    given = iter(values)
    found = []
    said = missing = total_weight = 0.0
    for group in query.groups:
        best: Way | None = None
        worth = 0.0
        for way in group.ways:
            value = next(given)
            if value < NOTHING:
                continue
            # Of an OR of lexemes ts_rank gives the mean; only one of them has to be there.
            value = min(1.0, value / ONCE * max(1, len(way.lexemes)))
            # Of words that must all be there ts_rank gives about the product.
            value = (value**0.5 if way.name == "apart" else value) * way.nearness
            if value > worth:
                best, worth = way, value
        found.append(Found(group.said, best, worth))
        total_weight += group.weight
        said += worth * group.weight
        if best is None:
            missing += group.weight
    score = said / (total_weight or 1) * (1 - missing / (total_weight or 1) * MISSING)
    bonus = _title_bonus(query, title) if score else 0.0
    recency = RECENCY * _recency(day, today)
    total = score + bonus * score + recency + LEAST + (PROMOTED if is_promoted else 0.0)
    return Ranked(entry, round(total, 6), day, tuple(found), round(bonus, 4), round(recency, 4), is_promoted)


def sorted_by_score(entries: Iterable[Ranked]) -> list[Ranked]:
    """The entries in their order."""
    return sorted(entries, key=lambda one: one.place)


def score_of_later(day: date | None) -> float:
    """The score of an entry placed by its day: less than that of any that is ranked, and more the later it is."""
    return 0.0 if day is None else day.toordinal() / 1e9


def _title_bonus(query: Understood, title: str) -> float:
    """What it tells that the title has little else than the query's words."""
    said, stems = _meant_by(title)
    if not said or not query.words:
        return 0.0
    if said == query.words:
        return TITLE_IS_QUERY + TITLE_COVERED
    asked = query.stems
    different = set(stems)
    covered = len(different.intersection(asked)) / len(different)
    begins = stems[: len(asked)] == asked
    return TITLE_COVERED * covered + (TITLE_BEGINS_SO if begins else 0.0)


@lru_cache(maxsize=MOST_TITLES)
def _meant_by(title: str) -> tuple[list[str], list[str]]:
    """The title's words that have a meaning of their own, and their folded stems."""
    said = [word for word in words_of(title) if word not in STOP_WORDS]
    # Numbers have no endings, and there are too many of them for stems to be kept.
    return said, [word if word.isdecimal() else plain_stem_of(word) for word in said]


def _recency(day: date | None, today: date) -> float:
    """From 1 for today and all that is to come towards 0 for long ago; half of it for what is of no day."""
    if day is None:
        return 0.5
    years = max(0, (today - day).days) / 365.25
    return float(0.5 ** (years / YEARS_TO_HALF))
