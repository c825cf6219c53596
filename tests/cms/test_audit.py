"""Administrators read who did what, of what Wagtail itself does not note, too."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import ModelLogEntry

from cms.api.access import AccessToken
from tests.factories import ContactFactory

HISTORY = "wagtailadmin_reports:site_history"


def test_erasing_and_handing_out_somebodys_data_is_noted_without_a_name(home, admin_client):
    ContactFactory(name="Kari Nordmann", email="kari@example.no", municipality=None)

    call_command("export_person", "kari@example.no")
    call_command("erase_person", "kari@example.no", "--yes")
    shown = admin_client.get(reverse(HISTORY)).content.decode()

    entries = ModelLogEntry.objects.filter(action__startswith="cms.person.").order_by("pk")
    assert [(entry.action, entry.data) for entry in entries] == [
        ("cms.person.export", {"objects": 1}),
        ("cms.person.erase", {"objects": 1}),
    ]
    assert "Persondata slettet" in shown


def test_the_report_says_who_made_a_token_and_who_took_it_back(admin_client):
    admin_client.post(reverse("access_tokens:add"), {"name": "Bygg", "scopes": ["drafts"], "days": "30"})
    token = AccessToken.objects.get()
    admin_client.post(reverse("access_tokens:delete", args=[token.pk]))

    shown = admin_client.get(reverse(HISTORY)).content.decode()

    actions = ModelLogEntry.objects.filter(object_id=str(token.pk)).order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["wagtail.create", "cms.token.revoke"]
    assert "Trukket tilbake" in shown
    assert "Bygg" in shown


@pytest.mark.django_db
def test_nobody_else_reads_the_report(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("leser"))

    assert client.get(reverse(HISTORY)).status_code == 302
