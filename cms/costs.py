"""What fields cost beyond the rule that each object costs one: declared here, checked against the schema at start.

The rule (`cms.api.costs`): an object 1, a closed list 3 objects, a connection as many as its page may have. A request
may cost `GRAPHQL["MAX_COST"]` in all. Figures are orders of magnitude, from the statements that a field runs.
"""

from cms.api.costs import Cost
from pages.related import MOST_RELATED
from search.schema import MOST_SUGGESTIONS

COSTS = {
    # Each is a transaction of several statements, and a letter.
    "Mutation.registerForEvent": Cost(own=100),
    "Mutation.cancelRegistration": Cost(own=100),
    "Mutation.nominateContact": Cost(own=100),
    "Mutation.confirmNomination": Cost(own=100),
    # Each contact is a revision, looked up and checked.
    "Mutation.importContacts": Cost(own=20, sized_by="contacts"),
    "Mutation.confirmContact": Cost(own=100),
    "Query.search": Cost(own=20),
    "Query.suggest": Cost(most=MOST_SUGGESTIONS),
    "ArticlePage.related": Cost(most=MOST_RELATED),
    "Query.municipalities": Cost(size=38),
    "Query.nodes": Cost(sized_by="ids"),
    "Query.coverage": Cost(own=5),
    "Coverage.missing": Cost(size=38),
    # Each facet is counted over all hits.
    "SearchConnection.facets": Cost(own=10, size=5),
    "Facet.values": Cost(size=10),
    "SearchConnection.totalCount": Cost(own=5),
    "ContentFaultConnection.totalCount": Cost(own=2),
    "ArticlePageConnection.totalCount": Cost(own=2),
    "EventPageConnection.totalCount": Cost(own=2),
    "PageConnection.totalCount": Cost(own=2),
}
