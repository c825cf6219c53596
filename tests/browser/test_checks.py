"""The checks beside the form see what the preview shows."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.windows import logged_in
from tests.factories import ImageFactory
from tests.page_factories import ArticleIndexPageFactory, ArticlePageFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_an_editor_is_told_of_a_picture_that_is_described_by_its_file_name(home, people, live_server, browser: Browser):
    picture = ImageFactory(description="DSC_0123.jpg")
    article = ArticlePageFactory(parent=ArticleIndexPageFactory(parent=home), hero_image=picture)

    # The checker also writes what it finds in the console.
    with logged_in(browser, live_server.url, "redaktor", expected="axe.run results") as page:
        page.goto(f"/admin/pages/{article.pk}/edit/")
        page.get_by_role("button", name="Vis eller skjul sjekk").click()

        panel = page.locator("[data-checks-panel]")
        expect(panel).to_contain_text("Den alternative teksten til et bilde ser ikke ut som en tekst")
        expect(page.locator("[data-side-panel='checks'] [data-content-checker-count]")).to_have_text("1")
