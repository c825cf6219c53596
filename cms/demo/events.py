"""Events and projects of the demo: those the text names, and some to come."""

import json

from wagtail.models import Page

from cms.demo.blocks import block
from cms.demo.dates import DAY_ASSUMED, YEAR_ASSUMED, at, days_from_now
from cms.demo.pictures import pdf
from cms.demo.publishing import publish
from cms.demo.shared import Shared
from pages.models import (
    AttendanceMode,
    EventIndexPage,
    EventKind,
    EventMaterial,
    EventOrganiser,
    EventPage,
    EventRecording,
    EventStatus,
    OrganiserRole,
    ProgrammeItem,
    ProjectIndexPage,
    ProjectPage,
    ProjectStatus,
    RegistrationKind,
    TitleLanguage,
)

# Title, who presents it («v/» means presented by), whose municipality, and whether the title mixes languages.
PRESENTED = [
    ("Samstyring for en inkluderende frivillighet for barn og unge i Inderøy kommune", "Inderøy kommune", "Inderøy"),
    ("Nærnettverk for yngre personer med demenssykdom", "Sintef digital", None),
    ("New working spaces i distriktskommuner", "Grong kommune", "Grong"),
]


def make_projects(front: Page, shared: Shared) -> list[ProjectPage]:
    """The three projects presented at the digital gathering, all funded by RFF."""
    index = publish(
        front,
        ProjectIndexPage(
            title="Prosjekter",
            slug="prosjekter",
            introduction="<p>Prosjekter som har fått tildeling fra RFF og er presentert i samlingene.</p>",
        ),
    )
    projects = []
    for title, owner, municipality in PRESENTED:
        project = ProjectPage(
            title=title,
            owner_organisation=shared.organisations[owner],
            funding_scheme=shared.rff,
            status=ProjectStatus.COMPLETED,
            lead=f"Prosjektet fikk tildeling fra RFF og ble presentert av {owner} i den digitale samlingen.",
            body=json.dumps([block("text", text="<p>Mer om prosjektet følger. Teksten er til demonstrasjon.</p>")]),
        )
        if municipality:
            project.municipalities = [shared.municipality(municipality)]
        projects.append(publish(index, project))
    return projects


def make_events(front: Page, shared: Shared, projects: list[ProjectPage]) -> dict[str, EventPage]:
    """All events, by slug."""
    index = publish(
        front,
        EventIndexPage(
            title="Arrangementer",
            slug="arrangementer",
            introduction="<p>Møteplasser og arenaer for innovasjon, utvikling og forskning.</p>",
        ),
    )
    made = [
        _autumn_gathering(shared),
        _digital_gathering(shared, projects),
        *_named(shared),
        _under_way(shared),
        *_to_come(shared),
    ]
    for event in made:
        county = EventOrganiser(organisation=shared.organisations["Trøndelag fylkeskommune"])
        event.organisers = [county, *event.organisers.all()]
        publish(index, event)
    return {event.slug: event for event in made}


def _autumn_gathering(shared: Shared) -> EventPage:
    event = EventPage(
        title="Høstens samling",
        slug="hostens-samling",
        kind=EventKind.GATHERING,
        starts_at=at(2022, 11, 16, 9),
        ends_at=at(2022, 11, 16, 15),
        date_note=YEAR_ASSUMED,
        venue=shared.venue,
        focus="«Mobilisering av unge som ressurs i kommunene» samt innovasjonskultur og utviklingskraft",
        lead="Høstens samling var lagt til Scandic Nidelven, 16. november.",
    )
    event.themes = [shared.themes["ungdom"]]
    event.audiences = [shared.audiences["foui-kontakter"], shared.audiences["kommuneledelse"]]
    return event


def _digital_gathering(shared: Shared, projects: list[ProjectPage]) -> EventPage:
    event = EventPage(
        title="Digital samling",
        slug="digital-samling",
        kind=EventKind.GATHERING,
        attendance_mode=AttendanceMode.ONLINE,
        starts_at=at(2023, 3, 2, 9),
        ends_at=at(2023, 3, 2, 11, 30),
        date_note=YEAR_ASSUMED,
        lead="Erfaringsdeling via presentasjon av flere kommune-prosjekter som har fått tildeling fra RFF.",
    )
    event.programme = [
        ProgrammeItem(
            title=title,
            title_language=TitleLanguage.EN if title.startswith("New") else "",
            presenter=owner,
            organisation=shared.organisations[owner],
            project=project,
            sort_order=order,
        )
        for order, ((title, owner, _), project) in enumerate(zip(PRESENTED, projects, strict=True))
    ]
    event.audiences = [shared.audiences["foui-kontakter"]]
    event.materials = [
        EventMaterial(
            title="Program", document=pdf("Program for digital samling", [title for title, _, _ in PRESENTED])
        )
    ]
    return event


def _named(shared: Shared) -> list[EventPage]:
    """Events that the text only names; their days are assumed."""
    online = AttendanceMode.ONLINE
    namsos = EventPage(
        title="Digitalt møte for kommunale FoUI-kontakter og kompetansemeglere og Namsos kommune",
        slug="digitalt-mote-namsos",
        kind=EventKind.DIGITAL_MEETING,
        attendance_mode=online,
        starts_at=at(2023, 5, 11, 9),
        ends_at=at(2023, 5, 11, 10, 30),
        lead="FoUI-kontakter og kompetansemeglere møtte Namsos kommune.",
    )
    namsos.municipalities = [shared.municipality("Namsos")]
    namsos.organisers = [
        EventOrganiser(organisation=shared.organisations["Namsos kommune"], role=OrganiserRole.CO_HOST, sort_order=1)
    ]
    namsos.audiences = [shared.audiences["foui-kontakter"], shared.audiences["kompetansemeglere"]]
    events = [
        EventPage(
            title="FoUI-verkstedet",
            slug="foui-verkstedet",
            kind=EventKind.INNOVATION_WORKSHOP,
            starts_at=at(2023, 3, 23, 10),
            ends_at=at(2023, 3, 23, 14),
            lead="Et verksted der kommunene arbeidet med egne utfordringer.",
        ),
        EventPage(
            title="Forsknings- og innovasjonsverksted",
            slug="forsknings-og-innovasjonsverksted",
            kind=EventKind.INNOVATION_WORKSHOP,
            starts_at=at(2022, 9, 29, 10),
            ends_at=at(2022, 9, 29, 15),
            lead="Verksted for kommuner som vil i gang med forskning og innovasjon.",
        ),
        EventPage(
            title="Workshop om forskningssamarbeid",
            slug="workshop-om-forskningssamarbeid",
            kind=EventKind.WORKSHOP,
            starts_at=at(2022, 6, 9, 9),
            ends_at=at(2022, 6, 9, 12),
            lead="Kommuner og forskere om hvordan de kan samarbeide.",
        ),
        namsos,
        EventPage(
            title="Webinar – Veikart for tjenesteinnovasjon",
            slug="webinar-veikart-for-tjenesteinnovasjon",
            kind=EventKind.WEBINAR,
            attendance_mode=online,
            starts_at=at(2022, 10, 20, 12),
            ends_at=at(2022, 10, 20, 13),
            lead="En innføring i veikartet og hvordan kommunene kan bruke det.",
        ),
    ]
    events[2].themes = [shared.themes["forskningssamarbeid"]]
    events[4].themes = [shared.themes["tjenesteinnovasjon"]]
    events[4].recordings = [
        EventRecording(
            title="Opptak av webinaret",
            url="https://video.example.no/veikart",
            transcript="Demonstrasjonstekst: det som ble sagt og vist i webinaret.",
        )
    ]
    for event in events:
        event.date_note = DAY_ASSUMED
    return events


def _under_way(shared: Shared) -> EventPage:
    """Made up; it goes on when the demo is loaded, for whole days."""
    event = EventPage(
        title="Idédugnad: hva trenger kommunene forskning på?",
        slug="idedugnad",
        kind=EventKind.DIGITAL_MEETING,
        attendance_mode=AttendanceMode.ONLINE,
        online_url="https://mote.example.no/idedugnad",
        starts_at=days_from_now(-2, 0),
        ends_at=days_from_now(12, 0),
        is_all_day=True,
        lead="Et oppdiktet arrangement som varer i to uker, så listen over det som pågår har noe i seg.",
    )
    event.themes = [shared.themes["forskningssamarbeid"]]
    event.audiences = [shared.audiences["foui-kontakter"], shared.audiences["forskere"]]
    return event


def _to_come(shared: Shared) -> list[EventPage]:
    """Made up; they begin a number of days after the demo is loaded."""
    plans = [
        (14, "Frokostmøte om kunstig intelligens i kommunene", EventKind.DIGITAL_MEETING, "tjenesteinnovasjon"),
        (30, "Verksted: fra idé til forskningsprosjekt", EventKind.INNOVATION_WORKSHOP, "forskningssamarbeid"),
        (60, "Vårens samling", EventKind.GATHERING, "ungdom"),
        (90, "Webinar om velferdsteknologi", EventKind.WEBINAR, "helse-og-omsorg"),
    ]
    events = []
    for days, title, kind, theme in plans:
        online = kind in (EventKind.DIGITAL_MEETING, EventKind.WEBINAR)
        event = EventPage(
            title=title,
            kind=kind,
            attendance_mode=AttendanceMode.ONLINE if online else AttendanceMode.IN_PERSON,
            online_url="https://mote.example.no/foui" if online else "",
            venue=None if online else shared.venue,
            starts_at=days_from_now(days, 9),
            ends_at=days_from_now(days, 12),
            lead="Et oppdiktet arrangement, så listen over det som kommer har noe i seg.",
            registration_kind=RegistrationKind.EXTERNAL,
            registration_url="https://pamelding.example.no/",
            registration_closes_at=days_from_now(days - 3, 12),
            body=json.dumps([block("text", text="<p>Programmet legges ut når det er klart.</p>")]),
        )
        event.themes = [shared.themes[theme]]
        events.append(event)
    workshop, gathering, webinar = events[1:]
    workshop.registration_kind, workshop.registration_url = RegistrationKind.OWN, ""
    workshop.capacity, workshop.has_waiting_list = 40, True
    gathering.slug = "varens-samling"
    webinar.status = EventStatus.POSTPONED
    return events
