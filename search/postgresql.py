"""The search over PostgreSQL: which entries answer a question, how well, and what they have in common.

Who may see what, and in which language, is part of every statement, so that counts know of nothing more than hits.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from search import ranking
from search.models import Entry
from search.promotions import key_of
from search.public import DECIDING
from search.question import FEW, MOST_RANKED, Question
from search.ranking import Ranked
from search.understood import pattern_of

# So many of the latest hits are looked at for those that are to be ranked.
MOST_LOOKED_AT = 2_000
FOUND = """
    WITH found AS MATERIALIZED (
        SELECT entry.id, entry.day, entry.kind, entry.themes, entry.municipalities, entry.organisations
        FROM search_entry AS entry
        WHERE (({match}) OR entry.page_id = ANY({promoted})) AND {public} AND {condition}
    )
"""
# What ranking needs to know of entries.
BEST = """
    SELECT entry.id, coalesce(entry.page_id = ANY({promoted}), false) AS is_promoted, entry.title, entry.day,
        entry.words || '' AS words
"""
SCORED = """
    SELECT best.id, best.is_promoted, best.title, best.day, ARRAY(
        SELECT ts_rank(%(weights)s, best.words, way)
        FROM unnest(%(ways)s::tsquery[]) WITH ORDINALITY AS asked (way, place) ORDER BY place
    )
"""
# Where there are more hits than are ranked, those lead that have the words in title, lead or names. Where there are far
# more, only such are looked at that have all of them there, and the latest. Long vectors are read only of those that
# are picked, and once for all that is asked of them (`|| ''`): reading one takes 30 µs.
RANKED = f"""
    , number AS MATERIALIZED (SELECT count(*) AS hits FROM found), topical AS MATERIALIZED (
        SELECT entry.id FROM search_entry AS entry
        WHERE (SELECT hits FROM number) > %(most_looked_at)s AND entry.words @@ %(topics)s::tsquery
            AND {{public}} AND {{condition}}
        LIMIT %(most_looked_at)s
    ), latest AS MATERIALIZED (
        SELECT id FROM found ORDER BY day DESC NULLS LAST, id DESC LIMIT %(most_looked_at)s
    ), picked AS MATERIALIZED (
        SELECT entry.id FROM (
            SELECT id FROM latest UNION SELECT id FROM topical
            UNION SELECT id FROM search_entry WHERE page_id = ANY({{promoted}})
        ) AS looked_at JOIN found USING (id) JOIN search_entry AS entry USING (id) ORDER BY
            coalesce(entry.page_id = ANY({{promoted}}), false) DESC,
            CASE WHEN (SELECT hits FROM number) > %(most_ranked)s
                THEN ts_rank(%(weights)s, entry.head, %(nearest)s::tsquery) END DESC NULLS LAST,
            entry.day DESC NULLS LAST, entry.id DESC
        LIMIT %(most_ranked)s
    ), best AS MATERIALIZED (
        {BEST} FROM picked JOIN search_entry AS entry USING (id)
    )
    {SCORED}, (SELECT hits FROM number), ({{query}})::text FROM best
"""  # noqa: S608
RANKED_AMONG = f"""
    WITH best AS MATERIALIZED ({BEST} FROM search_entry AS entry WHERE entry.id = ANY(%(entries)s)) {SCORED} FROM best
"""
# Pages that editors have put first for the query.
PROMOTED = "ARRAY(SELECT page_id FROM search_promotion WHERE keys @> %(key)s::jsonb)"
# Whether enough entries are found to leave it at that. Materialized, so that the index is asked: PostgreSQL would
# rather read the whole table to find a few of what it takes for many.
ENOUGH = f"""
    WITH entry AS MATERIALIZED (
        SELECT {DECIDING}, kind, day, themes, municipalities, organisations FROM search_entry AS entry WHERE {{match}}
    )
    SELECT count(*) FROM (SELECT FROM entry WHERE {{public}} AND {{condition}} LIMIT %(few)s) AS enough
"""  # noqa: S608
QUERY = "%(query)s::tsquery"
LATER = """
    SELECT found.id, found.day FROM found WHERE found.id <> ALL(%(best)s::bigint[])
    ORDER BY found.day DESC NULLS LAST, found.id DESC LIMIT %(limit)s OFFSET %(offset)s
"""
PLACE_OF_LATER = """
    SELECT count(*) FROM found WHERE found.id <> ALL(%(best)s::bigint[])
        AND (coalesce(found.day, '-infinity'), found.id) > (coalesce(%(day)s::date, '-infinity'), %(id)s)
"""
VALUES = {
    "types": "ARRAY[found.kind]",
    "themes": "found.themes",
    "municipalities": "found.municipalities",
    "organisations": "found.organisations::text[]",
    "years": "ARRAY[extract(year FROM found.day)::int::text]",
}
# For each facet asked for, its values among the entries found, the most frequent first.
COUNTED = """
    , counted AS (
        SELECT facet, value, count(*) AS times FROM found, LATERAL (
            {values}
        ) AS had (facet, value) WHERE value IS NOT NULL GROUP BY facet, value
    )
"""
# In the default language, where a theme is called differently in two; none for what is gone.
LABELLED = """
    SELECT facet, value, times, CASE facet
        WHEN 'themes' THEN (SELECT label FROM snippets_theme WHERE slug = value ORDER BY locale_id LIMIT 1)
        WHEN 'municipalities' THEN (SELECT name FROM snippets_municipality WHERE number = value)
        WHEN 'organisations' THEN (SELECT name FROM snippets_organisation WHERE id = value::bigint)
        ELSE value
    END FROM counted
"""
LABELLED_AMONG = f"""
    WITH counted AS (SELECT * FROM unnest(%s::text[], %s::text[], %s::int[]) AS given (facet, value, times)) {LABELLED}
"""  # noqa: S608


class Matches:
    """The entries that answer the question, narrowed by a condition over entries; see `search.engine.Matches`."""

    def __init__(self, question: Question, condition: Q) -> None:
        self.question = question
        self.condition = condition

    @cached_property
    def ranked(self) -> list[Ranked]:
        return _ranked(self.question, [row[:-2] for row in self._ranked_rows])

    @property
    def total(self) -> int:
        return int(self._ranked_rows[0][-2]) if self._ranked_rows else 0

    def later(self, start: int, size: int, best: Sequence[int]) -> list[tuple[int, date | None]]:
        return [(entry, day) for entry, day in self._statement(LATER, limit=size, offset=start, best=list(best))]

    def place_of_later(self, entry: int, day: date | None, best: Sequence[int]) -> int:
        rows = self._statement(PLACE_OF_LATER, id=entry, day=day, best=list(best))
        return int(rows[0][0]) if rows else 0

    def counted(self, names: Sequence[str]) -> list[tuple[str, str, int, str | None]]:
        values = " UNION ALL ".join(f"SELECT '{name}', unnest({VALUES[name]})" for name in names)
        rows = self._statement(COUNTED.replace("{values}", values) + LABELLED)
        return [(facet, value, count, label) for facet, value, count, label in rows]

    def _statement(self, sql: str, **values: Any) -> list[tuple[Any, ...]]:
        """The rows of a statement that reads `found`, the entries found (`id`, `day`); none if there are none."""
        return self._run(FOUND + sql, values | {"query": self._ranked_rows[0][-1]}, QUERY) if self.total else []

    @cached_property
    def _ranked_rows(self) -> list[tuple[Any, ...]]:
        """The rows of the best hits; with all of the query's groups, or with fewer if only few have all."""
        terms = self.question.understood
        if terms.is_empty:
            return []
        ways = [way.condition for group in terms.groups for way in group.ways]
        values: dict[str, Any] = {"weights": ranking.WEIGHTS, "ways": ways}
        values |= {"nearest": terms.nearest, "topics": terms.topics}
        values |= {"most_ranked": MOST_RANKED, "most_looked_at": MOST_LOOKED_AT}
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


def ranked_among(question: Question, entries: Sequence[int]) -> list[Ranked]:
    """These entries by their rank, whoever has found them."""
    if not entries:
        return []
    ways = [way.condition for group in question.understood.groups for way in group.ways]
    key = json.dumps([key_of(question.words)])
    values: dict[str, Any] = {"weights": ranking.WEIGHTS, "ways": ways, "entries": list(entries), "key": key}
    with connection.cursor() as cursor:
        cursor.execute(RANKED_AMONG.replace("{promoted}", PROMOTED), values)
        return _ranked(question, cursor.fetchall())


def labelled(counted: Sequence[tuple[str, str, int]]) -> list[tuple[str, str, int, str | None]]:
    """Values of facets with what they are called, whoever has counted them; None for what is gone."""
    if not counted:
        return []
    with connection.cursor() as cursor:
        cursor.execute(LABELLED_AMONG, [list(column) for column in zip(*counted, strict=True)])
        return list(cursor.fetchall())


def _ranked(question: Question, rows: Iterable[tuple[Any, ...]]) -> list[Ranked]:
    """The rows of entries as they are ranked, the best first."""
    today = timezone.localdate()
    return ranking.sorted_by_score(
        ranking.ranked(question.understood, entry, title, day, values, today=today, is_promoted=is_promoted)
        for entry, is_promoted, title, day, values in rows
    )


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
