"""Pages that editors put first, for what they say and for nothing else."""

from collections.abc import Callable
from typing import Any

import pytest

from pages.models import ArticleIndexPage
from search.models import Promotion
from tests.page_factories import ArticlePageFactory

Query = Callable[..., Any]

PROMOTED = """
query ($query: String!) {
  search(query: $query) { totalCount edges { isPromoted node { ... on PageInterface { title } } } }
}
"""


def hits(query: Query, words: str) -> list[tuple[str, bool]]:
    """The titles in their order, each with whether it was put there by an editor."""
    found = query(PROMOTED, query=words)["search"]
    assert found["totalCount"] == len(found["edges"])
    return [(edge["node"]["title"], edge["isPromoted"]) for edge in found["edges"]]


def test_a_promoted_page_comes_first_though_it_has_none_of_the_words(articles: ArticleIndexPage, query: Query) -> None:
    ArticlePageFactory(parent=articles, title="Støtte")
    chosen = ArticlePageFactory(parent=articles, title="Utlysninger")
    before = hits(query, "støtte")

    Promotion.objects.create(queries="støtte", page=chosen)

    assert before == [("Støtte", False)]
    assert hits(query, "støtte") == [("Utlysninger", True), ("Støtte", False)]


def test_it_comes_first_for_other_forms_and_another_order_of_the_words(
    articles: ArticleIndexPage, query: Query
) -> None:
    chosen = ArticlePageFactory(parent=articles, title="Utlysninger")
    Promotion.objects.create(queries="søke midler\nsøknad", page=chosen)

    answers = [hits(query, words) for words in ("søke midler", "midlene søker", "Hvordan søke midler?", "søknader")]

    assert answers == [[("Utlysninger", True)]] * 4


def test_it_does_not_come_for_other_queries(articles: ArticleIndexPage, query: Query) -> None:
    chosen = ArticlePageFactory(parent=articles, title="Utlysninger")
    Promotion.objects.create(queries="søke midler", page=chosen)

    answers = [hits(query, words) for words in ("søke", "midler", "søke midler kommune", "og")]

    assert answers == [[]] * 4


def test_a_page_that_is_found_anyway_is_not_promoted_for_other_queries(
    articles: ArticleIndexPage, query: Query
) -> None:
    chosen = ArticlePageFactory(parent=articles, title="Havbruk")
    Promotion.objects.create(queries="oppdrett", page=chosen)

    assert hits(query, "havbruk") == [("Havbruk", False)]


def test_it_comes_first_only_while_it_is_public(articles: ArticleIndexPage, query: Query) -> None:
    chosen = ArticlePageFactory(parent=articles, title="Utlysninger", live=False)
    Promotion.objects.create(queries="støtte", page=chosen)
    draft = hits(query, "støtte")

    chosen.save_revision().publish()
    public = hits(query, "støtte")
    chosen.refresh_from_db()
    chosen.unpublish()
    hidden = hits(query, "støtte")

    assert (draft, public, hidden) == ([], [("Utlysninger", True)], [])


def test_a_promotion_that_is_deleted_promotes_nothing(articles: ArticleIndexPage, query: Query) -> None:
    promotion = Promotion.objects.create(
        queries="støtte", page=ArticlePageFactory(parent=articles, title="Utlysninger")
    )
    before = hits(query, "støtte")

    promotion.delete()

    assert (before, hits(query, "støtte")) == ([("Utlysninger", True)], [])


@pytest.mark.usefixtures("either_engine")
def test_several_come_in_the_order_that_editors_have_given_them(articles: ArticleIndexPage, query: Query) -> None:
    # By the words alone they would come the other way round.
    for place, title in [(3, "Støtte"), (1, "Utlysninger"), (20, "Om støtte"), (2, "Tilskudd")]:
        Promotion.objects.create(
            queries="støtte\npenger", page=ArticlePageFactory(parent=articles, title=title), place=place
        )
    ArticlePageFactory(parent=articles, title="Støtte, igjen")

    answers = [hits(query, words) for words in ("støtte", "penger")]

    promoted = [(title, True) for title in ("Utlysninger", "Tilskudd", "Støtte", "Om støtte")]
    assert answers == [[*promoted, ("Støtte, igjen", False)], promoted]


def test_those_of_one_place_come_as_they_answer(articles: ArticleIndexPage, query: Query) -> None:
    for title in ("Støtte", "Utlysninger"):
        Promotion.objects.create(queries="støtte", page=ArticlePageFactory(parent=articles, title=title))

    assert hits(query, "støtte") == [("Støtte", True), ("Utlysninger", True)]


def test_a_page_has_the_place_of_the_query_that_is_asked(articles: ArticleIndexPage, query: Query) -> None:
    one, other = (ArticlePageFactory(parent=articles, title=title) for title in ("Utlysninger", "Tilskudd"))
    for queries, page, place in [("støtte", one, 1), ("støtte", other, 2), ("penger", one, 2), ("penger", other, 1)]:
        Promotion.objects.create(queries=queries, page=page, place=place)

    first = [hits(query, words)[0] for words in ("støtte", "penger")]

    assert first == [("Utlysninger", True), ("Tilskudd", True)]


def test_it_is_counted_with_the_restrictions_that_readers_choose(articles: ArticleIndexPage, query: Query) -> None:
    Promotion.objects.create(queries="støtte", page=ArticlePageFactory(parent=articles, title="Utlysninger"))
    text = 'query ($type: SearchType!) { search(query: "støtte", where: { types: [$type] }) { totalCount } }'

    counts = [query(text, type=kind)["search"]["totalCount"] for kind in ("ARTICLE", "EVENT")]

    assert counts == [1, 0]
