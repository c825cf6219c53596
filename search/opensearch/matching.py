"""The entries that answer a question, asked of OpenSearch, and ranked by PostgreSQL."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Q

from cms.api.reading import exactly, note
from cms.api.tags import tag_of_model
from search.models import Entry
from search.opensearch.documents import DEEPEST
from search.opensearch.queries import any_of, by_worth, found, matching, terms, translated
from search.opensearch.server import NotAnswered, server
from search.postgresql import labelled, ranked_among
from search.question import FEW, MOST_RANKED, Question
from search.ranking import Ranked

# The field that each facet counts.
FACETS = {
    "types": "kind",
    "themes": "themes",
    "municipalities": "municipalities",
    "organisations": "organisations",
    "years": "year",
}
# Many more than are shown: what is alike often is put in order by its label.
MOST_VALUES = 1_000
IS_IN_STEP = """
    SELECT EXISTS (SELECT FROM search_indexcopy WHERE address = %s AND is_complete)
        AND NOT EXISTS (SELECT FROM search_unsent)
"""
LATEST = [{"day": {"order": "desc", "missing": "_last"}}, {"id": {"order": "desc"}}]


def may_be_asked(question: Question) -> bool:
    """Whether there is a server that knows all that PostgreSQL knows at this moment."""
    if not settings.SEARCH_URL or question.understood.is_empty or server().is_resting:
        return False
    # What it knows are entries, and those are noted; where they are copied to changes no answer.
    with exactly(), connection.cursor() as cursor:
        cursor.execute(IS_IN_STEP, [server().name])
        return bool(cursor.fetchone()[0])


class Matches:
    """The entries that answer the question, narrowed by a condition over entries; see `search.engine.Matches`.

    OpenSearch says which and how many they are. The best of them, by about what they are worth, are ranked as if
    PostgreSQL had found them: by their primary keys, which costs the same however many entries there are.
    """

    def __init__(self, question: Question, condition: Q) -> None:
        self.question = question
        self.condition = condition
        # Whatever it answers is made of entries, and holds until the clock changes one.
        note(tag_of_model(Entry))
        question.audience.note_turns()

    @cached_property
    def ranked(self) -> list[Ranked]:
        return ranked_among(self.question, [int(hit["_id"]) for hit in self._best["hits"]])

    @property
    def total(self) -> int:
        return int(self._best["total"]["value"])

    def later(self, start: int, size: int, best: Sequence[int]) -> list[tuple[int, date | None]]:
        if start + size > DEEPEST:
            raise NotAnswered(f"The search server is not asked for more than {DEEPEST} hits")
        body = {"query": self._besides(best), "from": start, "size": size, "sort": LATEST, "_source": ["day"]}
        hits = server().search(body)["hits"]["hits"]
        days = [hit["_source"].get("day") for hit in hits]
        return [(int(hit["_id"]), day and date.fromordinal(day)) for hit, day in zip(hits, days, strict=True)]

    def place_of_later(self, entry: int, day: date | None, best: Sequence[int]) -> int:
        after = {"range": {"id": {"gt": entry}}}
        if day is None:
            same_day: dict[str, Any] = {"bool": {"must_not": [{"exists": {"field": "day"}}], "filter": [after]}}
            before = any_of([{"exists": {"field": "day"}}, same_day])
        else:
            ordinal = day.toordinal()
            same_day = {"bool": {"filter": [{"term": {"day": ordinal}}, after]}}
            before = any_of([{"range": {"day": {"gt": ordinal}}}, same_day])
        query = self._besides(best)
        query["bool"]["filter"] = [*query["bool"]["filter"], before]
        answer = server().search({"query": query, "size": 0, "track_total_hits": True})
        return int(answer["hits"]["total"]["value"])

    def counted(self, names: Sequence[str]) -> list[tuple[str, str, int, str | None]]:
        if not self.total:
            return []
        counts = {name: {"terms": {"field": FACETS[name], "size": MOST_VALUES}} for name in names}
        answer = server().search({"query": self._found, "size": 0, "aggs": counts})["aggregations"]
        values = [(name, str(one["key"]), int(one["doc_count"])) for name in names for one in answer[name]["buckets"]]
        return labelled(values, self.question.audience)

    @cached_property
    def _best(self) -> Mapping[str, Any]:
        """The hits that are to be ranked, and how many there are in all."""
        for step in self.question.understood.steps:
            self._step = step
            # What editors have put first does not count as found by its words; what the condition leaves out does, so
            # that narrowing finds nothing that was no hit before.
            matching_alone = {"matching": {"filter": matching(self.question, step)}}
            answer = server().search(
                {
                    "query": by_worth(found(self.question, Q(), step), self.question),
                    "post_filter": translated(self.condition),
                    "size": MOST_RANKED,
                    "sort": ["_score", *LATEST],
                    "track_total_hits": True,
                    "_source": False,
                    "aggs": matching_alone,
                }
            )
            if answer["aggregations"]["matching"]["doc_count"] >= FEW:
                break
        hits: Mapping[str, Any] = answer["hits"]
        return hits

    @property
    def _found(self) -> dict[str, Any]:
        return found(self.question, self.condition, self._step)

    def _besides(self, best: Sequence[int]) -> dict[str, Any]:
        """The hits but for the best."""
        _ = self._best
        query = self._found
        return {"bool": query["bool"] | {"must_not": [terms("id", best)]}} if best else query
