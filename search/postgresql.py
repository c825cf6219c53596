"""The search over PostgreSQL: which entries answer a question, how well, and what they have in common.

Who may see what, and in which language, is part of every statement, so that counts know of nothing more than hits.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from cms.api.reading import holds_until
from cms.api.statements import fetched
from search.analysis.title_keys import LONGEST_KEY, typed
from search.models import LAST_CHARACTER, Entry
from search.promotions import key_of
from search.public import DECIDING, Audience
from search.question import FEW, MOST_RANKED, Question
from search.ranking import WEIGHTS, Ranked, Ranking, sorted_by_score
from search.understood import pattern_of

# Of titles that begin with the words so many are looked for.
MOST_TITLED = 20
# What is looked for is chosen by itself, so that PostgreSQL does not know the words when it plans, and asks the index
# whatever they are: for common ones it would read the whole table, and it reckons nothing for reading long vectors.
# Tsqueries of levels that are not chosen are NULL, for which the index is not even read.
FOUND = """
    WITH step AS MATERIALIZED (SELECT {level} AS level), chosen AS MATERIALIZED (SELECT {queries} FROM step),
    found AS MATERIALIZED (
        SELECT entry.id, entry.day, entry.counted_as FROM search_entry AS entry
        WHERE (({match}) OR entry.page_id = ANY({promoted})) AND {public} AND {condition}
    )
"""
# Words that stand side by side in the title, in the text, or in a name.
PHRASE = """
    (entry.title ~* %(phrase{place})s::text OR entry.text ~* %(phrase{place})s::text
        OR entry.id IN (SELECT id FROM search_entry WHERE words @@ %(exact{place})s::tsquery))
"""
SCORED = """
    SELECT best.id, CASE WHEN best.is_promoted THEN (
        SELECT min(place) FROM search_promotion AS promotion
        WHERE promotion.page_id = best.page_id AND keys @> %(key)s::jsonb
    ) END, best.title, best.day, ARRAY(
        SELECT CASE WHEN needed IS NULL OR best.words @@ needed
            THEN ts_rank(%(weights)s::real[], best.words, way) ELSE 0 END
        FROM unnest(%(ways)s::tsquery[], %(needed)s::tsquery[]) WITH ORDINALITY AS asked (way, needed, place)
        ORDER BY place
    )
"""
# The vector as it is, copied: what reads it afterwards, once for each way, need not fetch it from where long values
# lie, which takes 5 to 30 µs. PostgreSQL has nothing that copies it sooner than a function with nothing to do.
VECTOR = "setweight(words, 'A', '{}'::text[])"
# Where there are more hits than are ranked, promoted ones are picked, then those whose titles begin with the words,
# then those that are about them (`Understood.about`), then others; of equals the latest. Indexes tell all that: long
# vectors are read only of those that are picked. What is less about the words is looked for only where there is not
# enough that is more so. Limits stand in the text, so that PostgreSQL knows them when it plans, which it does once for
# all words. As it may then expect one hit where there are thousands, hits are joined in the only way that it cannot do
# row by row (FULL JOIN, of which what is on one side alone is left out): 66 ms became 234 otherwise.
RANKED = f"""
    , number AS MATERIALIZED (SELECT count(*) AS hits FROM found), titled AS MATERIALIZED (
        SELECT id, day, min(distance) AS distance FROM found FULL JOIN (
            SELECT id, -1 AS distance FROM search_entry WHERE page_id = ANY({{promoted}})
            UNION ALL
            (SELECT entry_id, 0 FROM search_suggestionkey
            WHERE (SELECT hits FROM number) > {{most_ranked}} AND NOT is_inner
                AND key >= %(beginning)s AND key < %(end)s
            ORDER BY key LIMIT {MOST_TITLED})
            UNION ALL
            SELECT id, 1 FROM search_entry
            WHERE (SELECT hits FROM number) > {{most_ranked}} AND words @@ (%(about)s::tsquery[])[1]
        ) AS named USING (id) WHERE coalesce(found.id = named.id, false) GROUP BY id, day
    ), about AS MATERIALIZED (
        SELECT entry.id, 1 + distance AS distance
        FROM unnest((%(about)s::tsquery[])[2:]) WITH ORDINALITY AS asked (query, distance)
        JOIN search_entry AS entry ON entry.words @@ asked.query
        WHERE (SELECT hits FROM number) > {{most_ranked}} AND (SELECT count(*) FROM titled) < {{most_ranked}}
    ), nearest AS MATERIALIZED (
        SELECT id, min(distance) AS distance FROM (
            SELECT id, day, distance FROM titled
            UNION ALL
            SELECT id, day, distance FROM found FULL JOIN about USING (id)
            WHERE coalesce(found.id = about.id, false)
        ) AS near GROUP BY id, day ORDER BY distance, day DESC NULLS LAST, id DESC LIMIT {{most_ranked}}
    ), picked AS MATERIALIZED (
        SELECT id, distance < 0 AS is_promoted FROM nearest
        UNION ALL
        (SELECT id, false FROM found WHERE id NOT IN (SELECT id FROM nearest)
        ORDER BY day DESC NULLS LAST, id DESC LIMIT {{most_ranked}} - (SELECT count(*) FROM nearest))
    ), best AS MATERIALIZED (
        SELECT entry.id, entry.page_id, picked.is_promoted, entry.title, entry.day, {VECTOR} AS words
        FROM picked JOIN search_entry AS entry USING (id)
    )
    {SCORED}, CASE WHEN row_number() OVER () = 1 THEN
        json_build_array((SELECT hits FROM number), (SELECT level FROM step), {{counts}})
    END FROM best
"""  # noqa: S608
RANKED_AMONG = f"""
    WITH best AS MATERIALIZED (
        SELECT id, page_id, coalesce(page_id = ANY({{promoted}}), false) AS is_promoted, title, day, {VECTOR} AS words
        FROM search_entry WHERE id = ANY(%(entries)s::bigint[])
    ) {SCORED} FROM best
"""  # noqa: S608
# Pages that editors have put first for the query.
PROMOTED = "ARRAY(SELECT page_id FROM search_promotion WHERE keys @> %(key)s::jsonb)"
# Whether enough entries are found to leave it at that, however the hits are narrowed afterwards: a reader who chooses a
# value of a facet sees as many as it was said to have. Materialized, for the same reason: PostgreSQL would rather read
# the whole table to find a few of what it takes for many.
ENOUGH = f"""
    WITH entry AS MATERIALIZED (SELECT {DECIDING} FROM search_entry AS entry WHERE {{match}})
    SELECT count(*) FROM (SELECT FROM entry WHERE {{public}} LIMIT {FEW}) AS enough
"""  # noqa: S608
CHOSEN = "(SELECT {} FROM chosen)"
LATER = """
    SELECT found.id, found.day FROM found WHERE found.id <> ALL(%(best)s::bigint[])
    ORDER BY found.day DESC NULLS LAST, found.id DESC LIMIT %(limit)s OFFSET %(offset)s
"""
PLACE_OF_LATER = """
    SELECT count(*) FROM found WHERE found.id <> ALL(%(best)s::bigint[])
        AND (coalesce(found.day, '-infinity'), found.id) > (coalesce(%(day)s::date, '-infinity'), %(id)s)
"""
# Where the values of each facet stand.
VALUES = {
    "types": "kind",
    "themes": "unnest(themes)",
    "municipalities": "unnest(municipalities)",
    "organisations": "unnest(organisations)",
    "years": "extract(year FROM day)::int",
}
COUNTED = """
    SELECT '{name}' AS facet, value::text, sum(times) AS times FROM (SELECT {values} AS value, times FROM alike) AS had
    WHERE value IS NOT NULL GROUP BY value
"""
# Entries that are counted alike are counted at one of them.
ALIKE = """
    alike AS MATERIALIZED (
        SELECT kind, themes, municipalities, organisations, entry.day, times FROM (
            SELECT max(id) AS id, count(*) AS times FROM found GROUP BY counted_as
        ) AS one JOIN search_entry AS entry USING (id)
    )
"""
# In the first of the reader's languages, where a theme is called differently in two; none for what is gone.
LABELLED = """
    SELECT facet, value, times, CASE facet
        WHEN 'themes' THEN (
            SELECT label FROM snippets_theme WHERE slug = value
            ORDER BY array_position(%(locales)s::int[], locale_id), locale_id LIMIT 1
        )
        WHEN 'municipalities' THEN (SELECT name FROM snippets_municipality WHERE number = value)
        WHEN 'organisations' THEN (SELECT name FROM snippets_organisation WHERE id = value::bigint)
        ELSE value
    END AS label FROM counted
"""
AS_JSON = f"(SELECT json_agg(json_build_array(facet, value, times, label)) FROM ({LABELLED}) AS named)"  # noqa: S608
LABELLED_AMONG = f"""
    WITH counted AS (SELECT * FROM unnest(
        %(facets)s::text[], %(values)s::text[], %(times)s::int[]
    ) AS given (facet, value, times)) {LABELLED}
"""  # noqa: S608


class Matches:
    """The entries that answer the question, narrowed by a condition over entries; see `search.engine.Matches`."""

    def __init__(self, question: Question, condition: Q, counting: Sequence[str] = ()) -> None:
        self.question = question
        self.condition = condition
        self.counting = counting

    @cached_property
    def ranked(self) -> list[Ranked]:
        return _ranked(self.question, [row[:-1] for row in self._ranked_rows])

    @property
    def total(self) -> int:
        return int(self._all[0])

    def later(self, start: int, size: int, best: Sequence[int]) -> list[tuple[int, date | None]]:
        return self._again(LATER, limit=size, offset=start, best=list(best))

    def place_of_later(self, entry: int, day: date | None, best: Sequence[int]) -> int:
        return int(self._again(PLACE_OF_LATER, id=entry, day=day, best=list(best))[0][0])

    def counted(self, names: Sequence[str]) -> list[tuple[str, str, int, str | None]]:
        if names == self.counting:
            return self._all[2]
        return [] if self.question.understood.is_empty else self._run(f"{FOUND}, {_counted(names)} {LABELLED}", {})

    @property
    def _all(self) -> tuple[int, int, list[tuple[str, str, int, str | None]]]:
        """How many entries there are, the level that finds them, and the facets that are counted along."""
        hits, level, counts = self._ranked_rows[0][-1] if self._ranked_rows else (0, 0, None)
        return hits, level, [(facet, value, times, label) for facet, value, times, label in counts or []]

    @cached_property
    def _ranked_rows(self) -> list[tuple[Any, ...]]:
        """The rows of the best hits; the first ends with what is known of all."""
        terms = self.question.understood
        if terms.is_empty:
            return []
        values = _weighing(self.question)
        beginning = typed(self.question.words)[:LONGEST_KEY]
        # How titles begin that have the query's words at their beginning, as they are kept for suggestions.
        values |= {"about": terms.about, "beginning": beginning, "end": beginning + LAST_CHARACTER}
        if not self.counting:
            return self._run(FOUND + RANKED.replace("{counts}", "NULL"), values)
        return self._run(f"{FOUND}, {_counted(self.counting)} {RANKED.replace('{counts}', AS_JSON)}", values)

    def _again(self, sql: str, **values: Any) -> list[tuple[Any, ...]]:
        """The rows of another statement that reads `found`, the entries found (`id`, `day`)."""
        return self._run(FOUND.replace("{level}", "%(level)s::int") + sql, values | {"level": self._all[1]})

    def _run(self, sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        """The rows of the statement."""
        audience, terms = self.question.audience, self.question.understood
        for place, phrase in enumerate(terms.phrases):
            values[f"phrase{place}"] = pattern_of(phrase)
            values[f"exact{place}"] = " <-> ".join(f"'e:{one}'" for one in phrase)
        narrowing, parameters = _as_sql(self.condition)
        values |= {f"given{place}": value for place, value in enumerate(parameters)}
        narrowing = narrowing % tuple(f"%(given{place})s" for place in range(len(parameters)))
        levels = tuple(map(tuple, terms.levels))
        text = _statement(sql, levels, len(terms.phrases), audience.condition("entry"), narrowing, MOST_RANKED)
        values |= audience.values | {"key": json.dumps([key_of(self.question.words)])}
        return fetched(text, values | {name: one for level in terms.levels for name, one in level.items()})


@lru_cache(maxsize=128)
def _statement(
    sql: str, levels: tuple[tuple[str, ...], ...], phrases: int, public: str, narrowing: str, most_ranked: int
) -> str:
    """The SQL for a query with so many phrases, whose levels have tsqueries of these names."""
    match = " OR ".join(f"({_match(names, CHOSEN, phrases)})" for names in levels)
    text = sql.replace("{match}", match).replace("{level}", _level(levels, phrases))
    text = text.replace("{queries}", _queries(levels)).replace("{promoted}", PROMOTED).replace("{public}", public)
    narrowing = narrowing.replace('"search_entry"', "entry")
    return text.replace("{most_ranked}", str(most_ranked)).replace("{condition}", narrowing)


def _level(levels: Sequence[Sequence[str]], phrases: int) -> str:
    """The level that is looked for, as SQL: the first that finds enough, else the last."""
    enough = [ENOUGH.replace("{match}", _match(names, "%({})s::tsquery", phrases)) for names in levels[:-1]]
    whens = [f"WHEN ({sql}) = {FEW} THEN {level}" for level, sql in enumerate(enough)]
    return f"(CASE {' '.join(whens)} ELSE {len(enough)} END)" if whens else str(len(enough))


def _queries(levels: Sequence[Sequence[str]]) -> str:
    """The tsqueries of all levels, as SQL: NULL where theirs is not the level that is looked for."""
    named = [(level, name) for level, names in enumerate(levels) for name in names]
    return ", ".join(f"CASE level WHEN {level} THEN %({name})s::tsquery END AS {name}" for level, name in named)


def _match(names: Sequence[str], query: str, phrases: int) -> str:
    """What holds for an entry that a level finds, as SQL; `query` is a tsquery of it but for its name."""
    found = [f"entry.words @@ {query.format(name)}" for name in names]
    return " AND ".join([*found, *(PHRASE.format(place=place) for place in range(phrases))])


def _counted(names: Sequence[str]) -> str:
    """`counted`: the values of the facets among the entries found, and how many have each."""
    counted = " UNION ALL ".join(f"({COUNTED.format(name=name, values=VALUES[name])})" for name in names)
    return f"{ALIKE}, counted AS ({counted})"


def ranked_among(question: Question, entries: Sequence[int]) -> list[Ranked]:
    """These entries by their rank, whoever has found them."""
    if not entries:
        return []
    key = json.dumps([key_of(question.words)])
    values = _weighing(question) | {"entries": list(entries), "key": key}
    return _ranked(question, fetched(RANKED_AMONG.replace("{promoted}", PROMOTED), values))


def _weighing(question: Question) -> dict[str, Any]:
    """What `SCORED` weighs: tsqueries for all ways of all words, and those that must hold as well, where there are."""
    ways = [way for group in question.understood.groups for way in group.ways]
    needed = [way.condition if way.is_expression else None for way in ways]
    # PostgreSQL fills up with NULL what is not there; an empty list is written sooner than one of many.
    return {
        "weights": WEIGHTS,
        "ways": [way.weighed or way.condition for way in ways],
        "needed": needed if any(needed) else [],
    }


def labelled(counted: Sequence[tuple[str, str, int]], audience: Audience) -> list[tuple[str, str, int, str | None]]:
    """Values of facets with what its readers call them, whoever has counted them; None for what is gone."""
    if not counted:
        return []
    facets, values, times = map(list, zip(*counted, strict=True))
    given = {"facets": facets, "values": values, "times": times, "locales": audience.locales}
    return fetched(LABELLED_AMONG, given)


def _ranked(question: Question, rows: Iterable[tuple[Any, ...]]) -> list[Ranked]:
    """The rows of entries as they are ranked, the best first."""
    today = timezone.localdate(question.audience.gate.moment)
    # What is recent is so by the day.
    holds_until(timezone.make_aware(datetime.combine(today + timedelta(days=1), time.min)))
    ranking = Ranking(question.understood, today)
    return sorted_by_score(
        ranking.ranked(entry, title, day, values, promoted) for entry, promoted, title, day, values in rows
    )


def _as_sql(condition: Q) -> tuple[str, Sequence[Any]]:
    """The condition over columns of the entry as SQL."""
    if not condition:
        return "true", []
    queryset = Entry.objects.filter(condition)
    compiler: Any = queryset.query.get_compiler(connection=connection)
    try:
        sql, parameters = compiler.compile(queryset.query.where)
    except EmptyResultSet:
        return "false", []
    except FullResultSet:
        return "true", []
    return sql or "true", parameters
