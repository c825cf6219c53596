"""An editor writes, a moderator approves, and only then a frontend and a reader find it."""

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser, Page, expect

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
        lists = [data[field]["nodes"] for field in ("articles", "events", "contacts")]
        listed = [node.get("title") or node["name"] for nodes in lists for node in nodes]
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


def has_left_the_form(address: str) -> bool:
    """Autosave moves from /add/ to /edit/ by itself; a finished action leads out of both."""
    return "/add/" not in address and "/edit/" not in address


def submit(page: Page) -> None:
    """Send for approval, from the menu in the editor's footer, when autosave has had its turn."""
    page.wait_for_timeout(2_000)
    page.wait_for_load_state("networkidle")
    page.locator("footer [data-w-dropdown-target='toggle']").first.click()
    with page.expect_navigation(url=has_left_the_form):
        page.locator("[name='action-submit']").first.click()


def approve(page: Page, address: str) -> None:
    """Approve what the editor sent, from the same menu."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.locator("footer [data-w-dropdown-target='toggle']").first.click()
    with page.expect_navigation(url=has_left_the_form):
        page.locator("[data-workflow-action-name='approve']").first.click()


def choose_image(page: Page) -> None:
    """Choose the first picture of the media library for the form's first image field."""
    page.locator("[data-chooser-action-choose]:visible").first.click()
    page.locator(".modal a[data-chooser-modal-choice]").first.click()
    page.locator(".modal").wait_for(state="hidden")


def add_text_block(page: Page, text: str) -> None:
    page.locator("button.c-sf-add-button:visible").first.click()
    page.locator("[role=option]", has_text="Tekst").first.click()
    page.locator(".public-DraftEditor-content").first.click()
    page.keyboard.type(text)


def approved_by_the_moderator(browser: Browser, server: str, address: str) -> None:
    with browser.new_context(locale="nb-NO") as context:
        moderator = context.new_page()
        log_in(moderator, server, "moderator")
        approve(moderator, f"{server}{address}")


EVERYWHERE = {"listed": True, "routed": True, "found": True}


def test_what_an_editor_writes_is_public_when_a_moderator_has_approved_it(demo, live_server, browser, page, seen):
    """One test for an article, an event and a contact: the demo site is loaded once for them."""
    server = live_server.url
    page.set_default_timeout(10_000)
    log_in(page, server, "redaktor")

    article_is_public_when_approved(page, browser, server, seen)
    event_is_public_when_approved(page, browser, server, seen)
    contact_is_public_when_approved(page, browser, server, seen)


def article_is_public_when_approved(page: Page, browser: Browser, server: str, seen: Any) -> None:
    title = "Ny artikkel fra redaktøren"
    index = ArticleIndexPage.objects.get(locale__language_code="nb")
    page.goto(f"{server}/admin/pages/add/pages/articlepage/{index.pk}/")
    page.locator("#id_title").fill(title)
    page.locator("#id_lead").fill("Dette er ingressen.")
    choose_image(page)
    add_text_block(page, "Brødtekst skrevet i en blokk.")
    page.get_by_role("tab", name="Sammenheng").click()
    page.get_by_label("Ungdom").check()
    submit(page)

    article = index.get_children().get(title=title)
    path = f"/artikler/{article.slug}/"
    assert seen(title, path) == NOWHERE

    approved_by_the_moderator(browser, server, f"/admin/pages/{article.pk}/edit/")

    assert seen(title, path) == EVERYWHERE
    published = article.specific_class.objects.get(pk=article.pk)
    assert published.hero_image is not None
    assert [theme.slug for theme in published.themes.all()] == ["ungdom"]
    assert "Brødtekst skrevet i en blokk." in str(published.body.get_prep_value())


def event_is_public_when_approved(page: Page, browser: Browser, server: str, seen: Any) -> None:
    title, path = "Nytt verksted", "/arrangementer/nytt-verksted/"
    index = EventIndexPage.objects.get(locale__language_code="nb")
    page.goto(f"{server}/admin/pages/add/pages/eventpage/{index.pk}/")
    page.locator("#id_title").fill(title)
    page.locator("#id_lead").fill("Kom og vær med.")
    page.get_by_role("tab", name="Tid og sted").click()
    page.locator("#id_starts_at").fill("2030-05-02 09:00")
    page.keyboard.press("Escape")
    submit(page)

    event = index.get_children().get(title=title)
    assert seen(title, path) == NOWHERE

    approved_by_the_moderator(browser, server, f"/admin/pages/{event.pk}/edit/")

    assert seen(title, path) == EVERYWHERE


def contact_is_public_when_approved(page: Page, browser: Browser, server: str, seen: Any) -> None:
    name = "Berit Nyoppnevnt"
    page.goto(f"{server}/admin/snippets/snippets/contact/add/")
    page.locator("#id_name").fill(name)
    page.get_by_label("Sekretariat").check()
    submit(page)

    contact = Contact.objects.get(name=name)
    assert seen(name) == NOWHERE

    approved_by_the_moderator(browser, server, f"/admin/snippets/snippets/contact/edit/{contact.pk}/")

    assert seen(name) == {"listed": True, "routed": False, "found": True}
