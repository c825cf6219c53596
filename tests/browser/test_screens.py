"""The admin's screens: nothing lies over what it is no part of, and small windows break no word letter by letter."""

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from pages.models import HomePage
from tests.browser.windows import logged_in
from tests.page_factories import EventIndexPageFactory, EventPageFactory, StandardPageFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_every_tab_of_an_event_can_be_clicked_beside_an_open_side_panel(
    home: HomePage, people: None, live_server: Any, browser: Browser
) -> None:
    event = EventPageFactory(parent=EventIndexPageFactory(parent=home))
    with logged_in(browser, live_server.url, "moderator", expected="axe.run results") as page:
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto(f"/admin/pages/{event.pk}/edit/")
        page.locator("[data-side-panel-toggle=status]").click()
        for tab in page.locator("[role=tab]").all():
            tab.click(timeout=5_000)
            expect(tab).to_have_attribute("aria-selected", "true")


def test_a_list_in_a_small_window_keeps_words_in_one_line(
    home: HomePage, people: None, live_server: Any, browser: Browser
) -> None:
    StandardPageFactory(parent=home, title="Tilgjengelighet")
    with logged_in(browser, live_server.url, "moderator", expected="axe.run results") as page:
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(f"/admin/pages/{home.pk}/")
        title = page.get_by_role("link", name="Tilgjengelighet", exact=True).first.bounding_box()

    assert title is not None
    assert title["height"] < 40
