"""The editors' groups and their rights, in an installation of its own."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from wagtail.models import Page, Site, Workflow

from cms.roles import APPROVAL, EDITORS, MODERATORS
from pages.models import HomePage


def test_the_command_sets_up_roles_and_renews_the_rights(home: HomePage, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("set_up_roles")
    editors = Group.objects.get(name=EDITORS)
    rights = set(editors.permissions.values_list("codename", flat=True))
    editors.permissions.clear()

    call_command("set_up_roles")

    assert {"change_contact", "view_registration"} <= rights
    assert set(editors.permissions.values_list("codename", flat=True)) == rights
    assert Group.objects.filter(name=MODERATORS).exists()
    assert [workflow.name for workflow in Workflow.objects.all()] == [APPROVAL]
    assert "Roles are set up; front pages: 1." in capsys.readouterr().out


@pytest.mark.django_db
def test_without_a_front_page_it_says_what_is_missing() -> None:
    Site.objects.update(root_page=Page.get_first_root_node())

    with pytest.raises(CommandError, match="No site has a front page yet"):
        call_command("set_up_roles")
