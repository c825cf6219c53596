"""The panel beside the form shows the readers' site, as the page will be there."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from pages.models import HomePage
from tests.browser.forms import open_form
from tests.browser.windows import logged_in
from tests.page_factories import ArticleIndexPageFactory, ArticlePageFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def panel(page: Page) -> FrameLocator:
    page.get_by_role("button", name=re.compile("forhåndsvisning", re.IGNORECASE)).first.click()
    return page.frame_locator("[data-side-panel='preview'] iframe >> nth=0")


def test_an_editor_sees_what_is_typed_as_readers_will(
    home: HomePage, people: None, live_server: Any, browser: Browser
) -> None:
    article = ArticlePageFactory(parent=ArticleIndexPageFactory(parent=home, title="Artikler"), title="Før")

    with logged_in(browser, live_server.url, "redaktor") as page:
        open_form(page, f"/admin/pages/{article.pk}/edit/")
        shown = panel(page)
        expect(shown.get_by_role("heading", level=1)).to_have_text("Før", timeout=15_000)
        expect(shown.get_by_role("navigation", name="Brødsmuler")).to_contain_text("Artikler")
        page.get_by_role("textbox", name="Tittel").first.fill("Etter")
        expect(shown.get_by_role("heading", level=1)).to_have_text("Etter", timeout=15_000)
        # The draft is being stored, and nothing may be when the tables are emptied.
        page.wait_for_load_state("networkidle")


def test_a_page_that_is_not_saved_yet_is_shown_too(
    home: HomePage, people: None, live_server: Any, browser: Browser
) -> None:
    index = ArticleIndexPageFactory(parent=home, title="Artikler")

    with logged_in(browser, live_server.url, "redaktor") as page:
        open_form(page, f"/admin/pages/add/pages/articlepage/{index.pk}/")
        page.get_by_role("textbox", name="Tittel").first.fill("Helt ny")
        shown = panel(page)
        expect(shown.get_by_role("heading", level=1)).to_have_text("Helt ny", timeout=15_000)
        page.wait_for_load_state("networkidle")
