"""An editor writes, a moderator approves, and only then a frontend and a reader find it."""

import pytest
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Page, expect

from cms.management.commands.load_demo import PASSWORD
from pages.models import ArticleIndexPage, EventIndexPage
from snippets.models import Contact

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def demo(transactional_db):
    call_command("load_demo", "--with-logins")


@pytest.fixture
def seen():
    """Whether the words are found: in a list, at a path and by search, as a frontend asks."""

    def ask(words: str, path: str | None = None) -> dict[str, bool]:
        document = """
            query ($words: String!, $path: String!) {
              articles(first: 100) { nodes { title } }
              events(first: 100) { nodes { title } }
              contacts(first: 100) { nodes { name } }
              route(path: $path) { __typename }
              search(query: $words) { nodes { __typename ... on PageInterface { title } ... on Contact { name } } }
            }
        """
        body = {"query": document, "variables": {"words": words, "path": path or "/finnes-ikke/"}}
        answer = Client(SERVER_NAME="localhost").post("/graphql/", body, content_type="application/json").json()
        assert "errors" not in answer, answer
        data = answer["data"]
        listed = [node.get("title") or node["name"] for field in ("articles", "events", "contacts") for node in data[field]["nodes"]]
        found = [node.get("title") or node.get("name") for node in data["search"]["nodes"]]
        return {"listed": words in listed, "routed": data["route"] is not None, "found": words in found}

    return ask


NOWHERE = {"listed": False, "routed": False, "found": False}


def log_in(page: Page, server: str, name: str) -> None:
    page.goto(f"{server}/admin/login/")
    expect(page.get_by_role("button", name="Logg inn")).to_be_visible()
    page.locator("#id_username").fill(name)
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="Logg inn").click()
    page.wait_for_url(f"{server}/admin/")


def submit(page: Page) -> None:
    """Send for approval, from the menu in the editor's footer."""
    page.locator("footer [data-w-dropdown-target='toggle']").first.click()
    page.locator("[name='action-submit']").first.click()
    page.wait_for_load_state("networkidle")


def approve(page: Page, address: str) -> None:
    """Approve what the editor sent, from the same menu, and confirm."""
    page.goto(address)
    page.locator("footer [data-w-dropdown-target='toggle']").first.click()
    page.locator("[data-workflow-action-name='approve']").first.click()
    page.wait_for_load_state("networkidle")


def test_an_article_is_public_when_it_has_been_approved(demo, live_server, browser, page, seen, tmp_path):
    server, title = live_server.url, "Ny artikkel fra redaktøren"
    index = ArticleIndexPage.objects.get(slug="artikler", locale__language_code="nb")
    path = "/artikler/ny-artikkel-fra-redaktøren/"
    log_in(page, server, "redaktor")

    page.goto(f"{server}/admin/pages/add/pages/articlepage/{index.pk}/")
    page.locator("#id_title").fill(title)
    page.locator("#id_lead").fill("Dette er ingressen.")
    page.screenshot(path=tmp_path / "form.png")
    submit(page)

    article = index.get_children().get(title=title)
    assert article.current_workflow_state is not None
    assert seen(title, path) == NOWHERE

    with browser.new_context(locale="nb-NO") as context:
        moderator = context.new_page()
        log_in(moderator, server, "moderator")
        approve(moderator, f"{server}/admin/pages/{article.pk}/edit/")

    assert seen(title, path) == {"listed": True, "routed": True, "found": True}
