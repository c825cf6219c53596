"""Articles of the demo: the recap of the autumn gathering, and plausible ones around it."""

import datetime
import json
from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from cms.demo.blocks import block, items
from cms.demo.pictures import landscape
from cms.demo.publishing import publish
from cms.demo.shared import Shared
from pages.models import ArticleAuthor, ArticleIndexPage, ArticleKind, ArticlePage, EventPage, ProjectPage

ALT_TEXTS = [
    "Tegnede åser i blått over en fjord",
    "Tegnede åser i brunt under en lav sol",
    "Tegnede åser i grønt under en lys himmel",
]


@dataclass
class Plausible:
    """An article that might have been written; its number stands for the month and the day."""

    title: str
    kind: ArticleKind
    theme: str
    lead: str
    municipality: str | None = None
    project: int | None = None


PLAUSIBLE = [
    Plausible(
        "Inderøy samstyrer frivilligheten",
        ArticleKind.EXPERIENCE,
        "frivillighet",
        "Kommunen og lagene bestemmer sammen hva barn og unge skal få tilbud om.",
        municipality="Inderøy",
        project=0,
    ),
    Plausible(
        "Grong lager arbeidsplasser der folk bor",
        ArticleKind.EXPERIENCE,
        "naeringsutvikling",
        "Et kontorfellesskap gir pendlere færre dager på veien.",
        municipality="Grong",
        project=2,
    ),
    Plausible(
        "Slik søker kommunen om forskningsmidler",
        ArticleKind.NEWS,
        "forskningssamarbeid",
        "Fem råd fra dem som har fått tildeling.",
        municipality="Trondheim",
    ),
    Plausible(
        "Nærnettverk gir trygghet",
        ArticleKind.REPORT,
        "helse-og-omsorg",
        "Yngre personer med demenssykdom og deres nærmeste var med på å forme tjenesten.",
        project=1,
    ),
    Plausible(
        "Tjenesteinnovasjon trenger tid",
        ArticleKind.OPINION,
        "tjenesteinnovasjon",
        "Gode ideer blir ikke til gode tjenester av seg selv.",
        municipality="Verdal",
    ),
    Plausible(
        "Ungdom tester framtidas bibliotek",
        ArticleKind.NEWS,
        "ungdom",
        "Sytti elever laget modeller av biblioteket de vil ha.",
        municipality="Stjørdal",
    ),
    Plausible(
        "Velferdsteknologi i distriktet",
        ArticleKind.REPORT,
        "helse-og-omsorg",
        "Sensorer og nattilsyn prøves ut sammen med hjemmetjenesten.",
        municipality="Namsos",
    ),
    Plausible(
        "Nye FoUI-kontakter på plass",
        ArticleKind.NEWS,
        "forskningssamarbeid",
        "Flere kommuner har oppnevnt sin kontakt for forskning, utvikling og innovasjon.",
        municipality="Heim",
    ),
]


def make_articles(
    front: Page, shared: Shared, events: dict[str, EventPage], projects: list[ProjectPage]
) -> ArticlePage:
    """The articles; the recap leads to its event, and the event to it."""
    index = publish(
        front,
        ArticleIndexPage(
            title="Artikler",
            slug="artikler",
            introduction="<p>Nyheter, erfaringer, referater og meninger fra hele Trøndelag.</p>",
        ),
    )
    pictures = [landscape(number, alt) for number, alt in enumerate(ALT_TEXTS)]
    gathering = events["hostens-samling"]
    recap = ArticlePage(
        title="Unge som ressurs: oppsummering av høstens samling",
        slug="hostens-samling-oppsummert",
        kind=ArticleKind.REPORT,
        published_on=datetime.date(2022, 11, 21),
        lead="Samlingen på Scandic Nidelven handlet om å mobilisere unge som ressurs i kommunene.",
        hero_image=pictures[0],
        event=gathering,
        body=json.dumps(_every_block(gathering, projects[0], shared, pictures[1].pk)),
    )
    recap.authors = [ArticleAuthor(contact=shared.contacts[-3])]
    recap.themes = [shared.themes["ungdom"]]
    publish(index, recap)
    gathering.recap_article = recap
    gathering.save_revision().publish()
    for number, plausible in enumerate(PLAUSIBLE):
        text = f"<p>{plausible.lead} Teksten er skrevet for demonstrasjonen.</p>"
        article = ArticlePage(
            title=plausible.title,
            kind=plausible.kind,
            published_on=datetime.date(2023, 1 + number, 10 + number),
            lead=plausible.lead,
            hero_image=pictures[number % len(pictures)],
            body=json.dumps([block("text", text=text)]),
        )
        article.authors = [ArticleAuthor(contact=shared.contacts[number])]
        article.themes = [shared.themes[plausible.theme]]
        if plausible.municipality:
            article.municipalities = [shared.municipality(plausible.municipality)]
        if plausible.project is not None:
            article.projects = [projects[plausible.project]]
        publish(index, article)
    return recap


def _every_block(event: EventPage, project: ProjectPage, shared: Shared, picture: int) -> list[dict[str, Any]]:
    """A body with a block of each kind but tables and documents, which other pages show."""
    return [
        block("text", text=f'<p>Se også <a linktype="page" id="{event.pk}">om samlingen</a>.</p>'),
        block("heading", text="Hva vi lærte", level="2"),
        block("quote", text="Spør de unge først.", attributed_to="En deltaker", role=""),
        block("fact_box", heading="Samlingen", text="<p>Scandic Nidelven, 16. november.</p>"),
        block("image", image=picture, alt_text="", is_decorative=False, caption="Utsikt over fjorden"),
        block("accordion", items=items({"heading": "Hvem kom?", "text": "<p>Kommuner fra hele Trøndelag.</p>"})),
        block("steps", heading="Videre", steps=items({"heading": "Velg et tema", "text": ""})),
        block(
            "video",
            title="Opptak fra åpningen",
            url="https://video.example.no/apning",
            transcript="<p>Velkommen til samling.</p>",
        ),
        block(
            "call_to_action",
            heading="Bli FoUI-kontakt",
            text="<p>Ta kontakt med sekretariatet.</p>",
            link={"text": "Skriv til oss", "page": None, "url": "https://www.example.no/"},
        ),
        block(
            "link_list",
            heading="Les mer",
            links=items({"text": "Arrangementet", "page": event.pk, "url": ""}),
        ),
        block("event_list", heading="", events=items(event.pk)),
        block("project_list", heading="", projects=items(project.pk)),
        block("contact_list", heading="Spør", contacts=items(shared.contacts[0].pk)),
    ]
