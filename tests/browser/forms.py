"""How a person works in the admin's forms: opens, writes, sends for approval and approves."""

import re

from playwright.sync_api import Page, expect

# Wagtail takes what stands in the form two seconds after it opened for what it opened with.
WATCHES_FOR_CHANGES = """() => {
    const form = document.querySelector("form[data-edit-form]");
    const unsaved = window.wagtail?.app?.getControllerForElementAndIdentifier(form, "w-unsaved");
    return unsaved?.initialFormData !== undefined;
}"""
# Each half second Wagtail compares the form with what it last saw, waits for a pause, and then sends the form.
# It is at rest when it has seen what stands there now, has nothing unsaved and waits for no answer.
HAS_SAVED_EVERYTHING = """() => {
    const form = document.querySelector("form[data-edit-form]");
    const [unsaved, autosave] = ["w-unsaved", "w-autosave"].map(
        (name) => window.wagtail.app.getControllerForElementAndIdentifier(form, name));
    return unsaved.previousFormData === unsaved.formData && !unsaved.hasEditsValue && !autosave.submitPromise;
}"""


def open_form(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_function(WATCHES_FOR_CHANGES)


def wait_until_saved(page: Page) -> None:
    """Autosave has turned the form of something new into the form of its draft, and rests."""
    page.wait_for_url(re.compile("/edit/"))
    page.wait_for_function(HAS_SAVED_EVERYTHING)


def choose_action(page: Page, name: str) -> None:
    """Press a button in the menu at the form's foot, and see the form answered."""
    footer = page.locator("form[data-edit-form] footer")
    footer.locator("[data-w-dropdown-target='toggle']").click()
    with page.expect_navigation(url=lambda address: "/add/" not in address and "/edit/" not in address):
        footer.get_by_role("button", name=name, exact=True).click()


def submit(page: Page) -> None:
    wait_until_saved(page)
    choose_action(page, "Send inn til Godkjenning")


def approve(page: Page, title: str) -> None:
    """What waits for a moderator stands on the first page of the admin."""
    page.goto("/admin/")
    with page.expect_navigation():
        page.get_by_role("link", name=title, exact=True).click()
    choose_action(page, "Godkjenn og publiser")


def choose_image(page: Page, title: str) -> None:
    page.get_by_role("button", name="Velg et bilde").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("link", name=title).first.click()
    expect(dialog).to_be_hidden()


def add_text_block(page: Page, text: str) -> None:
    page.get_by_role("button", name="Sett inn en blokk").first.click()
    page.get_by_role("option", name="Tekst", exact=True).click()
    page.locator(".public-DraftEditor-content").click()
    page.keyboard.type(text)
    # The editor hands its text to the form a quarter of a second after the last key.
    expect(page.locator("[name=body-0-value-text]")).to_have_value(re.compile(re.escape(text)))
