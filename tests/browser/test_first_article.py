"""A new editor publishes a first article: what it takes in clicks and seconds."""

import re
import time
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from pages.models import ArticlePage, HomePage
from tests.browser.forms import WATCHES_FOR_CHANGES, add_text_block, approve, submit
from tests.browser.windows import logged_in
from tests.page_factories import ArticleIndexPageFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

# On the document: a click that would hit something else, as the page still moves, Playwright stops at the window, and
# clicks again.
COUNT_CLICKS = """document.addEventListener("click", (event) => {
    if (event.isTrusted) localStorage.clicks = Number(localStorage.clicks || 0) + 1;
}, true);"""
# From the first page of the admin to the moderators; logging in is not counted.
MOST_CLICKS = 11


def clicks(page: Page) -> int:
    return int(page.evaluate("Number(localStorage.clicks || 0)"))


def test_a_first_article_takes_few_clicks(
    home: HomePage, people: None, live_server: Any, browser: Browser, record_property: Any
) -> None:
    ArticleIndexPageFactory(parent=home, title="Artikler")

    with logged_in(browser, live_server.url, "redaktor") as page:
        page.add_init_script(COUNT_CLICKS)
        page.reload()
        began = time.monotonic()
        page.get_by_role("button", name="Innhold", exact=True).click()
        page.get_by_role("link", name="Artikler", exact=True).click()
        page.get_by_role("link", name=re.compile("Legg til")).first.click()
        page.wait_for_function(WATCHES_FOR_CHANGES)
        page.get_by_role("textbox", name="Tittel").fill("Min første artikkel")
        page.get_by_role("textbox", name="Ingress").fill("Hva den handler om.")
        add_text_block(page, "Det jeg vil fortelle.")
        submit(page)
        written, pressed = time.monotonic() - began, clicks(page)
    with logged_in(browser, live_server.url, "moderator") as page:
        page.add_init_script(COUNT_CLICKS)
        began = time.monotonic()
        approve(page, "Min første artikkel")
        approved, approving = time.monotonic() - began, clicks(page)

    assert ArticlePage.objects.live().get().title == "Min første artikkel"
    assert pressed + approving <= MOST_CLICKS
    record_property("clicks", f"{pressed} to send, {approving} to approve")
    record_property("seconds", f"{written:.1f} to send, {approved:.1f} to approve")
