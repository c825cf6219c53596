"""The small site that the clients read: lists long enough to have pages, references that lead somewhere."""

import datetime
from typing import Any

from wagtail.models import Site

from cms.demo.blocks import block, items
from pages.models import (
    ArticleAuthor,
    ArticleKind,
    EventOrganiser,
    EventPage,
    HomePage,
    ProgrammeItem,
    ProjectPage,
)
from snippets.models import Contact, Navigation, Organisation, OrganisationKind, Theme
from tests.factories import (
    AudienceFactory,
    ContactFactory,
    DocumentFactory,
    ImageFactory,
    MunicipalityFactory,
    NavigationFactory,
    NoticeFactory,
    OrganisationFactory,
    ThemeFactory,
    VenueFactory,
)
from tests.page_factories import (
    OSLO,
    ArticleIndexPageFactory,
    ArticlePageFactory,
    EventIndexPageFactory,
    EventPageFactory,
    HomePageFactory,
    ProjectIndexPageFactory,
    ProjectPageFactory,
    StandardPageFactory,
)

ARTICLES = 12
EVENTS = 7


def publish_a_site() -> None:
    """Publish the site that the checks know: 12 articles, 7 events, and what they lead to; and one secret draft."""
    front = HomePageFactory(title="FoUI Trøndelag", slug="forside", vision="Et nyskapende Trøndelag")
    Site.objects.update(hostname="localhost", site_name="FoUI Trøndelag", root_page=front)
    theme = ThemeFactory(label="Velferdsteknologi", slug="velferdsteknologi")
    organisation = OrganisationFactory(name="Ørland kommune", kind=OrganisationKind.MUNICIPALITY)
    contact = ContactFactory(
        name="Åse Ødegård",
        organisation=organisation,
        municipality=MunicipalityFactory(number="5057", name="Ørland"),
        email_is_public=True,
    )
    MunicipalityFactory(number="5001", name="Trondheim")
    project = ProjectPageFactory(
        parent=ProjectIndexPageFactory(parent=front, title="Prosjekter", slug="prosjekter"),
        title="Trygg hjemme",
        slug="trygg-hjemme",
        owner_organisation=organisation,
    )
    events = _publish_events(front, organisation, contact, project)
    _publish_articles(front, theme, contact, events[0])
    about = StandardPageFactory(parent=front, title="Om oss", slug="om-oss", lead="Hvem vi er.", show_in_menus=True)
    _publish_menu(about)
    NoticeFactory(title="Påmeldingen er åpen", link_page=events[0])


def _publish_events(
    front: HomePage, organisation: Organisation, contact: Contact, project: ProjectPage
) -> list[EventPage]:
    index = EventIndexPageFactory(parent=front, title="Arrangementer", slug="arrangementer")
    events = [
        EventPageFactory(
            parent=index,
            title=f"Samling {number:02}",
            slug=f"samling-{number:02}",
            starts_at=datetime.datetime(2022, number, 16, 9, tzinfo=OSLO),
            ends_at=datetime.datetime(2022, number, 16, 15, tzinfo=OSLO),
        )
        for number in range(1, EVENTS + 1)
    ]
    first = events[0]
    first.venue = VenueFactory(name="Scandic Nidelven", place="Trondheim")
    first.audiences = [AudienceFactory(label="Kommunale ledere", slug="kommunale-ledere")]
    first.organisers = [EventOrganiser(organisation=organisation)]
    first.programme = [
        ProgrammeItem(starts_at=datetime.time(9, 30), title="Velkommen", presenter_contact=contact),
        ProgrammeItem(title="Trygg hjemme", project=project, organisation=organisation),
    ]
    first.save()
    return events


def _publish_articles(front: HomePage, theme: Theme, contact: Contact, event: EventPage) -> None:
    index = ArticleIndexPageFactory(parent=front, title="Artikler", slug="artikler")
    for number in range(1, ARTICLES):
        ArticlePageFactory(
            parent=index,
            title=f"Artikkel {number:02}",
            slug=f"artikkel-{number:02}",
            # Several of each day, so that paging has to tell equal ones apart.
            published_on=datetime.date(2022, 1 + number % 4, 10),
        )
    picture = ImageFactory(title="Hjemmebesøk", description="To personer ved et kjøkkenbord")
    newest = ArticlePageFactory(
        parent=index,
        title="Velferdsteknologi på Ørland",
        slug="velferdsteknologi-pa-orland",
        kind=ArticleKind.EXPERIENCE,
        published_on=datetime.date(2023, 3, 2),
        hero_image=picture,
        event=event,
        body=_one_of_each_block(contact, event, picture.pk),
    )
    newest.authors = [ArticleAuthor(contact=contact)]
    newest.themes = [theme]
    newest.save()
    ArticlePageFactory(parent=index, title="Hemmelig utkast", slug="hemmelig-utkast", live=False)


def _one_of_each_block(contact: Contact, event: EventPage, picture: int) -> list[dict[str, Any]]:
    return [
        block("heading", text="Bakgrunn", level="2"),
        block("text", text="<p>Kommunen prøver ut <b>sensorer</b>.</p>"),
        block("quote", text="Nå sover jeg godt.", attributed_to="Pårørende", role=""),
        block("fact_box", heading="Fakta", text="<p>40 hjem.</p>"),
        block("accordion", items=items({"heading": "Hva koster det?", "text": "<p>Lite.</p>"})),
        block("steps", heading="", steps=items({"heading": "Begynn", "text": ""})),
        block("image", image=picture, alt_text="", is_decorative=False, caption=""),
        block("document_list", heading="", documents=items(DocumentFactory(title="Rapport").pk)),
        block("event_list", heading="Kom", events=items(event.pk)),
        block("contact_list", heading="Spør", contacts=items(contact.pk)),
    ]


def _publish_menu(page: Any) -> Navigation:
    child = {"label": "Hjelp", "page": None, "url": "https://example.no/"}
    item = {"label": "Om oss", "page": page.pk, "url": "", "children": items(child)}
    return NavigationFactory(items=[block("item", **item)])
