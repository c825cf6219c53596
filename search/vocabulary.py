"""What the index knows about words: which there are, how many entries have them, and whether anyone may see one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cms.api.reading import exactly
from cms.api.statements import fetched
from cms.api.tags import tag_of_model
from search.analysis.folding import plain
from search.models import LAST_CHARACTER, Entry
from search.public import DECIDING, Audience
from search.synonyms import Stems, Synonym, Words, group_of
from search.understood import quoted

MOST_COMPLETIONS = 25
# Of lexemes that so many entries have at most, those entries are counted that anyone may see.
FEW = 64
# Materialized for the reasons that `IS_PUBLIC` has.
LOOK_UP = """
    SELECT term, CASE WHEN entries > {few} THEN entries ELSE (
        WITH entry AS MATERIALIZED (SELECT {columns} FROM search_entry WHERE words @@ asked.query)
        SELECT count(*) FROM entry WHERE {public}
    ) END FROM unnest(%(terms)s::text[], %(queries)s::tsquery[]) AS asked (term, query) JOIN search_term USING (term)
    UNION ALL
    (SELECT '>' || term, entries FROM search_term WHERE term >= %(prefix)s AND term < %(prefix_end)s
        AND %(prefix)s <> '' ORDER BY entries DESC, term LIMIT %(most)s)
    UNION ALL
    (SELECT '>' || term, entries FROM search_term WHERE term >= %(folded)s AND term < %(folded_end)s
        AND %(folded)s <> '' ORDER BY entries DESC, term LIMIT %(most)s)
    UNION ALL SELECT '=' || words, 0 FROM search_synonym
    UNION ALL SELECT '#', reltuples::int FROM pg_class WHERE oid = 'search_entry'::regclass
"""
# Materialized, and with a tsquery that PostgreSQL does not know when it plans, so that the index is asked: it would
# rather read the whole table to find one of what it takes for many. It still stops at the first: only when nothing
# public has a common word as a part of another, the index is asked for all that have it.
IS_PUBLIC = """
    SELECT %(name{place})s::text, 0 WHERE EXISTS (
        WITH entry AS MATERIALIZED (
            SELECT {columns} FROM unnest(%(conditions{place})s::tsquery[]) AS asked (query)
            JOIN search_entry ON words @@ asked.query
        )
        SELECT FROM entry WHERE {public}
    )
"""


@dataclass(frozen=True)
class Vocabulary:
    """What the index and the editors know about the words of one query."""

    # How many entries have each lexeme, as far as anyone may see one: of rare ones exactly, else in steps that a draft
    # more or less seldom tells.
    entries: Mapping[str, int]
    # Those of the words that anyone may find.
    public: frozenset[str]
    # Words and folded stems that begin like the last word.
    completions: list[str]
    # How many entries there are, in the same steps.
    total: int
    synonyms: list[Mapping[Stems, Words]]

    @classmethod
    def of(cls, words: Mapping[str, list[str]], others: Iterable[str], last: str, audience: Audience) -> "Vocabulary":
        """What is known of the words, each with the lexemes that it is found by, and of other lexemes; one statement.

        `last` is the beginning of words that are asked for as well; empty for none.
        """
        terms = {lexeme for lexemes in words.values() for lexeme in lexemes}.union(others)
        conditions = {f"+{word}": [quoted(lexeme) for lexeme in reversed(lexemes)] for word, lexemes in words.items()}
        parts, values = _public_parts(conditions, audience)
        values |= {"terms": list(terms), "queries": list(map(quoted, terms)), "most": MOST_COMPLETIONS}
        folded = f"f:{plain(last)}" if last else ""
        values |= {"prefix": last, "prefix_end": last + LAST_CHARACTER}
        values |= {"folded": folded, "folded_end": folded + LAST_CHARACTER}
        # Terms are no secret kept from the answer: new ones come with new entries.
        with exactly(tag_of_model(Synonym), tag_of_model(Entry)):
            look_up = LOOK_UP.format(few=FEW, columns=DECIDING, public=audience.condition("entry"))
            rows = dict(fetched(" UNION ALL ".join([look_up, *parts]), values))
        total = max(_in_steps(max(rows.pop("#", 0), 0) or Entry.objects.count()), FEW)
        of_kind: dict[str, list[str]] = {">": [], "=": [], "+": []}
        entries = {}
        for term, count in rows.items():
            if term[0] in of_kind:
                of_kind[term[0]].append(term[1:])
            elif count:
                entries[term] = count if count <= FEW else _in_steps(count)
        synonyms = list(map(group_of, of_kind["="]))
        return cls(entries, frozenset(of_kind["+"]), of_kind[">"], total, synonyms)


def _in_steps(count: int) -> int:
    """The number rounded up to a power of two."""
    return 1 << max(count - 1, 0).bit_length()


def public_among(conditions: Mapping[str, list[str]], audience: Audience) -> frozenset[str]:
    """Those names of which one of the tsqueries, the rarest first, finds an entry that anyone may see; one statement.

    What stands in a draft alone must decide on nothing that a reader can tell.
    """
    parts, values = _public_parts(conditions, audience)
    if not parts:
        return frozenset()
    return frozenset(name for name, _ in fetched(" UNION ALL ".join(parts), values))


def _public_parts(conditions: Mapping[str, list[str]], audience: Audience) -> tuple[list[str], dict[str, Any]]:
    """For each of the names a SELECT of it, if one of its tsqueries finds anything public; and their values."""
    values: dict[str, Any] = dict(audience.values)
    parts = []
    for place, (name, tsqueries) in enumerate(conditions.items()):
        parts.append(IS_PUBLIC.format(place=place, columns=DECIDING, public=audience.condition("entry")))
        values |= {f"name{place}": name, f"conditions{place}": tsqueries}
    return parts, values
