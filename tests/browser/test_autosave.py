"""What a person sends and what saves itself do not get in each other's way."""

import re

import pytest
from django.contrib.contenttypes.models import ContentType
from playwright.sync_api import Browser, Page, Route, expect
from wagtail.models import Workflow, WorkflowContentType

from snippets.models import Contact
from tests.browser.forms import choose_action, open_form
from tests.browser.windows import PASSWORD, logged_in
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def admin(django_user_model) -> str:
    return django_user_model.objects.create_superuser("admin", password=PASSWORD).username


def answer_slowly(page: Page) -> None:
    """What a person sends takes three seconds on its way; what saves itself does not."""

    def hold(route: Route) -> None:
        if route.request.method == "POST" and route.request.is_navigation_request():
            page.wait_for_timeout(3_000)
        route.continue_()

    page.route("**/admin/**", hold)


def test_a_contact_that_is_published_while_it_saves_itself_exists_once(live_server, browser: Browser, admin):
    with logged_in(browser, live_server.url, admin) as page:
        open_form(page, "/admin/snippets/snippets/contact/add/")
        answer_slowly(page)
        page.get_by_role("textbox", name="Navn").fill("Berit Nyoppnevnt")
        page.get_by_role("checkbox", name="Sekretariat").check()
        indicator = page.locator("#w-autosave-indicator")
        # Already saved, where the machine is so busy that saving passed between two looks.
        expect(indicator).to_have_attribute("data-w-autosave-state-value", re.compile("saving|saved"))
        choose_action(page, "Publiser")

    assert [(contact.name, contact.live) for contact in Contact.objects.all()] == [("Berit Nyoppnevnt", True)]


def test_an_approval_is_sent_once(live_server, browser: Browser, admin, django_user_model):
    contact = ContactFactory(name="Berit Nyoppnevnt", live=False)
    contact.save_revision()
    workflow = Workflow.objects.get()
    WorkflowContentType.objects.create(workflow=workflow, content_type=ContentType.objects.get_for_model(Contact))
    workflow.start(contact, django_user_model.objects.get())
    sent: list[str] = []

    with logged_in(browser, live_server.url, admin) as page:
        open_form(page, f"/admin/snippets/snippets/contact/edit/{contact.pk}/")
        answer_slowly(page)
        page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
        choose_action(page, "Godkjenn og publiser")

    contact.refresh_from_db()
    assert contact.live
    assert [address for address in sent if "/contact/edit/" in address] == [
        f"{live_server.url}/admin/snippets/snippets/contact/edit/{contact.pk}/"
    ]
