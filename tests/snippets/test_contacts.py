"""Contact persons: what is shown of them, and what editors meet when they write about them."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from django.utils import timezone

from snippets.contact_form import ContactForm
from snippets.models import Contact, ContactRole
from tests.factories import ContactFactory, MunicipalityFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def test_email_and_phone_are_hidden_until_switched_on():
    contact = ContactFactory(email="kari@example.no", phone="74 17 40 00")

    assert (contact.public_email, contact.public_phone) == (None, None)


def test_each_switch_shows_its_own_and_nothing_else():
    by_mail = ContactFactory(email="kari@example.no", phone="74 17 40 00", email_is_public=True)
    by_phone = ContactFactory(email="ola@example.no", phone="74 17 40 00", phone_is_public=True)

    assert (by_mail.public_email, by_mail.public_phone) == ("kari@example.no", None)
    assert (by_phone.public_email, by_phone.public_phone) == (None, "74 17 40 00")


def test_a_switch_over_an_empty_field_shows_nothing():
    contact = ContactFactory(email="", phone="", email_is_public=True, phone_is_public=True)

    assert (contact.public_email, contact.public_phone) == (None, None)


def test_hidden_fields_reach_neither_graphql_nor_the_search_index():
    sources = {declared.field_source for declared in Contact.graphql_fields}
    searched = {field.field_name for field in Contact.search_fields}

    assert not {"email", "phone"} & (sources | searched)


def test_a_draft_that_was_published_again_keeps_its_order():
    contact = ContactFactory(name="Ørjan Åsen")
    contact.name = "Åse Ørjansen"

    contact.save_revision().publish()

    contact.refresh_from_db()
    assert (contact.name, contact.sort_key) == ("Åse Ørjansen", "}se |rjansen")


def test_a_revision_is_read_though_its_municipality_is_gone():
    contact = ContactFactory(organisation=OrganisationFactory())
    revision = contact.save_revision()
    contact.municipality.delete()

    draft = revision.as_object()

    assert draft.municipality is None
    assert draft.roles == [ContactRole.FOUI_CONTACT]


def test_the_preview_shows_what_readers_will_see():
    contact = ContactFactory(
        name="Kari Nordmann",
        municipality=MunicipalityFactory(number="5057"),
        email="kari@example.no",
        phone="74 17 40 00",
        phone_is_public=True,
    )

    page = contact.make_preview_request(RequestFactory().get("/")).content.decode()

    assert '<html lang="nb">' in page
    assert "Kari Nordmann" in page
    assert "FoUI-kontakt" in page
    assert "Ørland" in page
    assert "74 17 40 00" in page
    assert "kari@example.no" not in page


def filled_in(**fields) -> ContactForm:
    form_class = Contact.get_edit_handler().get_form_class()
    return form_class({"name": "Kari Nordmann", "roles": [ContactRole.FOUI_CONTACT], **fields})


def test_a_foui_contact_needs_a_municipality():
    form = filled_in()

    assert form.errors == {
        "municipality": ["En FoUI-kontakt er kommunens kontakt. Velg kommunen, eller fjern rollen FoUI-kontakt."]
    }


def test_a_draft_may_wait_with_it():
    form = filled_in()
    form.defer_required_fields()

    assert form.is_valid(), form.errors


def test_somebody_else_needs_none():
    form = filled_in(roles=[ContactRole.SECRETARIAT, ContactRole.COMPETENCE_BROKER])

    assert form.is_valid(), form.errors
    assert form.cleaned_data["roles"] == ["secretariat", "competence_broker"]


def test_a_contact_has_at_least_one_role():
    form = filled_in(roles=[])

    assert set(form.errors) == {"roles"}


@pytest.mark.parametrize("phone", ["ring meg", "12", "+47 (0) 123", "74-17-40-00"])
def test_a_phone_number_is_digits_and_spaces(phone):
    form = filled_in(municipality=MunicipalityFactory().pk, phone=phone)

    assert form.errors == {
        "phone": ["Skriv nummeret med siffer og mellomrom, for eksempel 74 17 40 00 eller +47 74 17 40 00."]
    }


def test_nobody_has_confirmed_a_contact_tomorrow():
    today = timezone.localdate()
    ContactFactory.build(confirmed_on=today).clean()

    with pytest.raises(ValidationError) as refused:
        ContactFactory.build(confirmed_on=today + timedelta(days=1)).clean()

    said = "Skriv dagen det ble kontrollert; den kan ikke være etter i dag."
    assert refused.value.message_dict == {"confirmed_on": [said]}
