"""Editors find, filter, choose and export the shared content in the admin."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, Locale, Site, Workflow
from wagtail.snippets.models import get_snippet_models

from snippets.models import Contact, ContactRole, Image, Municipality, Notice, Organisation, Theme
from tests.factories import (
    ContactFactory,
    MunicipalityFactory,
    NavigationFactory,
    NoticeFactory,
    OrganisationFactory,
    ThemeFactory,
)
from tests.snippets.pictures import picture

pytestmark = pytest.mark.django_db

MODELS = [model for model in get_snippet_models() if model._meta.app_label == "snippets"]


def address(model, view, *args) -> str:
    return reverse(model.snippet_viewset.get_url_name(view), args=args)


def listed(response) -> list[str]:
    return [str(thing) for thing in response.context["object_list"]]


def test_everything_but_media_and_settings_is_a_snippet():
    others = {"ContactConfirmation", "Document", "Image", "Nomination", "Rendition", "SiteSettings"}

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


@pytest.mark.parametrize("text", ["STEIN", "oystein@", "rlan", "intef"])
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
    waiting.save_revision()
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


def test_the_chooser_tells_organisations_of_the_same_name_apart(admin_client):
    for number in ("5058", "5001"):
        OrganisationFactory(name="Kommunerevisjonen", municipality=MunicipalityFactory(number=number))
    chooser = Organisation.snippet_viewset.chooser_viewset

    page = admin_client.get(reverse(chooser.get_url_name("choose"))).json()["html"]

    assert page.count("Kommunerevisjonen") >= 2
    assert "Åfjord" in page
    assert "Trondheim" in page


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


def test_publishing_a_person_from_the_form(admin_client):
    response = admin_client.post(
        address(Contact, "add"),
        {
            "name": "Åse Ørjansen",
            "roles": ["foui_contact", "secretariat"],
            "municipality": Municipality.objects.get(number="5058").pk,
            "email": "aase@example.no",
            "action-publish": "1",
        },
    )

    assert response.status_code == 302
    contact = Contact.objects.get()
    assert (contact.live, contact.roles, contact.sort_key) == (
        True,
        ["foui_contact", "secretariat"],
        "}se |rjansen",
    )


def test_an_unfinished_person_is_kept_as_a_draft(admin_client):
    admin_client.post(address(Contact, "add"), {"name": "Åse", "roles": ["foui_contact"]})

    contact = Contact.objects.get()
    assert (contact.name, contact.live) == ("Åse", False)


@pytest.mark.parametrize("printed", ["974 760 673", "974\xa0760\xa0673", " 974760673 "])
def test_an_organisation_number_is_taken_as_it_is_printed(admin_client, printed):
    form = admin_client.get(address(Organisation, "add")).content.decode()
    admin_client.post(address(Organisation, "add"), {"name": "Brreg", "kind": "state", "org_number": printed})

    assert Organisation.objects.get(name="Brreg").org_number == "974760673"
    assert "maxlength" not in re.search(r'<input[^>]*name="org_number"[^>]*>', form)[0]


def test_a_second_theme_with_the_same_address_is_refused_in_the_form(admin_client):
    theme = ThemeFactory()

    response = admin_client.post(address(Theme, "add"), {"label": "Et annet", "slug": theme.slug})

    assert response.context["form"].errors == {
        "slug": ["Et annet tema på dette språket har denne permalenken. Bruk det temaet, eller velg en annen."]
    }


def test_a_theme_in_another_language_may_have_the_same_address(admin_client):
    theme = ThemeFactory()
    nynorsk = Locale.objects.get_or_create(language_code="nn")[0]

    admin_client.post(f"{address(Theme, 'add')}?locale=nn", {"label": "Tema", "slug": theme.slug})

    assert Theme.objects.filter(locale=nynorsk, slug=theme.slug).count() == 1


def test_uploaded_images_wait_for_their_alternative_text(admin_client):
    file = SimpleUploadedFile("samling.png", picture().getvalue(), "image/png")
    collection = Collection.get_first_root_node().pk

    upload = admin_client.post(
        reverse("wagtailimages:add_multiple"), {"files[]": file, "collection": collection}
    ).json()["uploaded_file_id"]
    fields = {"title": "Samling", "collection": collection}
    prefixed = {f"uploaded-image-{upload}-{name}": value for name, value in fields.items()}
    finish = reverse("wagtailimages:create_multiple_from_uploaded_image", args=(upload,))
    without = admin_client.post(finish, prefixed).json()
    with_text = admin_client.post(finish, {**prefixed, f"uploaded-image-{upload}-description": "Et bord"}).json()

    assert (without["success"], with_text["success"]) == (False, True)
    assert "Bildet mangler alternativ tekst." in without["form"]
    image = Image.objects.get()
    assert (image.alt, image.width, image.placeholder[:15]) == ("Et bord", 64, "data:image/webp")


def test_the_site_is_described_in_tabs(admin_client):
    site = Site.objects.get()

    page = admin_client.get(reverse("wagtailsettings:edit", args=("snippets", "sitesettings", site.pk)))

    assert "Sosiale medier" in page.content.decode()


def test_the_list_of_notices_tells_which_are_shown(admin_client):
    now = timezone.now()
    day = timedelta(days=1)
    NoticeFactory(title="Forbi", starts_at=now - 2 * day, ends_at=now - day)
    NoticeFactory(title="Åpent", starts_at=now - day, ends_at=None)
    NoticeFactory(title="Planlagt", starts_at=now + day, ends_at=None)

    page = admin_client.get(address(Notice, "list")).content.decode()

    shown = re.findall(r">\s*(Ikke lenger|Nå|Ikke ennå)\s*<", page)
    assert shown == ["Ikke ennå", "Nå", "Ikke lenger"]
