"""What an editor enters wrongly is told in Norwegian, beside the field."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.forms import open_form
from tests.browser.windows import logged_in
from tests.page_factories import EventIndexPageFactory, EventPageFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def editor(people, live_server, browser: Browser):
    with logged_in(browser, live_server.url, "redaktor", expected="400") as window:
        yield window


def beside(page: Page, label: str) -> Locator:
    """The messages at the field of that name."""
    return page.locator(".w-field", has=page.get_by_role("textbox", name=label)).locator(".w-field__errors")


def open_times(home, editor: Page) -> None:
    event = EventPageFactory(parent=EventIndexPageFactory(parent=home))
    open_form(editor, f"/admin/pages/{event.pk}/edit/")
    editor.get_by_role("tab", name="Tid og sted").click()


def test_an_event_that_ends_before_it_starts(home, editor: Page):
    open_times(home, editor)
    editor.get_by_role("textbox", name="Slutter").fill("2022-11-15 09:00")
    editor.keyboard.press("Escape")
    editor.get_by_role("button", name="Lagre utkast").click()
    editor.get_by_role("button", name="Gå til den første feilen").click()

    expect(beside(editor, "Slutter")).to_be_in_viewport()
    expect(beside(editor, "Slutter")).to_have_text("Arrangementet må slutte etter at det starter.")


def test_a_date_is_read_as_norwegians_type_it(home, editor: Page):
    open_times(home, editor)
    editor.get_by_role("textbox", name="Starter").fill("28.1.2027 kl. 10.00")
    editor.keyboard.press("Tab")
    editor.get_by_role("button", name="Lagre utkast").click()
    expect(editor.get_by_text("er oppdatert")).to_be_visible()
    editor.get_by_role("tab", name="Tid og sted").click()

    expect(editor.get_by_role("textbox", name="Starter")).to_have_value("28.01.2027 10.00")


def test_a_date_that_nobody_can_read_stays_and_is_refused(home, editor: Page):
    open_times(home, editor)
    editor.get_by_role("textbox", name="Starter").fill("sist i januar")
    editor.keyboard.press("Tab")
    editor.get_by_role("button", name="Lagre utkast").click()
    editor.get_by_role("button", name="Gå til den første feilen").click()

    expect(editor.get_by_role("textbox", name="Starter")).to_have_value("sist i januar")
    expect(beside(editor, "Starter")).to_have_text("Skriv dato og klokkeslett, for eksempel 28.1.2027 10.00.")


def test_an_organisation_number_with_a_wrong_check_digit(editor: Page):
    open_form(editor, "/admin/snippets/snippets/organisation/add/")
    editor.get_by_role("textbox", name="Navn").fill("Statsforvalteren i Trøndelag")
    editor.get_by_role("combobox", name="Type").select_option("Stat")
    editor.get_by_role("textbox", name="Organisasjonsnummer").fill("974764351")
    editor.get_by_role("button", name="Lagre").click()

    expect(beside(editor, "Organisasjonsnummer")).to_be_in_viewport()
    expect(beside(editor, "Organisasjonsnummer")).to_have_text(
        "Dette er ikke et gyldig organisasjonsnummer. Det har ni siffer uten mellomrom; kontroller det på brreg.no."
    )
