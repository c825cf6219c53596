"""The search engine: PostgreSQL's full-text search in Norwegian, over the index that Wagtail keeps.

`Search`, `counted`, `kind_of`, `key_of`, `headlines`, `of_kinds` and `having` are all that the rest of the app knows of
it. Who may see what, and in which language, is part of every statement, so that counts know of nothing more than hits.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVectorField
from django.db import connection
from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    Exists,
    F,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Cast
from wagtail.models import Page
from wagtail.search.models import IndexEntry

from cms.api.connections import Connection, Window, paginate
from cms.api.locales import in_locale
from cms.api.visibility import Gate
from search.kinds import KINDS, OTHER_KINDS, PAGE_KINDS, Key
from search.properties import Property

CONFIG = "norwegian"
# In the order D, C, B, A of PostgreSQL. Wagtail gives D to plain text and the others to what a model boosts.
TITLE_WEIGHTS = "{1, 1, 1, 1}"
BODY_WEIGHTS = "{0.1, 1, 1, 1}"
TITLE_BOOST = 4
# Long texts weigh less, by the logarithm of their length.
BY_LENGTH = 1
PLAIN_WORDS = re.compile(r"(?P<before>(?:\w+(?:-\w+)*\s+)*)(?P<last>\w{3,})")
# A minus before nothing that could be left out; PostgreSQL fails on a row of them.
STRAY_MINUS = re.compile(r'-(?![\w"])')
HEADLINES = """
    SELECT ts_headline(%s::regconfig, text, %s::tsquery, options)
    FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS given (text, options, place) ORDER BY place
"""


@dataclass(frozen=True)
class Question:
    """What a reader asks: words, in a language, past the gate."""

    words: str
    gate: Gate
    locale: Any = None
    strict: bool = False


class Search:
    """What answers the question, narrowed by a condition over index entries."""

    def __init__(self, question: Question, condition: Q) -> None:
        self.question = question
        self.condition = condition

    def page(self, window: Window, *, count: bool) -> Connection:
        """One page of the hits, the best first; with their total in the same statement when `count` asks for it.

        Each has its `score`, the words as they were `understood`, and `key_of` says what was hit.
        """
        title = SearchRank(F("title"), self._query, weights=TITLE_WEIGHTS, normalization=BY_LENGTH)
        body = SearchRank(F("body"), self._query, weights=BODY_WEIGHTS, normalization=BY_LENGTH)
        # PostgreSQL ranks in single precision, in which a cursor would not find its own place again.
        score = Cast(TITLE_BOOST * title + body, FloatField())
        hits = self._entries.annotate(score=score, understood=Cast(self._query, TextField()))
        if count:
            everything = self._entries.order_by().annotate(one=Value(1)).values("one").annotate(total=Count("pk"))
            hits = hits.annotate(total=Subquery(everything.values("total")))
        found = paginate(hits.only("content_type", "object_id"), ("-score", "-pk"), window)
        if count and found.nodes:
            found.count = lambda: found.nodes[0].total
        return found

    def kinds(self, facet: str) -> list[QuerySet]:
        """Facet, content type and number of hits for each kind of thing, as `counted` takes it."""
        kind = Cast("content_type_id", TextField())
        return [self._entries.order_by().annotate(facet=Value(facet), facet_value=kind, facet_label=kind)]

    def values(self, facet: str, having: Property) -> list[QuerySet]:
        """Facet, value, label and number of hits for each value of the property, as `counted` takes it."""
        parts = []
        for model, (value, label) in having.items():
            hits = self._entries.filter(content_type=ContentType.objects.get_for_model(model)).values("key")
            things = model._default_manager.filter(pk__in=hits, **{f"{value}__isnull": False}).order_by()
            shown = {"facet_value": Cast(value, TextField()), "facet_label": Cast(label, TextField())}
            parts.append(things.annotate(facet=Value(facet), **shown))
        return parts

    @cached_property
    def _query(self) -> Any:
        """The words as web searches take them (quotes, OR, minus); the last of plain words may be unfinished."""
        words = STRAY_MINUS.sub(" ", self.question.words).strip()
        query = SearchQuery(words, config=CONFIG, search_type="websearch")
        plain = PLAIN_WORDS.fullmatch(words)
        if plain is None or re.search(r"\bor\b", words, re.IGNORECASE):
            return query
        # Not cut down to its stem, which would be the beginning of too many other words.
        unfinished = SearchQuery(f"'{plain['last']}':*", config="simple", search_type="raw")
        return query | (SearchQuery(plain["before"], config=CONFIG, search_type="websearch") & unfinished)

    @cached_property
    def _entries(self) -> QuerySet[IndexEntry]:
        text = CombinedExpression(F("title"), "||", F("body"), output_field=SearchVectorField())
        public = _public_entries(self.question).annotate(text=text)
        return public.filter(self.condition, text=self._query)


def counted(parts: Sequence[QuerySet]) -> list[tuple[str, str, str, int]]:
    """Facet, value, label and number of hits for all of these parts of `kinds` and `values`, in one statement."""
    rows = [
        part.values_list("facet", "facet_value", "facet_label").annotate(Count("pk", distinct=True)) for part in parts
    ]
    return list(rows[0].union(*rows[1:], all=True))


def kind_of(content_type: str) -> str:
    """The name of the kind whose content type this is."""
    return next(name for name, pk in _content_types().items() if str(pk) == content_type)


def key_of(entry: IndexEntry) -> Key:
    """What the index entry is about."""
    name = next(name for name, pk in _content_types().items() if pk == entry.content_type_id)
    return OTHER_KINDS.get(name, Page), int(entry.object_id)


def headlines(understood: str, *groups: tuple[Sequence[str], Mapping[str, Any]]) -> list[list[str]]:
    """For each text the part that the words hit, or else its beginning; all groups in one statement.

    Each group of texts comes with PostgreSQL's options for `ts_headline`.
    """
    texts = [text for group, _ in groups for text in group]
    options = [
        ", ".join(f'{name}="{value}"' for name, value in chosen.items()) for group, chosen in groups for _ in group
    ]
    with connection.cursor() as cursor:
        cursor.execute(HEADLINES, [CONFIG, understood, texts, options])
        found = iter([text for (text,) in cursor.fetchall()])
    return [[next(found) for _ in group] for group, _ in groups]


def of_kinds(kinds: list[Any], context: Any) -> Q:
    """Entries about things of these kinds; for `Condition`."""
    types = _content_types()
    return Q(content_type__in=[types[getattr(kind, "value", kind)] for kind in kinds])


def having(where: Property, decode: Callable[[list[Any]], list[Any]] = list) -> Callable[[list[Any], Any], Q]:
    """Entries about things of which the property has one of the values; for `Condition`."""

    def kept(values: list[Any], context: Any) -> Q:
        wanted = decode(values)
        found = Q(pk__in=[])
        for model, (value, _) in where.items():
            things = model._default_manager.filter(**{f"{value}__in": wanted}).order_by()
            found |= Q(content_type=ContentType.objects.get_for_model(model), key__in=things.values("pk"))
        return found

    return kept


def _content_types() -> Mapping[str, int]:
    """The primary keys of the kinds' content types, by the kind's name."""
    types = ContentType.objects.get_for_models(*KINDS.values())
    return {name: types[model].pk for name, model in KINDS.items()}


def _public_entries(question: Question) -> QuerySet[IndexEntry]:
    """Entries about what anyone may see, pages in the language of the question; with `key`, the thing's primary key."""
    gate, types = question.gate, _content_types()
    pages = gate.public(Page.objects.filter(pk=OuterRef("key")))
    public = Q(content_type__in=[types[name] for name in PAGE_KINDS]) & Q(
        Exists(in_locale(pages, question.locale, gate, strict=question.strict))
    )
    for name, model in OTHER_KINDS.items():
        things = gate.public(model._default_manager.filter(pk=OuterRef("key")))
        public |= Q(content_type=types[name]) & Q(Exists(things))
    # The index keeps keys as text. CASE keeps the cast away from entries of other models, whose keys may be no numbers.
    ours = When(content_type__in=types.values(), then=Cast("object_id", BigIntegerField()))
    return IndexEntry.objects.annotate(key=Case(ours, output_field=BigIntegerField())).filter(public)
