"""What the demo pages share: organisations, people, places, themes."""

import datetime
from dataclasses import dataclass

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

# The four that the partnership consists of, in the text's order.
PARTNERS = [
    ("Statsforvalteren i Trøndelag", OrganisationKind.STATE),
    ("Trøndelag fylkeskommune", OrganisationKind.COUNTY),
    ("Forskningsrådet region Trøndelag", OrganisationKind.RESEARCH),
    ("KS Trøndelag", OrganisationKind.INTEREST),
]
# Names of nobody: drawn from lists, with addresses at example.no.
FIRST_NAMES = ["Kari", "Ola", "Ingrid", "Per", "Solveig", "Arne", "Maja", "Jon", "Åse", "Leif", "Ragnhild", "Øyvind"]
LAST_NAMES = ["Prøveseth", "Eksempelmo", "Testvik", "Demostad", "Liksomnes", "Øvingsgård"]
MUNICIPALITIES_WITH_CONTACT = [
    *("5001", "5006", "5007", "5053", "5045", "5037", "5038", "5059", "5057", "5014", "5056", "5021", "5025", "5047"),
]
THEMES = [
    ("ungdom", "Ungdom", "Ungdom"),
    ("tjenesteinnovasjon", "Tjenesteinnovasjon", "Tenesteinnovasjon"),
    ("helse-og-omsorg", "Helse og omsorg", "Helse og omsorg"),
    ("naeringsutvikling", "Næringsutvikling", "Næringsutvikling"),
    ("frivillighet", "Frivillighet", "Frivilligheit"),
    ("forskningssamarbeid", "Forskningssamarbeid", "Forskingssamarbeid"),
]
AUDIENCES = [
    ("foui-kontakter", "Kommunale FoUI-kontakter"),
    ("kompetansemeglere", "Kompetansemeglere"),
    ("kommuneledelse", "Kommuneledelse"),
    ("forskere", "Forskere"),
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

    def municipality(self, name: str) -> Municipality:
        return Municipality.objects.get(name=name)


def make_shared() -> Shared:
    """The shared content of the demo, stored."""
    nb = Locale.objects.get(language_code="nb")
    nn = Locale.objects.get(language_code="nn")
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
    themes = {}
    for slug, label, label_nn in THEMES:
        themes[slug] = Theme.objects.create(slug=slug, label=label, locale=nb)
        Theme.objects.create(slug=slug, label=label_nn, locale=nn, translation_key=themes[slug].translation_key)
    return Shared(
        organisations=organisations,
        contacts=_make_contacts(organisations),
        themes=themes,
        audiences={slug: Audience.objects.create(slug=slug, label=label, locale=nb) for slug, label in AUDIENCES},
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
    first = FIRST_NAMES[index % len(FIRST_NAMES)]
    # Shifted at each round, so that no two have one name.
    last = LAST_NAMES[(index + index // len(FIRST_NAMES)) % len(LAST_NAMES)]
    contact = Contact(
        name=f"{first} {last}",
        roles=roles,
        email=f"kontakt{index + 1}@example.no",
        phone=f"74 00 00 {index + 10}",
        photo=portrait(index, f"{first} {last}") if index % 4 == 0 else None,
        appointed_on=datetime.date(2022, 9, 1),
        confirmed_on=datetime.date(2026, 1, 15),
        **details,
    )
    contact.save()
    contact.save_revision().publish()
    return contact
