"""Root fields of the readers' search: `search` and `suggest`."""

import enum
from typing import Any

import graphene
from django.db.models import Model

from cms.api.connections import PageInfo, Window, connection_arguments
from cms.api.errors import BadUserInput
from cms.api.filters import rows
from cms.api.locales import arguments as locale_arguments
from cms.api.reading import keep_from_being_kept
from cms.api.selection import plans_of, takes
from cms.api.types import type_of
from search import facets
from search.engine import Question, Search
from search.kinds import KINDS, Loader
from search.public import Audience
from search.query import LONGEST_QUERY
from search.results import Results
from search.suggestions import Suggestion as Suggested
from search.suggestions import Suggestions
from search.unanswered import count_unanswered
from search.where import CONDITIONS, SearchWhere

MOST_SUGGESTIONS = 20


class Order(enum.Enum):
    """In which order hits come."""

    RELEVANCE = "relevance"
    DATE = "date"


SearchOrder: Any = graphene.Enum.from_enum(
    Order,
    name="SearchOrder",
    description=lambda member: (
        {
            Order.RELEVANCE: "What answers best first; what editors have put first for these words before all others.",
            Order.DATE: "The latest first, by the day that `years` counts; what is of no day comes last.",
        }[member]
        if member
        else Order.__doc__
    ),
)
FacetName: Any = graphene.Enum.from_enum(
    facets.FacetName,
    description=lambda member: (
        {
            facets.FacetName.TYPE: "What kind of thing it is.",
            facets.FacetName.THEME: "What it is about.",
            facets.FacetName.MUNICIPALITY: "Which municipality it concerns or belongs to.",
            facets.FacetName.ORGANISATION: "Which organisation it is, or belongs to.",
            facets.FacetName.YEAR: "Which year it is of.",
        }[member]
        if member
        else facets.FacetName.__doc__
    ),
)


class SearchResult(graphene.Union):
    """Anything that can be found."""

    class Meta:
        types = tuple(type_of(model) for model in KINDS.values())

    @classmethod
    def resolve_type(cls, thing: Model, info: graphene.ResolveInfo) -> Any:
        return type_of(type(thing))


class FacetValue(graphene.ObjectType):
    """One value of a facet, with the number of hits that have it."""

    value = graphene.String(required=True, description="As `where` takes it: an enum value, slug, number, id or year.")
    label = graphene.String(required=True, description="What to show readers.")
    count = graphene.Int(required=True, description="How many hits have it.")


class Facet(graphene.ObjectType):
    """What hits can be narrowed by, counted over the whole list and not only over this page of it.

    A facet ignores its own restriction in `where`, so that a reader sees what else there is to choose.
    """

    name = graphene.Field(FacetName, required=True, description="What is counted by.")
    values = graphene.List(
        graphene.NonNull(FacetValue),
        required=True,
        description=f"The most frequent first, at most {facets.MOST_VALUES}; years the latest first.",
    )


class SearchEdge(graphene.ObjectType):
    """One hit, with its place in the list."""

    cursor = graphene.String(required=True, description="The hit's place, for `after` and `before`.")
    node = graphene.Field(SearchResult, required=True, description="What was found.")
    score = graphene.Float(
        required=True, description="How well it answers; comparable with other hits of the same search only."
    )
    is_promoted = graphene.Boolean(
        required=True, description="Whether editors have put it first for these words, whatever its score would be."
    )
    excerpt = graphene.String(
        required=True,
        description=(
            "The part of its text that was hit, as HTML: the hits in `<mark>`, everything else escaped, "
            "an ellipsis where the text goes on."
        ),
    )


class SearchConnection(graphene.ObjectType):
    """One page of the hits of a search."""

    edges = graphene.List(
        graphene.NonNull(SearchEdge), required=True, description="The hits with their cursors, scores and excerpts."
    )
    nodes = graphene.List(graphene.NonNull(SearchResult), required=True, description="What was found.")
    page_info = graphene.Field(PageInfo, required=True, description="Where this page begins and ends.")
    total_count = graphene.Int(required=True, description="How many hits there are; counted only when asked for.")
    facets = graphene.List(
        graphene.NonNull(Facet),
        required=True,
        description="What the hits can be narrowed by; counted only when asked for.",
    )
    did_you_mean = graphene.String(description="Better words to search for; null when there is no suggestion.")


class Suggestion(graphene.ObjectType):
    """A title or name that fits what a reader has typed so far."""

    text = graphene.String(required=True, description="The title or name.")
    node = graphene.Field(SearchResult, description="What is called so; null when it was hidden a moment ago.")


class SearchQuery(graphene.ObjectType):
    """Root fields of the readers' search."""

    search = graphene.Field(
        SearchConnection,
        required=True,
        query=graphene.Argument(
            graphene.String,
            required=True,
            description="What to search for, in words: quotes keep words together, `or` gives a choice, a minus leaves "
            f"out. At most {LONGEST_QUERY} characters. Without a word to search for nothing is found.",
        ),
        **connection_arguments(),
        **locale_arguments(),
        where=graphene.Argument(SearchWhere, description="Only hits for which all of this holds."),
        order_by=graphene.Argument(SearchOrder, default_value=Order.RELEVANCE, description="Which hits come first."),
        description="Public pages, contacts, organisations and documents with these words, the best answers first.",
    )
    suggest = graphene.List(
        graphene.NonNull(Suggestion),
        required=True,
        prefix=graphene.Argument(
            graphene.String,
            required=True,
            description=f"What a reader has typed so far, at most {LONGEST_QUERY} characters.",
        ),
        first=graphene.Argument(
            graphene.Int, default_value=10, description=f"At most so many suggestions; {MOST_SUGGESTIONS} at most."
        ),
        **locale_arguments(),
        description="Titles and names with a word that begins like this, for a list under a search field.",
    )

    @staticmethod
    def resolve_search(
        root: None,
        info: graphene.ResolveInfo,
        *,
        query: str,
        strict_locale: bool,
        order_by: Any,
        locale: Any = None,
        where: Any = None,
        **window: Any,
    ) -> Results:
        audience = Audience(info.context.gate, locale, strict_locale)
        question = Question(_words("query", query), audience)
        searches: dict[str, Search] = {}
        names = [name.value for name in facets.FacetName if name.value not in (where or {})]
        counting = names if takes(info, "facets") else []

        def search(ignored: facets.FacetName | None) -> Search:
            narrowed = {key: value for key, value in (where or {}).items() if not ignored or key != ignored.value}
            # Without a restriction to ignore it is the same search.
            name = ignored.value if ignored and ignored.value in (where or {}) else ""
            if name not in searches:
                searches[name] = Search(
                    question,
                    rows(CONDITIONS, narrowed, info.context),
                    (order_by or Order.RELEVANCE).value,
                    counting=[] if name else counting,
                )
            return searches[name]

        place = Window(**window)

        def count() -> None:
            # With a restriction, or further on in the list, it is not the words that find nothing.
            if not where and place.is_first:
                # Whoever is answered from memory is not counted.
                keep_from_being_kept()
                info.context.afterwards.append(lambda: count_unanswered(question.words))

        def prepared() -> Loader:
            of_nodes = plans_of(info, "nodes")
            plans = plans_of(info, "edges", "node")
            return Loader({model: plan and plan.merged(of_nodes[model]) for model, plan in plans.items()})

        loader = info.context.statements.once((*map(id, info.field_nodes), Loader), prepared)
        return Results(question, place, search, loader, count)

    @staticmethod
    def resolve_suggest(
        root: None,
        info: graphene.ResolveInfo,
        *,
        prefix: str,
        first: int | None,
        strict_locale: bool,
        locale: Any = None,
    ) -> list[Suggested]:
        size = 10 if first is None else first
        if size < 0:
            raise BadUserInput(f"`first` counts suggestions and cannot be negative, got {size}.")
        return Suggestions(_words("prefix", prefix), Audience(info.context.gate, locale, strict_locale), size).found


def _words(argument: str, text: str) -> str:
    """What was typed, without characters that nobody can type; BadUserInput when it is too long for a search."""
    words = "".join(character if character.isprintable() else " " for character in text).strip()
    if len(words) > LONGEST_QUERY:
        raise BadUserInput(f"`{argument}` may have at most {LONGEST_QUERY} characters, got {len(words)}.")
    return words
