"""The demo in nynorsk and English: enough to see what a language holds, and what falls back to bokmål.

Southern Sámi has no page: nobody here writes it well enough to put words in the partnership's mouth.
"""

import json
from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from cms.demo.blocks import block
from cms.demo.publishing import translate
from cms.demo.shared import Shared
from cms.demo.site import make_translated_menu, show_first
from pages.models import ArticlePage, EventPage, HomePage, PartnershipPage, PartnershipTask


@dataclass
class Texts:
    """What is said in one language; a pair is a title and a slug."""

    language: str
    vision: list[str]
    aims: str
    members: str
    main_task: str
    sharing: str
    tasks: tuple[str, str]
    partnership: tuple[str, str]
    event_index: tuple[str, str]
    event_introduction: str
    article_index: tuple[str, str]
    article_introduction: str
    autumn: tuple[str, str]
    autumn_lead: str
    autumn_focus: str
    year_assumed: str
    spring: tuple[str, str]
    spring_lead: str
    spring_text: str
    recap: tuple[str, str]
    recap_lead: str
    recap_link: str


NYNORSK = Texts(
    language="nn",
    vision=[
        (
            "Trøndelag som region skal vere leiande i Noreg i å ta i bruk forsking og innovasjon i offentleg "
            "sektor. I 2025 har offentleg sektor i heile Trøndelag ein forskings- og innovasjonskultur som er "
            "prega av godt samarbeid, høg innovasjonstakt og ein region som i stor grad tek i bruk forsking."
        ),
        "I 2025 har kommunane i heile Trøndelag ein tydeleg innsats på næringsutvikling og eige utviklingsarbeid.",
    ],
    aims=(
        "Organisasjonane i partnarskapet bidreg til gjensidig utveksling av informasjon, kunnskap om pågåande "
        "tiltak og erfaringar, som grunnlag for å diskutere korleis vi kan innrette og samordne innsatsen og "
        "strategiar knytte til forsking, utviklingsarbeid og innovasjon i offentleg sektor i Trøndelag. "
        "Organisasjonane vil bidra til å mobilisere offentleg sektor til auka bruk av forsking, utvikling og "
        "innovasjon."
    ),
    members=(
        "Partnarskapet er sett saman av representantar frå Statsforvaltaren i Trøndelag, Trøndelag fylkeskommune, "
        "Forskingsrådet region Trøndelag og KS Trøndelag."
    ),
    main_task=(
        "Å følgje opp verdiskapingsstrategien med tilhøyrande handlingsplan (Trøndelag fylkeskommune) er den "
        "viktigaste oppgåva for partnarskapet."
    ),
    sharing=(
        "Partnarskapet legg også til rette for møteplassar og arenaer i Trøndelag knytte til tematikk innanfor "
        "innovasjon, utvikling og forsking."
    ),
    tasks=("Følgje opp verdiskapingsstrategien", "Leggje til rette for møteplassar"),
    partnership=("Partnarskap", "partnarskap"),
    event_index=("Arrangement", "arrangement"),
    event_introduction="Møteplassar og arenaer for innovasjon, utvikling og forsking.",
    article_index=("Artiklar", "artiklar"),
    article_introduction="Nyhende, erfaringar, referat og meiningar frå heile Trøndelag.",
    autumn=("Haustsamlinga", "haustsamlinga"),
    autumn_lead="Haustsamlinga var lagd til Scandic Nidelven 16. november.",
    autumn_focus="«Mobilisering av unge som ressurs i kommunane», innovasjonskultur og utviklingskraft",
    year_assumed="Årstalet er ikkje stadfesta",
    spring=("Vårsamlinga", "varsamlinga"),
    spring_lead="Eit oppdikta arrangement, så lista over det som kjem, har noko i seg.",
    spring_text="Programmet blir lagt ut når det er klart.",
    recap=("Unge som ressurs: oppsummering av haustsamlinga", "haustsamlinga-oppsummert"),
    recap_lead="Samlinga på Scandic Nidelven handla om å mobilisere unge som ressurs i kommunane.",
    recap_link="Les om haustsamlinga",
)
ENGLISH = Texts(
    language="en",
    vision=[
        (
            "Trøndelag as a region is to lead Norway in putting research and innovation to use in the public "
            "sector. In 2025 the public sector throughout Trøndelag has a culture of research and innovation that "
            "is marked by good cooperation, a high pace of innovation and a region that makes wide use of "
            "research."
        ),
        (
            "In 2025 the municipalities throughout Trøndelag make a clear effort in business development and in "
            "developing their own work."
        ),
    ],
    aims=(
        "The organisations of the partnership exchange information, experience and knowledge of what is under "
        "way, as a basis for discussing how we can shape and coordinate efforts and strategies for research, "
        "development and innovation in the public sector of Trøndelag. The organisations want to help the public "
        "sector make more use of research, development and innovation."
    ),
    members=(
        "The partnership consists of representatives of the County Governor of Trøndelag, Trøndelag County "
        "Council, the Research Council of Norway in Trøndelag and KS Trøndelag."
    ),
    main_task=(
        "Following up the strategy for value creation and its action plan (Trøndelag County Council) is the most "
        "important task of the partnership."
    ),
    sharing="The partnership also arranges for people in Trøndelag to meet about innovation, development and research.",
    tasks=("Follow up the strategy for value creation", "Arrange for people to meet"),
    partnership=("The partnership", "partnership"),
    event_index=("Events", "events"),
    event_introduction="Places to meet about innovation, development and research.",
    article_index=("Articles", "articles"),
    article_introduction="News, experiences, reports and opinions from all of Trøndelag.",
    autumn=("The autumn gathering", "autumn-gathering"),
    autumn_lead="The autumn gathering was held at Scandic Nidelven on 16 November.",
    autumn_focus=(
        "“Mobilising young people as a resource in the municipalities”, and a culture and capacity for innovation"
    ),
    year_assumed="The year is assumed",
    spring=("The spring gathering", "spring-gathering"),
    spring_lead="A made-up event, so that the list of what is to come holds something.",
    spring_text="The programme will be published when it is ready.",
    recap=("Young people as a resource: what came of the autumn gathering", "autumn-gathering-recap"),
    recap_lead=(
        "The gathering at Scandic Nidelven was about mobilising young people as a resource in the municipalities."
    ),
    recap_link="Read about the autumn gathering",
)


def make_translations(
    front: HomePage, partnership: PartnershipPage, events: dict[str, EventPage], recap: ArticlePage, shared: Shared
) -> None:
    """The front page, the partnership, two events and an article in nynorsk and English, with their menus."""
    for texts in (NYNORSK, ENGLISH):
        language = texts.language
        translated_front = translate(
            front, language, title=front.title, slug=f"forside-{language}", vision=_paragraphs(*texts.vision)
        )
        translated_partnership = _translate_partnership(partnership, texts)
        autumn, spring = events["hostens-samling"], events["varens-samling"]
        _translate(
            autumn.get_parent().specific,
            language,
            texts.event_index,
            introduction=_paragraphs(texts.event_introduction),
        )
        _translate(
            recap.get_parent().specific,
            language,
            texts.article_index,
            introduction=_paragraphs(texts.article_introduction),
        )
        translated_autumn = _translate(
            autumn,
            language,
            texts.autumn,
            lead=texts.autumn_lead,
            focus=texts.autumn_focus,
            date_note=texts.year_assumed,
            themes=shared.in_language(autumn.themes.all(), language),
            audiences=shared.in_language(autumn.audiences.all(), language),
        )
        _translate(
            spring,
            language,
            texts.spring,
            lead=texts.spring_lead,
            body=json.dumps([block("text", text=_paragraphs(texts.spring_text))]),
            themes=shared.in_language(spring.themes.all(), language),
        )
        link = f'<a linktype="page" id="{translated_autumn.pk}">{texts.recap_link}</a>'
        translated_recap = _translate(
            recap,
            language,
            texts.recap,
            lead=texts.recap_lead,
            event=translated_autumn,
            body=json.dumps([block("text", text=_paragraphs(texts.recap_lead, f"{link}."))]),
            themes=shared.in_language(recap.themes.all(), language),
        )
        translated_autumn.recap_article = translated_recap
        translated_autumn.save_revision().publish()
        # Read again: it has children now, and saving the one in hand would forget them.
        translated_front.refresh_from_db()
        show_first(translated_front, translated_partnership, translated_recap)
        make_translated_menu(translated_front)


def _translate_partnership(partnership: PartnershipPage, texts: Texts) -> PartnershipPage:
    details = (texts.main_task, texts.sharing)
    tasks = [
        PartnershipTask(title=title, text=text, sort_order=order)
        for order, (title, text) in enumerate(zip(texts.tasks, details, strict=True))
    ]
    return _translate(
        partnership,
        texts.language,
        texts.partnership,
        vision=_paragraphs(*texts.vision),
        introduction=_paragraphs(texts.aims, f"{texts.members} {texts.main_task}"),
        body=json.dumps([block("text", text=_paragraphs(texts.sharing))]),
        tasks=tasks,
    )


def _translate(page: Page, language: str, named: tuple[str, str], **changes: Any) -> Any:
    title, slug = named
    return translate(page, language, title=title, slug=slug, **changes)


def _paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)
