"""What a reader can narrow a search by; the names are those of the facets."""

import graphene

from cms.api.filters import Condition, listed, where_type
from cms.api.ids import keys_of
from search import engine
from search.kinds import SearchType
from snippets.organisations import Organisation


def organisation_keys(ids: list[str]) -> list[int]:
    """Primary keys of the organisations with these global ids."""
    return keys_of(ids, Organisation)


CONDITIONS = {
    "types": Condition(listed(SearchType), "Of one of these kinds.", engine.of_kinds),
    "themes": Condition(listed(graphene.String), "With one of these themes, by slug.", engine.having("themes")),
    "municipalities": Condition(
        listed(graphene.String),
        "For one of these municipalities, by their four-digit number.",
        engine.having("municipalities"),
    ),
    "organisations": Condition(
        listed(graphene.ID),
        "These organisations themselves, their contacts, and what they own, arrange or take part in.",
        engine.having("organisations", organisation_keys),
    ),
    "years": Condition(
        listed(graphene.Int),
        "Of one of these years: an article's date, the start of an event, project or strategy, a mandate's adoption.",
        engine.of_years,
    ),
}
SearchWhere = where_type("SearchWhere", "Which hits.", CONDITIONS)
