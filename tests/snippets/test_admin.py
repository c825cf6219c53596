"""Editors find, filter, choose and export the shared content in the admin."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Workflow
from wagtail.snippets.models import get_snippet_models

from snippets.models import Contact, ContactRole, Municipality
from tests.factories import ContactFactory, MunicipalityFactory, NavigationFactory, NoticeFactory, OrganisationFactory

pytestmark = pytest.mark.django_db

MODELS = [model for model in get_snippet_models() if model._meta.app_label == "snippets"]


def address(model, view, *args) -> str:
    return reverse(model.snippet_viewset.get_url_name(view), args=args)


def listed(response) -> list[str]:
    return [str(thing) for thing in response.context["object_list"]]


def test_everything_but_media_and_settings_is_a_snippet():
    others = {"Document", "Image", "Rendition", "SiteSettings"}

    assert {model.__name__ for model in MODELS} == {
        model.__name__ for model in apps.get_app_config("snippets").get_models()
    } - others


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_editors_can_list_and_add(model, admin_client):
    NavigationFactory()
    NoticeFactory()

    assert admin_client.get(address(model, "list"), {"q": "a"}).status_code == 200
    assert admin_client.get(address(model, "add")).status_code == 200


def test_people_are_listed_in_norwegian_order_and_with_their_places(admin_client):
    ContactFactory(name="Åse", municipality=MunicipalityFactory(number="5058"))
    ContactFactory(name="Øystein", organisation=OrganisationFactory(name="Sintef"))

    response = admin_client.get(address(Contact, "list"))

    assert listed(response) == ["Øystein", "Åse"]
    page = response.content.decode()
    assert "Åfjord" in page
    assert "Sintef" in page
    assert "FoUI-kontakt" in page


def test_people_are_filtered_by_role(admin_client):
    ContactFactory(name="Åse", roles=[ContactRole.SECRETARIAT, ContactRole.FOUI_CONTACT])
    ContactFactory(name="Øystein", roles=[ContactRole.COMPETENCE_BROKER])

    response = admin_client.get(address(Contact, "list"), {"roles": "secretariat"})

    assert listed(response) == ["Åse"]


@pytest.mark.parametrize("text", ["STEIN", "oystein@", "örland"[1:], "intef"])
def test_people_are_found_by_any_part_of_what_is_known_of_them(text, admin_client):
    ContactFactory(name="Åse")
    ContactFactory(
        name="Øystein",
        email="oystein@example.no",
        municipality=MunicipalityFactory(number="5057"),
        organisation=OrganisationFactory(name="Sintef"),
    )

    response = admin_client.get(address(Contact, "list"), {"q": text})

    assert listed(response) == ["Øystein"]


def test_the_list_of_people_costs_the_same_for_one_as_for_twenty(admin_client):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            admin_client.get(address(Contact, "list"))
        return len(queries)

    ContactFactory(organisation=OrganisationFactory())
    one = cost()

    ContactFactory.create_batch(19, organisation=OrganisationFactory())

    assert cost() == one


def test_the_list_says_what_waits_for_approval_or_its_hour(admin_client, django_user_model):
    waiting = ContactFactory(name="Åse", live=False)
    scheduled = ContactFactory(name="Øystein", live=False)
    ContactFactory(name="Kari", live=False)
    Workflow.objects.get().start(waiting, django_user_model.objects.get())
    scheduled.go_live_at = timezone.now() + timedelta(days=1)
    scheduled.save_revision().publish()

    contacts = admin_client.get(address(Contact, "list")).context["object_list"]

    assert [(str(contact), contact.approved_schedule, contact.workflow_in_progress) for contact in contacts] == [
        ("Kari", False, False),
        ("Øystein", True, False),
        ("Åse", False, True),
    ]


def test_the_list_of_people_is_exported(admin_client):
    ContactFactory(name="Åse", roles=[ContactRole.FOUI_CONTACT], municipality=MunicipalityFactory(number="5058"))

    response = admin_client.get(address(Contact, "list"), {"export": "csv"})

    row = b"".join(response.streaming_content).decode().splitlines()[1]
    assert row.startswith("Åse,FoUI-kontakt,Åfjord,")


def test_the_chooser_tells_people_of_the_same_name_apart(admin_client):
    ContactFactory(name="Kari", municipality=MunicipalityFactory(number="5058"))
    ContactFactory(name="Kari", municipality=None, organisation=OrganisationFactory(name="Sintef"))
    chooser = Contact.snippet_viewset.chooser_viewset

    page = admin_client.get(reverse(chooser.get_url_name("choose"))).json()["html"]

    assert "Åfjord" in page
    assert "Sintef" in page


def test_roles_are_ticked_off(admin_client):
    page = admin_client.get(address(Contact, "add")).content.decode()

    assert page.count('type="checkbox" name="roles"') == len(ContactRole)


def test_saving_a_wrong_number_shows_why_beside_the_field(admin_client):
    municipality = Municipality.objects.get(number="5057")

    response = admin_client.post(
        address(Municipality, "edit", municipality.pk),
        {
            "number": "5001",
            "name": "Ørland",
            "official_name": "Ørland",
            "org_number": "921806027",
            "latitude": "63.8",
            "longitude": "9.7",
        },
    )

    assert response.context["form"].errors == {
        "number": ["En annen kommune har dette nummeret. Rett nummeret, eller rediger den kommunen."]
    }
