"""What a page may not say: each rule with its message, and again in the database when the form is bypassed."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from pages import models
from pages.models import AttendanceMode, EventStatus, RegistrationKind
from tests.factories import ContactFactory, DocumentFactory, OrganisationFactory
from tests.page_factories import (
    OSLO,
    ArticlePageFactory,
    EventPageFactory,
    MandatePageFactory,
    PartnershipPageFactory,
    ProjectPageFactory,
    StrategyPageFactory,
)

pytestmark = pytest.mark.django_db

START = datetime.datetime(2022, 11, 16, 9, tzinfo=OSLO)
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)
FACTORIES = {
    models.EventPage: EventPageFactory,
    models.MandatePage: MandatePageFactory,
    models.ProjectPage: ProjectPageFactory,
    models.StrategyPage: StrategyPageFactory,
}

BROKEN_PAGES = [
    (
        models.EventPage,
        {"ends_at": START - HOUR},
        {"ends_at": ["Arrangementet må slutte etter at det starter."]},
    ),
    (
        models.EventPage,
        {"is_all_day": True, "ends_at": START - DAY},
        {"ends_at": ["Arrangementet må slutte etter at det starter."]},
    ),
    (
        models.EventPage,
        {"registration_opens_at": START - HOUR, "registration_closes_at": START - DAY},
        {"registration_closes_at": ["Fristen må være etter at påmeldingen åpner."]},
    ),
    (
        models.EventPage,
        {"registration_closes_at": START + HOUR},
        {"registration_closes_at": ["Fristen kan ikke være etter at arrangementet starter."]},
    ),
    (models.EventPage, {"capacity": 0}, {"capacity": ["Antall plasser må være minst 1."]}),
    (
        models.EventPage,
        {"has_waiting_list": True},
        {"capacity": ["Oppgi antall plasser når det skal være venteliste."]},
    ),
    (
        models.EventPage,
        {"status": EventStatus.MOVED_ONLINE},
        {"attendance_mode": ["Et arrangement som er flyttet til nett, kan ikke ha bare fysisk oppmøte."]},
    ),
    (
        models.ProjectPage,
        {"starts_on": datetime.date(2023, 1, 1), "ends_on": datetime.date(2022, 1, 1)},
        {"ends_on": ["Prosjektet kan ikke slutte før det starter."]},
    ),
    (models.ProjectPage, {"amount": 0}, {"amount": ["Beløpet må være større enn 0."]}),
    (
        models.StrategyPage,
        {"starts_on": datetime.date(2023, 1, 1), "ends_on": datetime.date(2022, 1, 1)},
        {"ends_on": ["Siste dag kan ikke være før første dag."]},
    ),
    (
        models.MandatePage,
        {"valid_to": datetime.date(2021, 1, 1)},
        {"valid_to": ["Siste dag kan ikke være før første dag."]},
    ),
]


@pytest.mark.parametrize(("model", "values", "messages"), BROKEN_PAGES)
def test_a_broken_rule_is_told_beside_its_field(model, values, messages):
    page = FACTORIES[model]()

    for name, value in values.items():
        setattr(page, name, value)

    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    assert refused.value.message_dict == messages


@pytest.mark.parametrize(("model", "values", "messages"), BROKEN_PAGES)
def test_the_database_keeps_the_rule_too(model, values, messages):
    page = FACTORIES[model]()

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=page.pk).update(**values)


def test_an_unknown_choice_gets_no_further_than_the_database():
    event = EventPageFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        models.EventPage.objects.filter(pk=event.pk).update(kind="party")


def refusal(page) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    return refused.value.message_dict


def test_everything_that_is_wrong_is_told_at_once():
    event = EventPageFactory()

    event.ends_at = START - HOUR
    event.capacity = 0
    event.registration_kind = RegistrationKind.EXTERNAL

    assert refusal(event).keys() == {"ends_at", "capacity", "registration_url"}


def test_registration_elsewhere_needs_its_address():
    event = EventPageFactory()

    event.registration_kind = RegistrationKind.EXTERNAL

    assert refusal(event) == {"registration_url": ["Skriv inn adressen der folk melder seg på."]}


@pytest.mark.parametrize("mode", [AttendanceMode.ONLINE, AttendanceMode.MIXED])
def test_an_online_event_to_come_needs_its_link(mode):
    event = EventPageFactory()

    event.attendance_mode = mode
    event.starts_at = datetime.datetime.now(OSLO) + DAY

    assert refusal(event) == {
        "online_url": ["Skriv inn lenken der folk deltar. Sendes den bare til påmeldte, må det være påmelding."]
    }


@pytest.mark.parametrize(
    "values",
    [
        {"starts_at": START},
        {"registration_kind": RegistrationKind.OWN},
        {"online_url": "https://example.no/mote"},
        {"status": EventStatus.CANCELLED},
    ],
)
def test_an_online_event_needs_no_link_that_helps_nobody(values):
    event = EventPageFactory()

    event.attendance_mode = AttendanceMode.ONLINE
    event.starts_at = datetime.datetime.now(OSLO) + DAY
    for name, value in values.items():
        setattr(event, name, value)

    event.full_clean()


def test_an_event_that_lasts_all_day_takes_registrations_until_that_day():
    event = EventPageFactory(is_all_day=True)

    event.registration_closes_at = START

    event.full_clean()
    event.registration_closes_at = START + DAY
    assert refusal(event) == {"registration_closes_at": ["Fristen kan ikke være etter dagen arrangementet starter."]}


def test_a_strategy_needs_a_document_or_a_link():
    strategy = StrategyPageFactory()

    strategy.external_url = ""

    assert refusal(strategy) == {"document": ["Velg et dokument eller skriv inn en lenke."]}


def test_an_adopted_mandate_says_when_and_by_whom():
    mandate = MandatePageFactory()

    mandate.adopted_on = mandate.valid_from = None
    mandate.adopted_by = ""

    message = ["Må fylles ut før et vedtatt mandat kan publiseres."]
    assert refusal(mandate) == {"adopted_on": message, "adopted_by": message, "valid_from": message}


def test_a_mandate_for_demonstration_was_adopted_by_nobody():
    mandate = MandatePageFactory()

    mandate.adopted_on = mandate.valid_from = None
    mandate.adopted_by = ""
    mandate.is_demonstration = True

    mandate.full_clean()


def test_a_mandate_replaces_an_earlier_version():
    first = MandatePageFactory(version=2)
    second = MandatePageFactory(version=3)

    second.replaces = first
    second.full_clean()

    second.version = 2
    assert refusal(second) == {"version": ["Versjonen må være høyere enn den som erstattes."]}


def test_a_mandate_does_not_replace_itself():
    mandate = MandatePageFactory()

    mandate.replaces = mandate

    assert refusal(mandate) == {"replaces": ["Et mandat kan ikke erstatte seg selv."]}
    with pytest.raises(IntegrityError), transaction.atomic():
        models.MandatePage.objects.filter(pk=mandate.pk).update(replaces=mandate.pk)


def test_a_mandate_is_a_pdf():
    mandate = MandatePageFactory()

    mandate.document = DocumentFactory(file__filename="mandat.docx")

    assert refusal(mandate) == {"document": ["Mandatet må være en PDF-fil."]}


def test_material_is_a_document_or_a_link():
    material = models.EventMaterial(event=EventPageFactory(), title="Presentasjon")

    assert refusal(material) == {"document": ["Velg et dokument eller skriv inn en lenke."]}

    material.document = DocumentFactory()
    material.url = "https://example.no/presentasjon"
    assert refusal(material) == {"url": ["Velg et dokument eller skriv inn en lenke, ikke begge deler."]}
    with pytest.raises(IntegrityError), transaction.atomic():
        material.save()


def test_an_author_is_a_contact_or_a_name():
    author = models.ArticleAuthor(article=ArticlePageFactory())

    assert refusal(author) == {"contact": ["Velg en kontaktperson eller skriv et navn."]}

    author.contact = ContactFactory()
    author.name = "Kari Nordmann"
    assert refusal(author) == {"name": ["Velg en kontaktperson eller skriv et navn, ikke begge deler."]}
    with pytest.raises(IntegrityError), transaction.atomic():
        author.save()


@pytest.mark.parametrize(
    ("factory", "model", "parent"),
    [
        (EventPageFactory, models.EventOrganiser, "event"),
        (MandatePageFactory, models.MandateSignatory, "mandate"),
        (PartnershipPageFactory, models.Partner, "partnership"),
    ],
)
def test_an_organisation_stands_once_in_a_list(factory, model, parent):
    page, organisation = factory(), OrganisationFactory()
    model.objects.create(**{parent: page, "organisation": organisation})

    with pytest.raises(IntegrityError), transaction.atomic():
        write_now(lambda: model.objects.create(**{parent: page, "organisation": organisation}))


def write_now(write) -> None:
    """Do it, and check what PostgreSQL checks when the transaction ends, so that an editor can swap two rows."""
    write()
    connection.check_constraints()


BEGINNING = datetime.datetime(1, 1, 1, tzinfo=OSLO)
END = datetime.datetime(9999, 12, 31, 23, 30, tzinfo=datetime.UTC)


@pytest.mark.parametrize("is_all_day", [False, True])
@pytest.mark.parametrize("moment", [BEGINNING, END], ids=["beginning", "end"])
@pytest.mark.parametrize(
    "name", ["starts_at", "ends_at", "registration_opens_at", "registration_closes_at", "go_live_at", "expire_at"]
)
def test_a_moment_at_the_edge_of_the_calendar_is_refused_beside_its_field(name, moment, is_all_day):
    event = EventPageFactory(is_all_day=is_all_day)

    setattr(event, name, moment)

    assert refusal(event) == {name: ["Skriv et årstall fra 1000 til 9998."]}


def test_the_first_and_the_last_year_of_the_calendar_are_read_as_they_were_written():
    first = datetime.datetime(1000, 1, 1, tzinfo=OSLO)
    last = datetime.datetime(9998, 12, 31, 23, 30, tzinfo=datetime.UTC)

    event = EventPageFactory(starts_at=first, ends_at=last, is_all_day=True)

    stored = models.EventPage.objects.get(pk=event.pk)
    assert (stored.starts_at, stored.ends_at) == (first, datetime.datetime(9999, 1, 1, tzinfo=OSLO))
