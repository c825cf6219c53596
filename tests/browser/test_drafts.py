"""A draft is seen by whoever has a link to it, as long as the link is open; what is published, by everybody at once."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from pages.models import ArticlePage, HomePage, PreviewLink
from tests.browser.forms import choose_action, open_form
from tests.browser.windows import logged_in
from tests.page_factories import ArticleIndexPageFactory, ArticlePageFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def outsider(browser: Browser) -> Iterator[Page]:
    """The window of somebody who has never logged in."""
    with browser.new_context(locale="nb-NO") as context:
        yield context.new_page()


@pytest.fixture(params=[False])
def article(home: HomePage, request: pytest.FixtureRequest) -> ArticlePage:
    """An article that was never public, or with another title in its draft where a test asks for a public one."""
    index = ArticleIndexPageFactory(parent=home, title="Artikler", slug="artikler")
    made: ArticlePage = ArticlePageFactory(parent=index, title="Som publisert", slug="en", live=request.param)
    made.title = "Som utkast"
    made.save_revision()
    return made


def what_is_not_there(outsider: Page, server: str) -> str:
    """What the site says of an address that leads nowhere."""
    outsider.goto(f"{server}/artikler/finnes-ikke/?preview=finnes-ikke")
    return outsider.locator("main").inner_text()


def test_a_link_to_a_draft_opens_for_an_outsider_until_it_is_revoked(
    article: ArticlePage, people: None, live_server: Any, browser: Browser, outsider: Page
) -> None:
    with logged_in(browser, live_server.url, "redaktor") as editor:
        editor.goto(f"/admin/pages/{article.pk}/edit/")
        editor.get_by_role("button", name="Handlinger").first.click()
        editor.get_by_role("link", name="Lenker til utkast").first.click()
        editor.get_by_role("button", name="Lag en ny lenke").click()
        address = str(editor.get_by_role("link", name="preview=").get_attribute("href"))

        # The settings name another address for the site than the test's server has.
        outsider.goto(f"{live_server.url}{address[address.index('/artikler/') :]}")
        expect(outsider.get_by_role("heading", level=1)).to_have_text("Som utkast")

        editor.get_by_role("button", name="Trekk tilbake").click()
        expect(editor.get_by_text("Ingen lenker er åpne.")).to_be_visible()
        answer = outsider.reload()

    assert answer is not None
    assert answer.status == 404
    assert outsider.locator("main").inner_text() == what_is_not_there(outsider, live_server.url)


def test_a_link_to_a_draft_says_nothing_once_it_has_expired(
    article: ArticlePage, live_server: Any, outsider: Page
) -> None:
    link = PreviewLink.objects.create(page=article)
    address = f"{live_server.url}/artikler/en/?preview={link.token}"
    outsider.goto(address)
    expect(outsider.get_by_role("heading", level=1)).to_have_text("Som utkast")

    link.created_at = timezone.now() - datetime.timedelta(hours=25)
    link.expires_at = timezone.now() - datetime.timedelta(hours=1)
    link.save()
    answer = outsider.reload()

    assert answer is not None
    assert answer.status == 404
    assert outsider.locator("main").inner_text() == what_is_not_there(outsider, live_server.url)


@pytest.mark.parametrize("article", [True], indirect=True)
def test_what_a_moderator_publishes_everybody_sees_at_once(
    article: ArticlePage, people: None, live_server: Any, browser: Browser, outsider: Page
) -> None:
    outsider.goto(f"{live_server.url}/artikler/en/")
    expect(outsider.get_by_role("heading", level=1)).to_have_text("Som publisert")

    with logged_in(browser, live_server.url, "moderator") as moderator:
        open_form(moderator, f"/admin/pages/{article.pk}/edit/")
        choose_action(moderator, "Publiser")
        outsider.reload()
        expect(outsider.get_by_role("heading", level=1)).to_have_text("Som utkast")
