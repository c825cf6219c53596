"""Questions in OpenSearch's query language: what matches, how well, and who may see it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q

from search.opensearch.documents import moment
from search.public import Audience
from search.question import Question
from search.ranking import WEIGHTS
from search.understood import Step, Wanted, Way

Query = dict[str, Any]
BODY, ROWS, HEAD, TITLE = map(float, WEIGHTS.strip("{}").split(","))
# What a word is worth that is found in the field; the last holds the others, too.
FIELDS = {"title": TITLE, "head": HEAD, "all": BODY}
ALL: Query = {"match_all": {}}
NONE: Query = {"match_none": {}}
# Above any sum that words can make.
BOOST_OF_PROMOTED = 10_000
COLUMNS = {
    "kind__in": "kind",
    "themes__overlap": "themes",
    "municipalities__overlap": "municipalities",
    "organisations__overlap": "organisations",
    "day__year__in": "year",
}


def found(question: Question, condition: Q, step: Step) -> Query:
    """The entries that have what the step asks for, that anyone may see, and that the condition holds for."""
    audience = question.audience
    return {
        "bool": {
            "filter": [
                any_of([matching(question, step), *_promoted(question)]),
                *_public(audience, ""),
                _in_locale(audience),
                translated(condition),
            ]
        }
    }


def by_worth(query: Query, question: Question) -> Query:
    """The entries of the query, scored by about what they are worth: enough to know which are to be ranked."""
    scored = [_worth(group) for group in question.understood.telling]
    scored += [{"constant_score": {"filter": one, "boost": BOOST_OF_PROMOTED}} for one in _promoted(question)]
    return {"bool": query["bool"] | {"should": scored, "minimum_should_match": 0}}


def translated(condition: Q) -> Query:
    """The condition over columns of entries; ValueError for one that nobody has thought of."""
    if not condition.children:
        # As Django reads it, whether it is negated or not.
        return ALL
    parts = [translated(one) if isinstance(one, Q) else _compared(one) for one in condition.children]
    if condition.connector not in (Q.AND, Q.OR):
        raise ValueError(f"OpenSearch is not asked for {condition.connector}")
    query = any_of(parts) if condition.connector == Q.OR else all_of(parts)
    return {"bool": {"must_not": [query]}} if condition.negated else query


def any_of(queries: Sequence[Query]) -> Query:
    return queries[0] if len(queries) == 1 else {"bool": {"should": list(queries), "minimum_should_match": 1}}


def all_of(queries: Sequence[Query]) -> Query:
    return queries[0] if len(queries) == 1 else {"bool": {"filter": list(queries)}}


def terms(field: str, values: Iterable[Any]) -> Query:
    """Those with one of the values in the field."""
    values = list(values)
    return {"terms": {field: values}} if values else NONE


def _compared(comparison: Any) -> Query:
    column, value = comparison
    if column == "pk__in" and not value:
        return NONE
    if column not in COLUMNS:
        raise ValueError(f"OpenSearch is not asked for {column}")
    return terms(COLUMNS[column], value)


def matching(question: Question, step: Step) -> Query:
    """The entries that have what the step asks for."""
    understood = question.understood
    must, others, enough = understood.needed(step)
    query: Query = {"should": [_matches(group) for group in others], "minimum_should_match": enough}
    required = [*(_matches(group) for group in must), *(_phrase(phrase) for phrase in understood.phrases)]
    if required:
        query["filter"] = required
    if understood.excluded:
        query["must_not"] = [_way(way, "all") for way in understood.excluded]
    return {"bool": query}


def _promoted(question: Question) -> list[Query]:
    return [terms("page", question.promoted)] if question.promoted else []


def _matches(group: Wanted) -> Query:
    """Those that have the word in any way."""
    lexemes = {lexeme for way in group.ways if not _is_more(way) for lexeme in way.lexemes}
    others = [_way(way, "all") for way in group.ways if _is_more(way)]
    return any_of([*([terms("all", sorted(lexemes))] if lexemes else []), *others])


def _worth(group: Wanted) -> Query:
    """The word's worth where it is found best: how near the way is, times the place's weight and the word's own."""
    worth = [
        {"constant_score": {"filter": _way(way, field), "boost": round(way.nearness * weight * group.weight, 4)}}
        for way in group.ways
        for field, weight in ([("all", HEAD)] if _is_more(way) else FIELDS.items())
    ]
    return {"dis_max": {"queries": worth}}


def _way(way: Way, field: str) -> Query:
    """Those in which the word is found in this way, in the field."""
    if way.words:
        return _phrase(way.words)
    if way.parts:
        return all_of([terms(field, lexemes) for lexemes in way.parts])
    return terms(field, sorted(way.lexemes))


def _is_more(way: Way) -> bool:
    """Whether it asks for more than one of some lexemes."""
    return bool(way.words or way.parts)


def _phrase(words: Sequence[str]) -> Query:
    """Those with the words side by side, as they are."""
    return {"match_phrase": {"words": {"query": " ".join(words)}}}


def _public(audience: Audience, prefix: str) -> list[Query]:
    """What anyone may see: the rule of `search.public`, over the fields that begin so."""
    gate, ground = audience.gate, audience.gate.ground
    at = moment(gate.moment)
    hidden = [{"range": {f"{prefix}expire_at": {"lte": at}}}, {"range": {f"{prefix}go_live_at": {"gt": at}}}]
    if ground.private_collections and not prefix:
        hidden.append(terms("collection", sorted(ground.private_collections)))
    if ground.restricted_paths:
        hidden.append(terms(f"{prefix}above", ground.restricted_paths))
    on_site = [terms(f"{prefix}above", [root.path for root in gate.roots]), _without(f"{prefix}above")]
    return [{"term": {f"{prefix}live": True}}, {"bool": {"must_not": hidden}}, any_of(on_site)]


def _in_locale(audience: Audience) -> Query:
    """Each page once: in the first of the languages in which anyone may read it."""
    readable: list[Query] = [_without("locale")]
    before: list[int] = []
    for locale in audience.locales:
        wanted: Query = {"term": {"locale": locale}}
        if before:
            better = [terms("translations.locale", before), *_public(audience, "translations.")]
            nested = {"nested": {"path": "translations", "query": all_of(better), "score_mode": "none"}}
            wanted = {"bool": {"filter": [wanted], "must_not": [nested]}}
        readable.append(wanted)
        before = [*before, locale]
    return any_of(readable)


def _without(field: str) -> Query:
    return {"bool": {"must_not": [{"exists": {"field": field}}]}}
