"""Who approves is told what has come of it, and who gets something back what to change."""

from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Page, WorkflowTask
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.roles import EDITORS, MODERATORS, set_up_roles
from pages.models import StandardPage
from tests.factories import ContactFactory, ThemeFactory
from tests.page_factories import StandardPageFactory


@pytest.fixture
def people(home, django_user_model) -> dict[str, Client]:
    """The browsers of somebody who writes and of somebody who approves."""
    set_up_roles([home])
    browsers = {}
    for name, group in (("Eli", EDITORS), ("Mona", MODERATORS)):
        user = django_user_model.objects.create_user(name.lower(), f"{name}@example.no", first_name=name)
        user.groups.add(Group.objects.get(name=group))
        browsers[name] = Client()
        browsers[name].force_login(user)
    return browsers


@pytest.fixture
def address(home, people) -> str:
    """The form of a page that Eli has sent to be approved."""
    page = StandardPageFactory(parent=home, title="Om oss", slug="om-oss", live=False)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    people["Eli"].post(address, form(**{"action-submit": "1"}))
    return address


def form(**changes):
    values = {"title": "Om oss", "slug": "om-oss", "body": streamfield([]), "comments": inline_formset([])}
    return nested_form_data(values) | changes


def decide(client: Client, address: str, action: str, comment: str = "") -> str:
    """What the moderator reads after having decided."""
    sent = form(
        **{
            "action-workflow-action": "1",
            "workflow-action-name": action,
            "workflow-action-extra-data": f'{{"comment": "{comment}"}}',
        }
    )
    return unescape(client.post(address, sent, follow=True).content.decode())


def test_who_approves_is_told_that_it_is_published(people, address):
    assert "«Om oss» er godkjent og publisert." in decide(people["Mona"], address, "approve")


def test_who_asks_for_changes_is_told_so(people, address):
    assert "Det er bedt om endringer i «Om oss»." in decide(people["Mona"], address, "reject", "Skriv mer")


def decide_from_dashboard(client: Client, thing: Any, action: str) -> str:
    """What the moderator reads after having decided in the dialog on the first page of the admin."""
    names = "wagtailadmin_pages:" if isinstance(thing, Page) else thing.snippet_viewset.get_url_name("")
    dialog = reverse(f"{names}workflow_action", args=[thing.pk, action, thing.current_workflow_task_state.pk])
    sent = {"comment": "Skriv mer", "next": "/admin/"}
    answer = client.post(dialog, sent, headers={"x-requested-with": "XMLHttpRequest"})
    assert answer.json() == {"step": "success", "redirect": "/admin/"}
    return unescape(client.get("/admin/").content.decode())


@pytest.mark.parametrize(
    ("action", "told"),
    [("approve", "«Om oss» er godkjent og publisert."), ("reject", "Det er bedt om endringer i «Om oss».")],
)
def test_who_decides_from_the_dashboard_is_told_the_same(people, address, action, told):
    assert told in decide_from_dashboard(people["Mona"], StandardPage.objects.get(), action)


def test_who_approves_from_the_dashboard_is_told_who_is_next(people, address):
    state = StandardPage.objects.get().current_workflow_state
    WorkflowTask.objects.create(
        workflow=state.workflow, task=GroupApprovalTask.objects.create(name="Språkvask"), sort_order=1
    )

    told = decide_from_dashboard(people["Mona"], StandardPage.objects.get(), "approve")

    assert "«Om oss» er godkjent her. Neste steg er «Språkvask»." in told


def test_who_approves_a_contact_from_the_dashboard_is_told_so_too(people, admin_user):
    contact = ContactFactory(name="Kari", live=False)
    contact.save_revision()
    contact.get_workflow().start(contact, admin_user)

    assert "«Kari» er godkjent og publisert." in decide_from_dashboard(people["Mona"], contact, "approve")


def test_who_gets_a_page_back_reads_in_its_form_what_to_change(people, address):
    before = unescape(people["Eli"].get(address).content.decode())
    decide(people["Mona"], address, "reject", "Skriv mer")
    after = unescape(people["Eli"].get(address).content.decode())

    assert "bedt om endringer" not in before
    assert "Det er bedt om endringer av Mona: «Skriv mer»." in after
    assert "Trenger endringer" in after
    assert "Til godkjenning" not in after


def test_who_gets_a_contact_back_reads_it_there_too(home, people, admin_client, admin_user):
    contact = ContactFactory(live=False)
    contact.save_revision()
    contact.get_workflow().start(contact, admin_user)
    contact.current_workflow_task_state.reject(user=admin_user, comment="Hvilken kommune?")

    form = unescape(people["Eli"].get(f"/admin/snippets/snippets/contact/edit/{contact.pk}/").content.decode())
    other = admin_client.get(f"/admin/snippets/snippets/theme/edit/{ThemeFactory().pk}/")

    assert "Det er bedt om endringer av admin: «Hvilken kommune?»." in form
    assert other.status_code == 200


def test_the_letter_uses_the_buttons_words(people, address):
    mail.outbox.clear()

    decide(people["Mona"], address, "reject", "Skriv mer")

    [letter] = [one for one in mail.outbox if one.to == ["Eli@example.no"]]
    assert letter.subject.strip() == "Det er bedt om endringer i siden «Om oss» i arbeidsflyten «Godkjenning»."
    assert "Mona har bedt om endringer i siden «Om oss»" in letter.body
