"""Any object by its id: what `Node.id` gives, `node` and `nodes` take."""

import pytest

from cms.api.ids import global_id
from tests.factories import (
    AudienceFactory,
    ContactFactory,
    DocumentFactory,
    FundingSchemeFactory,
    ImageFactory,
    MunicipalityFactory,
    NavigationFactory,
    NoticeFactory,
    OrganisationFactory,
    ThemeFactory,
    VenueFactory,
)
from tests.page_factories import ArticlePageFactory, EventPageFactory, ProjectPageFactory

SNIPPETS = [
    AudienceFactory,
    ContactFactory,
    FundingSchemeFactory,
    MunicipalityFactory,
    NavigationFactory,
    NoticeFactory,
    OrganisationFactory,
    ThemeFactory,
    VenueFactory,
]
PAGES = [ArticlePageFactory, EventPageFactory, ProjectPageFactory]


@pytest.mark.parametrize("factory", [*SNIPPETS, ImageFactory, DocumentFactory])
def test_every_kind_of_object_is_found_by_its_id(home, query, factory):
    thing = factory()

    data = query("query ($id: ID!) { node(id: $id) { __typename id } }", id=global_id(thing))

    assert data == {"node": {"__typename": type(thing).__name__, "id": global_id(thing)}}


@pytest.mark.parametrize("factory", PAGES)
def test_a_page_is_found_by_its_id_too(home, query, factory):
    page = factory(parent__parent=home)

    data = query("query ($id: ID!) { node(id: $id) { id } page(id: $id) { id databaseId } }", id=global_id(page))

    assert data == {"node": {"id": global_id(page)}, "page": {"id": global_id(page), "databaseId": page.pk}}


def test_the_id_that_a_list_gives_is_one_that_node_takes(home, query):
    ThemeFactory()
    ArticlePageFactory(parent__parent=home)
    data = query("{ themes { id } articles { nodes { id } } pages { nodes { id } } }")
    ids = [one["id"] for one in [*data["themes"], *data["articles"]["nodes"], *data["pages"]["nodes"]]]

    found = query("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=ids)

    assert [one["id"] for one in found["nodes"]] == ids


def test_nodes_come_in_the_order_of_their_ids_with_null_for_what_is_not_there(home, query):
    first, second, hidden = ThemeFactory(), ThemeFactory(), ArticlePageFactory(parent__parent=home, live=False)
    ids = [global_id(second), global_id(hidden), global_id(first)]

    data = query("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=ids)

    assert data == {"nodes": [{"id": ids[0]}, None, {"id": ids[2]}]}
