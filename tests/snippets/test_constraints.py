"""What an editor may not save is explained beside the field, and refused by the database too."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.urls import reverse
from django.utils.timezone import localtime
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.test.utils.form_data import querydict_from_html

from snippets.constraints import FieldCheck, FieldUnique
from snippets.models import Municipality
from tests.factories import (
    AudienceFactory,
    ContactFactory,
    FundingSchemeFactory,
    ImageFactory,
    MunicipalityFactory,
    NavigationFactory,
    NominationFactory,
    NoticeFactory,
    OrganisationFactory,
    ThemeFactory,
    VenueFactory,
)
from tests.page_factories import OSLO

pytestmark = pytest.mark.django_db


def contact(**fields):
    return ContactFactory.build(municipality=None, **fields)


def beside(_existing: object, thing: models.Model) -> models.Model:
    """The second of two that cannot stand beside each other."""
    return thing


def link_to_two_places():
    return NoticeFactory.build(link_page=Page.objects.first(), link_url="https://example.no/")


# For each constraint, a thing that breaks it and nothing else.
BROKEN: dict[str, Callable[[], models.Model]] = {
    "audience_slug_unique": lambda: beside(AudienceFactory(slug="ung"), AudienceFactory.build(slug="ung")),
    "contact_email_unique": lambda: beside(ContactFactory(email="kari@example.no"), contact(email="KARI@example.no")),
    "contact_roles_known": lambda: contact(roles=["king"]),
    "contact_term_ends_after_start": lambda: contact(appointed_on=date(2026, 2, 1), term_ends_on=date(2026, 1, 31)),
    "funding_scheme_name_unique": lambda: beside(
        FundingSchemeFactory(name="Fondet"), FundingSchemeFactory.build(name="FONDET")
    ),
    "image_described_or_decorative": lambda: ImageFactory.build(description=""),
    "municipality_coordinates_on_earth": lambda: MunicipalityFactory.build(latitude=91),
    "municipality_number_four_digits": lambda: MunicipalityFactory.build(number="501"),
    "municipality_number_unique": lambda: MunicipalityFactory.build(number="5001"),
    "municipality_org_number_unique": lambda: MunicipalityFactory.build(org_number="942110464"),
    "municipality_org_number_valid": lambda: MunicipalityFactory.build(org_number="942110465"),
    "navigation_kind_known": lambda: NavigationFactory.build(kind="side"),
    "navigation_one_of_each_kind": lambda: beside(NavigationFactory(kind="main"), NavigationFactory.build(kind="main")),
    "nomination_idempotency_key_once": lambda: beside(
        NominationFactory(idempotency_key="a"),
        NominationFactory.build(idempotency_key="a", municipality=Municipality.objects.get(number="5001")),
    ),
    "nomination_once": lambda: NominationFactory.build(
        email="KARI@example.no", municipality=NominationFactory(email="kari@example.no").municipality
    ),
    "nomination_status_known": lambda: NominationFactory.build(
        status="kanskje", municipality=Municipality.objects.get(number="5001")
    ),
    "notice_ends_after_start": lambda: NoticeFactory.build(
        starts_at=datetime(2026, 1, 1, 12, tzinfo=UTC), ends_at=datetime(2026, 1, 1, 12, tzinfo=UTC)
    ),
    "notice_level_known": lambda: NoticeFactory.build(level="loud"),
    "notice_links_to_one_place": link_to_two_places,
    "organisation_kind_known": lambda: OrganisationFactory.build(kind="club"),
    "organisation_org_number_unique": lambda: beside(
        OrganisationFactory(org_number="974760673"), OrganisationFactory.build(org_number="974760673")
    ),
    "organisation_org_number_valid": lambda: OrganisationFactory.build(org_number="12345678x"),
    "theme_slug_unique": lambda: beside(ThemeFactory(slug="natur"), ThemeFactory.build(slug="natur")),
    "venue_coordinates_on_earth": lambda: VenueFactory.build(latitude=63.4),
    "venue_postcode_four_digits": lambda: VenueFactory.build(postcode="70 1"),
}

CONSTRAINTS: dict[str, models.BaseConstraint] = {
    constraint.name: constraint
    for model in apps.get_app_config("snippets").get_models()
    for constraint in model._meta.constraints
}


def test_every_constraint_is_tried_here():
    assert set(BROKEN) == set(CONSTRAINTS)


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_the_message_stands_beside_the_field(name):
    constraint = CONSTRAINTS[name]
    thing = BROKEN[name]()

    with pytest.raises(ValidationError) as caught:
        thing.validate_constraints()

    assert isinstance(constraint, FieldCheck | FieldUnique)
    assert caught.value.message_dict == {constraint.field: [constraint.violation_error_message]}


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_the_model_refuses_it(name):
    thing = BROKEN[name]()

    with pytest.raises(ValidationError) as caught:
        thing.full_clean()

    assert set(caught.value.message_dict) == {CONSTRAINTS[name].field}


def entered(thing: models.Model, field: str) -> Any:
    """What an editor has entered in the field of the form."""
    value = getattr(thing, field)
    match value:
        case models.Model():
            return value.pk
        case datetime():
            return localtime(value).strftime("%Y-%m-%d %H:%M")
        case None:
            return ""
    return value


def save_new(client, thing: models.Model):
    """The form for something new as the browser opened it, sent with what is simple to enter of the thing."""
    address = reverse(thing.snippet_viewset.get_url_name("add"))
    opened = client.get(address)
    sent = querydict_from_html(opened.content.decode(), form_id="w-editor-form")
    for name in opened.context["form"].fields:
        match thing._meta.get_field(name):
            case StreamField():
                sent[f"{name}-count"] = 0
            case RichTextField():
                continue
            case _:
                value = entered(thing, name)
                sent.setlist(name, value if isinstance(value, list) else [value])
    return client.post(address, sent)


# The form offers a list, and refuses what is not on it before the constraint is asked.
UNKNOWN_CHOICES = {
    "contact_roles_known": "king",
    "navigation_kind_known": "side",
    "notice_level_known": "loud",
    "organisation_kind_known": "club",
}


# Nominations come over the API, and have tests of their own.
WITHOUT_A_FORM = {name for name in BROKEN if name.startswith("nomination_")} | {"image_described_or_decorative"}


@pytest.mark.parametrize("name", sorted(BROKEN.keys() - UNKNOWN_CHOICES.keys() - WITHOUT_A_FORM))
def test_the_admins_form_shows_the_message_beside_the_field(name, admin_client):
    constraint = CONSTRAINTS[name]
    thing = BROKEN[name]()

    response = save_new(admin_client, thing)

    assert response.context["form"].errors == {constraint.field: [constraint.violation_error_message]}
    assert constraint.violation_error_message in response.content.decode()


@pytest.mark.parametrize(("name", "choice"), UNKNOWN_CHOICES.items())
def test_the_admins_form_refuses_what_is_not_on_its_list(name, choice, admin_client):
    thing = BROKEN[name]()

    response = save_new(admin_client, thing)

    message = f"Velg et gyldig valg. {choice} er ikke et av de tilgjengelige valgene."
    assert response.context["form"].errors == {CONSTRAINTS[name].field: [message]}


def test_the_form_of_an_image_asks_for_the_text_beside_its_field(admin_client):
    image = ImageFactory()

    response = admin_client.post(
        reverse("wagtailimages:edit", args=[image.pk]),
        {"title": image.title, "description": "", "collection": image.collection_id},
    )

    message = CONSTRAINTS["image_described_or_decorative"].violation_error_message
    assert response.context["form"].errors == {"description": [message]}


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_the_database_refuses_what_passes_the_forms_by(name):
    thing = BROKEN[name]()

    with pytest.raises(IntegrityError, match=name):
        type(thing).objects.bulk_create([thing])


@pytest.mark.parametrize(
    "factory", [ContactFactory, ImageFactory, MunicipalityFactory, NoticeFactory, OrganisationFactory, VenueFactory]
)
def test_what_is_right_passes(factory):
    thing = factory()

    thing.full_clean()


def test_several_may_have_no_number_and_no_email():
    OrganisationFactory.create_batch(2, org_number="")
    ContactFactory.create_batch(2, email="")


def test_a_rule_for_each_language_holds_in_a_form_that_has_no_language():
    theme = ThemeFactory.build(slug=ThemeFactory().slug)

    with pytest.raises(ValidationError) as caught:
        theme.full_clean(exclude=["locale"])

    assert set(caught.value.message_dict) == {"slug"}


@pytest.mark.parametrize(
    ("thing", "field"),
    [
        (lambda: NoticeFactory.build(starts_at=datetime(1, 1, 1, tzinfo=OSLO)), "starts_at"),
        (lambda: NoticeFactory.build(ends_at=datetime(9999, 12, 31, 23, 30, tzinfo=UTC)), "ends_at"),
        (lambda: contact(expire_at=datetime(9999, 12, 31, 23, 30, tzinfo=UTC)), "expire_at"),
    ],
    ids=["notice from", "notice to", "contact"],
)
def test_a_moment_at_the_edge_of_the_calendar_is_refused_beside_its_field(thing, field):
    with pytest.raises(ValidationError) as refused:
        thing().full_clean()

    assert refused.value.message_dict == {field: ["Skriv et årstall fra 1000 til 9998."]}
