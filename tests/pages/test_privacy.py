"""What is private is for nobody on the site, and the admin says so where an editor makes it private."""

import re
from html import unescape

import pytest
from django.urls import reverse
from wagtail.models import Collection

from tests.page_factories import StandardPageFactory

NOT_ON_THE_SITE = "Privat: står ikke på nettstedet."
FOR_THOSE_LOGGED_IN = f"{NOT_ON_THE_SITE} Bare de som er logget inn i administrasjonen, kan se innholdet"


def choices(response) -> list[str]:
    """What the form offers to choose from, as an editor reads it."""
    html = response.json()["html"]
    labels = re.findall(r'<label[^>]*for="id_restriction_type_\d"[^>]*>(.*?)</label>', html, re.DOTALL)
    return [unescape(re.sub(r"<[^>]+>", "", label)).strip() for label in labels]


def test_a_page_is_public_or_in_the_admin_only(home, admin_client):
    page = StandardPageFactory(parent=home)

    form = admin_client.get(reverse("wagtailadmin_pages:set_privacy", args=[page.pk]))

    assert choices(form) == ["Offentlig", FOR_THOSE_LOGGED_IN]


def test_a_page_that_is_made_private_is_not_on_the_site(home, admin_client, query):
    page = StandardPageFactory(parent=home, slug="internt")
    address = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])

    refused = admin_client.post(address, {"restriction_type": "password", "password": "hemmelig"})
    before = query('{ page(path: "/internt/") { title } }')
    admin_client.post(address, {"restriction_type": "login"})
    after = query('{ page(path: "/internt/") { title } }')

    assert "set_privacy_done" not in refused.content.decode()
    assert (before["page"], after["page"]) == ({"title": page.title}, None)


@pytest.mark.django_db
def test_documents_can_be_for_those_who_are_logged_in_or_for_some_of_them(admin_client):
    collection = Collection.get_first_root_node().add_child(name="Styret")

    form = admin_client.get(reverse("wagtailadmin_collections:set_privacy", args=[collection.pk]))

    assert choices(form) == [
        "Offentlig",
        FOR_THOSE_LOGGED_IN,
        f"{NOT_ON_THE_SITE} Bare utvalgte grupper kan laste ned dokumentene",
    ]
