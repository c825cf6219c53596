"""How PostgreSQL goes about a search: well, too, where it expects few hits and there are thousands."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from pages.models import ArticleIndexPage
from tests.page_factories import ArticlePageFactory

Plan = dict[str, Any]


@pytest.fixture
def plans(articles: ArticleIndexPage, search: Callable[..., Any]) -> list[Plan]:
    """Those of all searches so far, whatever the words, by a PostgreSQL that would rather compare rows one by one."""
    ArticlePageFactory(parent=articles, title="Havbruk")
    search("havbruk")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, cardinality(parameter_types) FROM pg_prepared_statements WHERE statement ~ 'nearest'"
        )
        searches = cursor.fetchall()
        cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")
        cursor.execute("SET LOCAL enable_hashjoin = off")
        cursor.execute("SET LOCAL enable_mergejoin = off")
        found = []
        for name, parameters in searches:
            cursor.execute(f'EXPLAIN (FORMAT JSON) EXECUTE "{name}" ({", ".join(["NULL"] * parameters)})')
            found.append(cursor.fetchone()[0][0]["Plan"])
    return found


def nodes(plan: Plan) -> Iterator[Plan]:
    yield plan
    for part in plan.get("Plans", []):
        yield from nodes(part)


def test_no_hit_is_compared_one_by_one_with_what_is_about_the_words(plans: list[Plan]) -> None:
    reading_hits = {
        node["Node Type"]
        for plan in plans
        for node in nodes(plan)
        for part in node.get("Plans", [])
        if part.get("CTE Name") == "found"
    }

    assert reading_hits
    assert not reading_hits & {"Nested Loop", "Materialize"}
