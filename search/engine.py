"""The search engine over PostgreSQL: which entries answer a question, how well, and what they have in common.

Who may see what, and in which language, is part of every statement, so that counts know of nothing more than hits.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connection
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from search import ranking
from search.kinds import OTHER_KINDS, Key
from search.models import Entry
from search.promotions import key_of
from search.public import Audience
from search.ranking import Ranked
from search.understanding import Understood, pattern_of, understood

# So many of the hits are ranked by all that is known; beyond them the latest come first.
MOST_RANKED = 100
# With fewer hits than this for all of the words, those with most of them are hits, too.
FEW = 5
FOUND = """
    WITH found AS MATERIALIZED (
        SELECT entry.id, entry.day, entry.kind, entry.themes, entry.municipalities, entry.organisations
        FROM search_entry AS entry
        WHERE (({match}) OR entry.page_id = ANY({promoted})) AND {public} AND {condition}
    )
"""
# Where there are more hits than are ranked, those lead that have the words in title, lead or names. Long vectors are
# read only once they are picked, and once for all that is asked of them (`|| ''`): reading one takes 30 µs.
RANKED = """
    , picked AS MATERIALIZED (
        SELECT found.id FROM found JOIN search_entry AS entry USING (id) ORDER BY
            coalesce(entry.page_id = ANY({promoted}), false) DESC,
            CASE WHEN (SELECT count(*) FROM found) > %(most_ranked)s
                THEN ts_rank(%(weights)s, entry.head, %(nearest)s::tsquery) END DESC NULLS LAST,
            found.day DESC NULLS LAST, found.id DESC
        LIMIT %(most_ranked)s
    ), best AS MATERIALIZED (
        SELECT entry.id, coalesce(entry.page_id = ANY({promoted}), false) AS is_promoted, entry.title, entry.day,
            entry.words || '' AS words
        FROM picked JOIN search_entry AS entry USING (id)
    )
    SELECT best.id, best.is_promoted, best.title, best.day, ARRAY(
        SELECT ts_rank(%(weights)s, best.words, way)
        FROM unnest(%(ways)s::tsquery[]) WITH ORDINALITY AS asked (way, place) ORDER BY place
    ), (SELECT count(*) FROM found), ({query})::text FROM best
"""
# Pages that editors have put first for the query.
PROMOTED = "ARRAY(SELECT page_id FROM search_promotion WHERE keys @> %(key)s::jsonb)"
# Whether enough entries are found to leave it at that.
ENOUGH = """
    SELECT count(*) FROM (
        SELECT FROM search_entry AS entry WHERE {match} AND {public} AND {condition} LIMIT %(few)s
    ) AS enough
"""
QUERY = "%(query)s::tsquery"
LATER = """
    SELECT found.id, found.day FROM found WHERE found.id <> ALL(%(best)s::bigint[])
    ORDER BY found.day DESC NULLS LAST, found.id DESC LIMIT %(limit)s OFFSET %(offset)s
"""
PLACE_OF_LATER = """
    SELECT count(*) FROM found WHERE found.id <> ALL(%(best)s::bigint[])
        AND (coalesce(found.day, '-infinity'), found.id) > (coalesce(%(day)s::date, '-infinity'), %(id)s)
"""
SHOWN = """
    SELECT id, page_id, contact_id, organisation_id, document_id, title, text, day FROM search_entry WHERE id = ANY(%s)
"""


@dataclass(frozen=True)
class Question:
    """What a reader asks: words, for an audience."""

    words: str
    audience: Audience

    @cached_property
    def understood(self) -> Understood:
        return understood(self.words)


@dataclass(frozen=True)
class Shown:
    """An entry as it is shown: what it is about, its title and its text."""

    key: Key
    title: str
    text: str
    day: date | None


class Search:
    """What answers the question, narrowed by a condition over entries."""

    def __init__(self, question: Question, condition: Q, order: str = "relevance") -> None:
        self.question = question
        self.condition = condition
        self.order = order

    @cached_property
    def ranked(self) -> list[Ranked]:
        """The best hits, the best first; as many as are ranked at all."""
        rows = self._ranked_rows
        terms, today = self.question.understood, timezone.localdate()
        return ranking.sorted_by_score(
            [
                ranking.ranked(terms, entry, title, day, values, today=today, is_promoted=is_promoted)
                for entry, is_promoted, title, day, values, _, _ in rows
            ]
        )

    @property
    def best(self) -> list[Ranked]:
        """Those of the hits that are placed by their rank: none when the order is by date."""
        return self.ranked if self.order == "relevance" else []

    @property
    def total(self) -> int:
        """How many hits there are."""
        return int(self._ranked_rows[0][-2]) if self._ranked_rows else 0

    def later(self, start: int, size: int) -> list[tuple[int, date | None]]:
        """The hits beyond the best, the latest first, with their days: so many from that place on."""
        if size <= 0 or self.total <= len(self.best):
            return []
        return [(entry, day) for entry, day in self.statement(LATER, limit=size, offset=start, best=self._keys_of_best)]

    def place_of_later(self, entry: int, day: date | None) -> int:
        """How many hits beyond the best come before that one."""
        rows = self.statement(PLACE_OF_LATER, id=entry, day=day, best=self._keys_of_best)
        return int(rows[0][0]) if rows else 0

    def statement(self, sql: str, **values: Any) -> list[tuple[Any, ...]]:
        """The rows of a statement that reads `found`, the entries found (`id`, `day`); none if there are none."""
        return self._run(FOUND + sql, values | {"query": self._ranked_rows[0][-1]}, QUERY) if self.total else []

    @property
    def _keys_of_best(self) -> list[int]:
        return [one.entry for one in self.best]

    @cached_property
    def _ranked_rows(self) -> list[tuple[Any, ...]]:
        """The rows of the best hits; with all of the query's groups, or with fewer if only few have all."""
        terms = self.question.understood
        if terms.is_empty:
            return []
        ways = [way.condition for group in terms.groups for way in group.ways]
        values = {"weights": ranking.WEIGHTS, "ways": ways, "most_ranked": MOST_RANKED, "nearest": terms.nearest}
        levels = terms.levels
        values |= {"few": FEW} | {f"level{place}": level for place, level in enumerate(levels)}
        matches = [self._match.replace("{query}", f"%(level{place})s::tsquery") for place in range(len(levels) - 1)]
        whens = [
            f"WHEN ({ENOUGH.replace('{match}', match)}) = %(few)s THEN %(level{place})s::tsquery"
            for place, match in enumerate(matches)
        ]
        last = f"%(level{len(levels) - 1})s::tsquery"
        return self._run(FOUND + RANKED, values, query=f"(CASE {' '.join(whens)} ELSE {last} END)" if whens else last)

    @property
    def _match(self) -> str:
        """What holds for an entry that the query finds, as SQL."""
        phrases = (
            f" AND (entry.title ~* %(phrase{place})s OR entry.text ~* %(phrase{place})s"
            f" OR entry.head @@ %(exact{place})s::tsquery)"
            for place, _ in enumerate(self.question.understood.phrases)
        )
        return "entry.words @@ {query}" + "".join(phrases)

    def _run(self, sql: str, values: dict[str, Any], query: str) -> list[tuple[Any, ...]]:
        """The rows of the statement; `query` says in SQL what entries are matched with."""
        audience = self.question.audience
        for place, phrase in enumerate(self.question.understood.phrases):
            values[f"phrase{place}"] = pattern_of(phrase)
            values[f"exact{place}"] = " <-> ".join(f"'e:{one}'" for one in phrase)
        narrowing, parameters = _as_sql(self.condition)
        values |= {f"given{place}": value for place, value in enumerate(parameters)}
        narrowing = narrowing % tuple(f"%(given{place})s" for place in range(len(parameters)))
        text = sql.replace("{match}", self._match).replace("{query}", query)
        text = text.replace("{promoted}", PROMOTED).replace("{public}", audience.condition("entry"))
        text = text.replace("{condition}", narrowing.replace('"search_entry"', "entry"))
        with connection.cursor() as cursor:
            cursor.execute(text, values | audience.values | {"key": json.dumps([key_of(self.question.words)])})
            return cursor.fetchall()


def shown(entries: Sequence[int]) -> dict[int, Shown]:
    """The entries with these primary keys, by primary key."""
    with connection.cursor() as cursor:
        cursor.execute(SHOWN, [list(entries)])
        return {row[0]: Shown(_key(*row[1:5]), *row[5:]) for row in cursor.fetchall()}


def of_kinds(kinds: list[Any], context: Any) -> Q:
    """Entries about things of these kinds; for `Condition`."""
    return Q(kind__in=[getattr(kind, "value", kind) for kind in kinds])


def having(column: str, decode: Callable[[list[Any]], list[Any]] = list) -> Callable[[list[Any], Any], Q]:
    """Entries with one of the values in that column of values; for `Condition`."""

    def kept(values: list[Any], context: Any) -> Q:
        return Q(**{f"{column}__overlap": decode(values)})

    return kept


def of_years(years: list[int], context: Any) -> Q:
    """Entries of a day in one of the years; for `Condition`."""
    return Q(day__year__in=years)


def _as_sql(condition: Q) -> tuple[str, Sequence[Any]]:
    """The condition over columns of the entry as SQL."""
    queryset = Entry.objects.filter(condition)
    compiler: Any = queryset.query.get_compiler(connection=connection)
    try:
        sql, parameters = compiler.compile(queryset.query.where)
    except EmptyResultSet:
        return "false", []
    except FullResultSet:
        return "true", []
    return sql or "true", parameters


def _key(page: int | None, contact: int | None, organisation: int | None, document: int | None) -> Key:
    if page is not None:
        return Page, page
    others = {"CONTACT": contact, "ORGANISATION": organisation, "DOCUMENT": document}
    return next((OTHER_KINDS[name], key) for name, key in others.items() if key is not None)
