"""What the demo pages share: organisations, people, places, themes."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from wagtail.models import Locale

from cms.demo.pictures import portrait
from snippets.models import (
    Audience,
    Contact,
    ContactRole,
    FundingScheme,
    Municipality,
    Organisation,
    OrganisationKind,
    Theme,
    Venue,
)

Classified = TypeVar("Classified", Theme, Audience)

# The four that the partnership consists of, in the text's order.
PARTNERS = [
    ("Statsforvalteren i Trøndelag", OrganisationKind.STATE),
    ("Trøndelag fylkeskommune", OrganisationKind.COUNTY),
    ("Forskningsrådet region Trøndelag", OrganisationKind.RESEARCH),
    ("KS Trøndelag", OrganisationKind.INTEREST),
]
# Names of nobody, with addresses at example.no.
NAMES = [
    "Kari Prøveseth",
    "Ola Eksempelmo",
    "Ingrid Testvik",
    "Per Demostad",
    "Solveig Liksomnes",
    "Arne Øvingsgård",
    "Maja Utkastvold",
    "Jon Skisseberg",
    "Åse Tenktås",
    "Leif Modellvik",
    "Ragnhild Kladdmoen",
    "Øyvind Påfunnset",
    "Sigrid Forslagsnes",
    "Torleif Antattdal",
    "Berit Dømesmo",
    "Håkon Fiktebø",
    "Marit Mønsterhaug",
    "Eirik Diktestad",
]
MUNICIPALITIES_WITH_CONTACT = [
    *("5001", "5006", "5007", "5053", "5045", "5037", "5038", "5059", "5057", "5014", "5056", "5021", "5025", "5047"),
]
LANGUAGES = ("nb", "nn", "en")
# Slug, then the label in each of the languages.
THEMES = [
    ("ungdom", "Ungdom", "Ungdom", "Young people"),
    ("tjenesteinnovasjon", "Tjenesteinnovasjon", "Tenesteinnovasjon", "Service innovation"),
    ("helse-og-omsorg", "Helse og omsorg", "Helse og omsorg", "Health and care"),
    ("naeringsutvikling", "Næringsutvikling", "Næringsutvikling", "Business development"),
    ("frivillighet", "Frivillighet", "Frivilligheit", "Volunteering"),
    ("forskningssamarbeid", "Forskningssamarbeid", "Forskingssamarbeid", "Research cooperation"),
]
AUDIENCES = [
    ("foui-kontakter", "Kommunale FoUI-kontakter", "Kommunale FoUI-kontaktar", "Municipal FoUI contacts"),
    ("kompetansemeglere", "Kompetansemeglere", "Kompetansemeklarar", "Competence brokers"),
    ("kommuneledelse", "Kommuneledelse", "Kommuneleiing", "Municipal management"),
    ("forskere", "Forskere", "Forskarar", "Researchers"),
]


@dataclass
class Shared:
    """What the demo pages lead to, by name."""

    organisations: dict[str, Organisation]
    contacts: list[Contact]
    themes: dict[str, Theme]
    audiences: dict[str, Audience]
    venue: Venue
    rff: FundingScheme

    def in_language(self, things: Iterable[Classified], language: str) -> list[Classified]:
        """The themes or audiences in another language."""
        locale = Locale.objects.get(language_code=language)
        return [thing.get_translation(locale) for thing in things]

    def municipality(self, name: str) -> Municipality:
        return Municipality.objects.get(name=name)


def make_shared() -> Shared:
    """The shared content of the demo, stored."""
    organisations = {name: Organisation.objects.create(name=name, kind=kind) for name, kind in PARTNERS}
    organisations["Sintef digital"] = Organisation.objects.create(
        # A research institute that owns a project and is no municipality.
        name="Sintef digital",
        kind=OrganisationKind.RESEARCH,
    )
    for name in ("Inderøy", "Grong", "Namsos"):
        organisations[f"{name} kommune"] = Organisation.objects.create(
            name=f"{name} kommune",
            kind=OrganisationKind.MUNICIPALITY,
            municipality=Municipality.objects.get(name=name),
        )
    return Shared(
        organisations=organisations,
        contacts=_make_contacts(organisations),
        themes={slug: _in_all_languages(Theme, slug, labels) for slug, *labels in THEMES},
        audiences={slug: _in_all_languages(Audience, slug, labels) for slug, *labels in AUDIENCES},
        venue=Venue.objects.create(
            name="Scandic Nidelven",
            address="Havnegata 1-3",
            postcode="7010",
            place="Trondheim",
            municipality=Municipality.objects.get(name="Trondheim"),
        ),
        rff=FundingScheme.objects.create(
            name="Regionale forskningsfond", abbreviation="RFF", url="https://www.regionaleforskningsfond.no/"
        ),
    )


def _in_all_languages(model: type[Classified], slug: str, labels: list[str]) -> Classified:
    """The thing in bokmål, stored with its translations."""
    translation_key = uuid.uuid4()
    made = [
        model._default_manager.create(
            slug=slug,
            label=label,
            locale=Locale.objects.get(language_code=language),
            translation_key=translation_key,
        )
        for language, label in zip(LANGUAGES, labels, strict=True)
    ]
    return made[0]


def _make_contacts(organisations: dict[str, Organisation]) -> list[Contact]:
    contacts = []
    for index, number in enumerate(MUNICIPALITIES_WITH_CONTACT):
        roles = [ContactRole.FOUI_CONTACT] + ([ContactRole.COMPETENCE_BROKER] if index % 5 == 0 else [])
        contacts.append(
            _contact(
                index,
                roles,
                municipality=Municipality.objects.get(number=number),
                job_title="Rådgiver utvikling og innovasjon",
                # Some have not agreed to show how they are reached.
                email_is_public=index % 3 != 2,
                phone_is_public=index % 2 == 0,
            )
        )
    for index, (name, _) in enumerate(PARTNERS, start=len(contacts)):
        roles = [ContactRole.PARTNER_REPRESENTATIVE] + ([ContactRole.SECRETARIAT] if "fylkeskommune" in name else [])
        contacts.append(
            _contact(index, roles, organisation=organisations[name], job_title="Seniorrådgiver", email_is_public=True)
        )
    return contacts


def _contact(index: int, roles: list[ContactRole], **details: object) -> Contact:
    contact = Contact(
        name=NAMES[index],
        roles=roles,
        email=f"kontakt{index + 1}@example.no",
        phone=f"74 00 00 {index + 10}",
        photo=portrait(index, NAMES[index]) if index % 4 == 0 else None,
        appointed_on=datetime.date(2022, 9, 1),
        confirmed_on=datetime.date(2026, 1, 15),
        **details,
    )
    contact.save()
    contact.save_revision().publish()
    return contact
