"""GraphiQL and the admin pages that are ours keep to WCAG 2.2 AA, as the readers' site does."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from pages.models import HomePage
from tests.browser.windows import logged_in
from tests.page_factories import ArticleIndexPageFactory, ArticlePageFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


# A tab of GraphiQL holds the button that closes it; that is how the program is built.
OF_GRAPHIQL = {"nested-interactive": {"enabled": False}}


def violations(page: Page, part: str, rules: Any = None) -> str:
    """What axe-core finds wrong with the part, a line each."""
    options = {"runOnly": {"type": "tag", "values": WCAG}, "rules": rules or {}}
    found = Axe().run(page, part, options=options)
    assert found.response["passes"]
    return "\n".join(
        f"{one['id']}: {node['html'][:150]} {node['failureSummary'].splitlines()[-1].strip()}"
        for one in found.response["violations"]
        for node in one["nodes"]
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_graphiql_can_be_used_by_everybody(live_server: Any, browser: Browser, scheme: Any) -> None:
    with browser.new_context(locale="nb-NO", color_scheme=scheme) as context:
        page = context.new_page()
        page.goto(f"{live_server.url}/graphiql/")
        page.get_by_role("button", name="Execute query").click()
        expect(page.get_by_role("region", name="Result Window")).to_contain_text('"data"')
        assert violations(page, "body", OF_GRAPHIQL) == ""


def test_our_own_pages_of_the_admin_can_be_used_by_everybody(
    home: HomePage, people: None, live_server: Any, browser: Browser
) -> None:
    article = ArticlePageFactory(parent=ArticleIndexPageFactory(parent=home))
    addresses = [
        reverse("preview_links", args=[article.pk]),
        reverse("search_why:index") + "?q=artikkel",
        reverse("unanswered_queries:index"),
    ]

    with logged_in(browser, live_server.url, "moderator") as page:
        for address in addresses:
            page.goto(address)
            assert violations(page, "main") == "", address
