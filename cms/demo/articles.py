"""Articles of the demo: the recap of the autumn gathering, and plausible ones around it."""

import datetime
import json
from typing import Any

from wagtail.models import Locale, Page

from cms.demo.blocks import block, items
from cms.demo.pictures import landscape
from cms.demo.shared import Shared
from cms.demo.site import publish
from pages.models import ArticleAuthor, ArticleIndexPage, ArticleKind, ArticlePage, EventPage, ProjectPage

ALT_TEXTS = [
    "Tegnede åser i blått over en fjord",
    "Tegnede åser i brunt under en lav sol",
    "Tegnede åser i grønt under en lys himmel",
]
# Title, kind, theme, municipality, lead.
PLAUSIBLE = [
    (
        "Inderøy samstyrer frivilligheten",
        ArticleKind.EXPERIENCE,
        "frivillighet",
        "Inderøy",
        "Kommunen og lagene bestemmer sammen hva barn og unge skal få tilbud om.",
    ),
    (
        "Grong lager arbeidsplasser der folk bor",
        ArticleKind.EXPERIENCE,
        "naeringsutvikling",
        "Grong",
        "Et kontorfellesskap gir pendlere færre dager på veien.",
    ),
    (
        "Slik søker kommunen om forskningsmidler",
        ArticleKind.NEWS,
        "forskningssamarbeid",
        "Trondheim",
        "Fem råd fra dem som har fått tildeling.",
    ),
    (
        "Nærnettverk gir trygghet",
        ArticleKind.REPORT,
        "helse-og-omsorg",
        "Steinkjer",
        "Yngre personer med demenssykdom og deres nærmeste var med på å forme tjenesten.",
    ),
    (
        "Tjenesteinnovasjon trenger tid",
        ArticleKind.OPINION,
        "tjenesteinnovasjon",
        "Verdal",
        "Gode ideer blir ikke til gode tjenester av seg selv.",
    ),
    (
        "Ungdom tester framtidas bibliotek",
        ArticleKind.NEWS,
        "ungdom",
        "Stjørdal",
        "Sytti elever laget modeller av biblioteket de vil ha.",
    ),
    (
        "Velferdsteknologi i distriktet",
        ArticleKind.REPORT,
        "helse-og-omsorg",
        "Namsos",
        "Sensorer og nattilsyn prøves ut sammen med hjemmetjenesten.",
    ),
    (
        "Nye FoUI-kontakter på plass",
        ArticleKind.NEWS,
        "forskningssamarbeid",
        "Heim",
        "Flere kommuner har oppnevnt sin kontakt for forskning, utvikling og innovasjon.",
    ),
]


def make_articles(
    front: Page, shared: Shared, events: dict[str, EventPage], projects: list[ProjectPage]
) -> ArticleIndexPage:
    """The articles, one of them also in nynorsk."""
    index = publish(front, ArticleIndexPage(title="Artikler", slug="artikler"))
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
    for number, (title, kind, theme, municipality, lead) in enumerate(PLAUSIBLE):
        article = ArticlePage(
            title=title,
            kind=kind,
            published_on=datetime.date(2023, 1 + number, 10 + number),
            lead=lead,
            hero_image=pictures[number % len(pictures)],
            body=json.dumps([block("text", text=f"<p>{lead} Teksten er skrevet for demonstrasjonen.</p>")]),
        )
        article.authors = [ArticleAuthor(contact=shared.contacts[number])]
        article.themes = [shared.themes[theme]]
        article.municipalities = [shared.municipality(municipality)]
        article.projects = projects[number : number + 1]
        publish(index, article)
    _translate(index, recap)
    return index


def _translate(index: ArticleIndexPage, recap: ArticlePage) -> None:
    nynorsk = Locale.objects.get(language_code="nn")
    index.copy_for_translation(nynorsk, copy_parents=True).save_revision().publish()
    translated = recap.copy_for_translation(nynorsk)
    translated.title = "Unge som ressurs: oppsummering av samlinga i haust"
    translated.lead = "Samlinga på Scandic Nidelven handla om å mobilisere unge som ressurs i kommunane."
    translated.save_revision().publish()


def _every_block(event: EventPage, project: ProjectPage, shared: Shared, picture: int) -> list[dict[str, Any]]:
    """A body with a block of each kind but the documents', which the mandate shows."""
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
