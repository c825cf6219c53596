"""Each rule of the pages' tables is told in Norwegian where an editor can see what to correct."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.test.utils.form_data import querydict_from_html

from tests.factories import ContactFactory, DocumentFactory, OrganisationFactory
from tests.page_factories import (
    ArticlePageFactory,
    EventPageFactory,
    HomePageFactory,
    MandatePageFactory,
    PartnershipPageFactory,
    ProjectPageFactory,
    StrategyPageFactory,
)

pytestmark = pytest.mark.django_db

Entries = dict[str, object]


def rows(name: str, *entries: Entries) -> Entries:
    """What the browser sends for new rows."""
    numbered = {
        f"{name}-{number}-{field}": value
        for number, entry in enumerate(entries)
        for field, value in {"ORDER": number + 1, **entry}.items()
    }
    return {f"{name}-TOTAL_FORMS": len(entries), **numbered}


def twice(name: str, field: str, thing: models.Model) -> Entries:
    return rows(name, {field: thing.pk}, {field: thing.pk})


def author_with_two_names() -> tuple[Page, Entries]:
    return ArticlePageFactory(), rows("authors", {"contact": ContactFactory().pk, "name": "Kari Nordmann"})


def material_in_two_places() -> tuple[Page, Entries]:
    material = {"title": "Referat", "document": DocumentFactory().pk, "url": "https://example.no/"}
    return EventPageFactory(), rows("materials", material)


def its_own_predecessor() -> tuple[Page, Entries]:
    mandate = MandatePageFactory()
    return mandate, {"replaces": mandate.pk}


# For each constraint a page, and what an editor enters that breaks it.
BROKEN: dict[str, Callable[[], tuple[Page, Entries]]] = {
    "article_author_contact_or_name": author_with_two_names,
    "event_capacity_positive": lambda: (EventPageFactory(), {"capacity": "0"}),
    "event_ends_after_start": lambda: (EventPageFactory(), {"ends_at": "2022-11-15 09:00"}),
    "event_material_document_or_url": material_in_two_places,
    "event_moved_online_is_online": lambda: (EventPageFactory(), {"status": "moved_online"}),
    "event_organiser_once": lambda: (EventPageFactory(), twice("organisers", "organisation", OrganisationFactory())),
    "event_registration_closes_before_start": lambda: (
        EventPageFactory(),
        {"registration_kind": "own", "registration_closes_at": "2022-11-16 09:01"},
    ),
    "event_registration_opens_before_deadline": lambda: (
        EventPageFactory(),
        {"registration_opens_at": "2022-10-02 09:00", "registration_closes_at": "2022-10-01 09:00"},
    ),
    "event_waiting_list_needs_capacity": lambda: (EventPageFactory(), {"has_waiting_list": "on"}),
    "home_highlight_once": lambda: (HomePageFactory(), twice("highlights", "page", ArticlePageFactory())),
    "mandate_ends_after_start": lambda: (MandatePageFactory(), {"valid_to": "2022-01-31"}),
    "mandate_not_its_own_predecessor": its_own_predecessor,
    "mandate_signatory_once": lambda: (
        MandatePageFactory(),
        twice("signatories", "organisation", OrganisationFactory()),
    ),
    "partner_once": lambda: (PartnershipPageFactory(), twice("partners", "organisation", OrganisationFactory())),
    "partnership_strategy_once": lambda: (
        PartnershipPageFactory(),
        twice("strategies_followed", "strategy", StrategyPageFactory()),
    ),
    "project_amount_positive": lambda: (ProjectPageFactory(), {"amount": "0"}),
    "project_ends_after_start": lambda: (ProjectPageFactory(), {"starts_on": "2023-01-02", "ends_on": "2023-01-01"}),
    "strategy_ends_after_start": lambda: (StrategyPageFactory(), {"starts_on": "2023-01-02", "ends_on": "2023-01-01"}),
}

# The form offers a list, and refuses what is not on it before the constraint is asked.
UNKNOWN_CHOICES: dict[str, Callable[[], tuple[Page, Entries]]] = {
    "action_status_known": lambda: (
        StrategyPageFactory(),
        rows("actions", {"title": "Tiltak", "status": "unknown"}),
    ),
    "article_kind_known": lambda: (ArticlePageFactory(), {"kind": "unknown"}),
    "event_attendance_mode_known": lambda: (EventPageFactory(), {"attendance_mode": "unknown"}),
    "event_kind_known": lambda: (EventPageFactory(), {"kind": "unknown"}),
    "event_organiser_role_known": lambda: (
        EventPageFactory(),
        rows("organisers", {"organisation": OrganisationFactory().pk, "role": "unknown"}),
    ),
    "event_registration_kind_known": lambda: (EventPageFactory(), {"registration_kind": "unknown"}),
    "event_status_known": lambda: (EventPageFactory(), {"status": "unknown"}),
    "programme_title_language_known": lambda: (
        EventPageFactory(),
        rows("programme", {"title": "Kaffe", "title_language": "unknown"}),
    ),
    "project_status_known": lambda: (ProjectPageFactory(), {"status": "unknown"}),
}

# No page's form: the program itself makes preview links, says when they expire, and remembers what stands in forms;
# registrations have tests of their own.
WITHOUT_A_FORM = {
    "one_preview_of_a_form",
    "page_fault_kind_known",
    "preview_link_expires_after_creation",
    "registration_email_once",
    "registration_idempotency_key_once",
    "registration_status_known",
}

CONSTRAINTS: dict[str, models.BaseConstraint] = {
    constraint.name: constraint
    for model in apps.get_app_config("pages").get_models()
    for constraint in model._meta.constraints
}


def test_every_constraint_is_tried_here():
    assert BROKEN.keys() | UNKNOWN_CHOICES.keys() | WITHOUT_A_FORM == CONSTRAINTS.keys()


def save(client, page: Page, entries: Entries):
    """The form as the browser opened it, sent with other entries."""
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    sent = querydict_from_html(client.get(address).content.decode(), form_id="page-edit-form")
    bodies = [field.name for field in page._meta.get_fields() if isinstance(field, StreamField)]
    sent.update({f"{name}-count": 0 for name in bodies} | entries)
    return client.post(address, sent)


def complaints(response) -> dict[str, list[str]]:
    """Under each field, or list of rows, the messages that stand there."""
    form = response.context["form"]
    beside = {name: list(messages) for name, messages in form.errors.items()}
    for name, formset in form.formsets.items():
        for errors in formset.errors:
            beside |= {f"{name}.{field}": list(messages) for field, messages in errors.items()}
        if formset.non_form_errors():
            beside[name] = list(formset.non_form_errors())
    return beside


def at_its_field(constraint, entries: Entries, message: str) -> dict[str, list[str]]:
    """At the field, or at the field of a row; of what is there twice, over the rows and in the second."""
    lists = [name.removesuffix("-TOTAL_FORMS") for name in entries if name.endswith("-TOTAL_FORMS")]
    if not lists:
        return {constraint.field: [message]}
    if isinstance(constraint, models.UniqueConstraint):
        again = "En rad over denne sier det samme. Endre eller fjern en av dem."
        return {lists[0]: [message], f"{lists[0]}.__all__": [again]}
    return {f"{lists[0]}.{constraint.field}": [message]}


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_the_message_stands_where_it_can_be_corrected(name, admin_client):
    constraint = CONSTRAINTS[name]
    page, entries = BROKEN[name]()

    response = save(admin_client, page, entries)

    message = constraint.violation_error_message
    assert complaints(response) == at_its_field(constraint, entries, message)
    assert message in response.content.decode()


@pytest.mark.parametrize("name", sorted(UNKNOWN_CHOICES))
def test_the_list_itself_refuses_what_is_not_on_it(name, admin_client):
    page, entries = UNKNOWN_CHOICES[name]()

    response = save(admin_client, page, entries)

    message = "Velg et gyldig valg. unknown er ikke et av de tilgjengelige valgene."
    assert complaints(response) == at_its_field(CONSTRAINTS[name], entries, message)
