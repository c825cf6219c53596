"""The editors' groups and their rights, in an installation of its own."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.models import Locale, Page, Site, Workflow

from cms.roles import APPROVAL, EDITORS, MODERATORS
from pages.models import HomePage
from tests.page_factories import StandardPageFactory


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


@pytest.mark.parametrize("group", [EDITORS, MODERATORS])
def test_whoever_writes_can_translate_what_is_below_the_front_page(home, client, django_user_model, group) -> None:
    nynorsk = Locale.objects.create(language_code="nn")
    home.copy_for_translation(nynorsk)
    page = StandardPageFactory(parent=home, title="Om oss")
    call_command("set_up_roles")
    user = django_user_model.objects.create_user("noen")
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)

    edited = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    address = reverse("simple_translation:submit_page_translation", args=[page.pk])
    made = client.post(address, {"locales": [nynorsk.pk]}, follow=True)

    assert address in edited
    assert made.status_code == 200
    assert page.get_translation(nynorsk).title == "Om oss"


@pytest.mark.parametrize("root", ["the tree's root", "Wagtail's welcome page"])
@pytest.mark.django_db
def test_without_a_front_page_it_says_what_is_missing(root: str) -> None:
    tree = Page.get_first_root_node()
    welcome = tree.add_child(instance=Page(title="Welcome to your new Wagtail site!", slug="velkommen"))
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "root_page": tree if root == "the tree's root" else welcome},
    )

    with pytest.raises(CommandError, match="No site has a front page yet"):
        call_command("set_up_roles")
