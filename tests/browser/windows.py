"""Browser windows of people who have logged in, in which nothing may go wrong behind the scenes."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, Response

PASSWORD = "en lang setning som passord"
# Wagtail checks the preview from within it and from the form around it; when both meet, or the preview is drawn anew
# meanwhile, the second gives up, and the editor sees what the first has found (wagtail issue 13689).
NOT_OURS = "Axe is already running"


@contextmanager
def logged_in(browser: Browser, server: str, name: str, *, expected: str | None = None) -> Iterator[Page]:
    """A Norwegian's own window; at its end no script, request or answer has failed, and no other host was asked.

    A line with `expected` in it is no fault: the answer to a wrong form, for example.
    """
    with browser.new_context(locale="nb-NO", base_url=server) as context:
        page = context.new_page()
        wrong = _listen_for_faults(page, server)
        page.goto("/admin/")
        page.get_by_label("Brukernavn").fill(name)
        page.get_by_label("Passord").fill(PASSWORD)
        page.get_by_role("button", name="Logg inn").click()
        page.wait_for_url(f"{server}/admin/")
        try:
            yield page
        except Exception as error:
            error.add_note(f"At {page.url}; behind the scenes: {wrong}")
            raise
    faults = [fault for fault in wrong if expected is None or expected not in fault]
    assert not faults, faults


def _listen_for_faults(page: Page, server: str) -> list[str]:
    wrong: list[str] = []

    def note_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            wrong.append(f"console: {message.text}")

    def note_answer(answer: Response) -> None:
        if answer.status >= 400:
            wrong.append(f"{answer.status}: {answer.url}")

    def note_foreign_host(request: Request) -> None:
        if not request.url.startswith((f"{server}/", "data:", "blob:")):
            wrong.append(f"foreign host: {request.url}")

    def note_error(error: Error) -> None:
        if NOT_OURS not in str(error):
            wrong.append(f"script: {error}")

    page.on("pageerror", note_error)
    page.on("console", note_console)
    page.on("response", note_answer)
    page.on("request", note_foreign_host)
    return wrong
