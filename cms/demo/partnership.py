"""The partnership, its strategy and its mandate: the partnership's own text, in its own words."""

import json
from dataclasses import dataclass

from wagtail.models import Page

from cms.demo.blocks import block, items
from cms.demo.pictures import pdf
from cms.demo.publishing import publish
from cms.demo.shared import PARTNERS, Shared
from pages.models import (
    ActionPlanItem,
    ActionStatus,
    ContactDirectoryPage,
    EventPage,
    HomePage,
    MandatePage,
    MandateSignatory,
    Partner,
    PartnershipPage,
    PartnershipStrategy,
    PartnershipTask,
    ProjectPage,
    StrategyPage,
)

VISION = (
    "<p>Trøndelag som region, skal være ledende i Norge, til å ta i bruk forskning og innovasjon i offentlig sektor. "
    "I 2025 har offentlig sektor i hele Trøndelag en forsknings- og innovasjonskultur som er preget av godt samarbeid, "
    "høg innovasjonstakt og en region som i stor grad tar i bruk forskning.</p>"
    "<p>I 2025 har kommunene i hele Trøndelag en tydelig innsats på næringsutvikling og eget utviklingsarbeid.</p>"
)
AIMS = (
    "Organisasjonene i partnerskapet bidrar til gjensidig utveksling av informasjon, kunnskap om pågående tiltak og "
    "erfaringer, som grunnlag for å diskutere hvordan vi kan innrette og samordne innsatsen og strategier knyttet til "
    "forskning, utviklingsarbeid og innovasjon i offentlig sektor i Trøndelag."
)
MOBILISE = (
    "Organisasjonene vil bidra til å mobilisere offentlig sektor til økt bruk av forskning, utvikling og innovasjon."
)
MEMBERS = (
    "Partnerskapet består av representanter fra Statsforvalteren i Trøndelag, Trøndelag fylkeskommune, "
    "Forskningsrådet region Trøndelag og KS Trøndelag."
)
MAIN_TASK = (
    "Oppfølging av verdiskapingsstrategien med tilhørende handlingsplan (Trøndelag fylkeskommune), er den viktigste "
    "oppgaven for partnerskapet."
)
SHARING = (
    "Partnerskapet legger også til rette for møteplasser og arenaer i Trøndelag knyttet til tematikk innenfor "
    "innovasjon, utvikling og forskning."
)
WEBINAR = "webinar-veikart-for-tjenesteinnovasjon"
INVITATION = "Alle kommuner i Trøndelag er velkommen til å oppnevne FoUI-kontakter"


@dataclass
class Partnership:
    """The pages of the partnership."""

    page: PartnershipPage
    strategy: StrategyPage
    mandate: MandatePage


def make_partnership(front: HomePage, shared: Shared) -> Partnership:
    """The partnership with its strategy and mandate; its text follows when what it leads to is there."""
    page = PartnershipPage(
        title="Partnerskap",
        slug="partnerskap",
        vision=VISION,
        target_year=2025,
        introduction=f"<p>{AIMS} {MOBILISE}</p><p>{MEMBERS} {MAIN_TASK}</p>",
    )
    representatives = {one.organisation_id: one for one in shared.contacts if one.organisation_id}
    page.partners = [
        Partner(
            organisation=shared.organisations[name],
            representative=representatives[shared.organisations[name].pk],
            role="Partner",
            sort_order=order,
        )
        for order, (name, _) in enumerate(PARTNERS)
    ]
    page.tasks = [
        PartnershipTask(title="Følge opp verdiskapingsstrategien", text=MAIN_TASK, sort_order=0),
        PartnershipTask(title="Legge til rette for møteplasser", text=SHARING, sort_order=1),
    ]
    publish(front, page)
    strategy, mandate = _strategy(front, shared), _mandate(front, shared)
    page.strategies_followed = [PartnershipStrategy(strategy=strategy)]
    return Partnership(page, strategy, mandate)


def _strategy(front: HomePage, shared: Shared) -> StrategyPage:
    county = shared.organisations["Trøndelag fylkeskommune"]
    strategy = StrategyPage(
        title="Verdiskapingsstrategien",
        slug="verdiskapingsstrategien",
        owner_organisation=county,
        summary="Fylkeskommunens strategi for verdiskaping i Trøndelag, med tilhørende handlingsplan.",
        document=pdf("Handlingsplan", ["Demonstrasjonstekst: handlingsplanen til verdiskapingsstrategien."]),
    )
    strategy.actions = [
        ActionPlanItem(
            title="Årlige samlinger om innovasjon i kommunene", status=ActionStatus.ONGOING, responsible=county
        ),
        ActionPlanItem(title="FoUI-kontakt i alle kommuner", status=ActionStatus.ONGOING, responsible=county),
        ActionPlanItem(title="Veikart for tjenesteinnovasjon", status=ActionStatus.DONE, responsible=county),
    ]
    return publish(front, strategy)


def _mandate(front: HomePage, shared: Shared) -> MandatePage:
    mandate = MandatePage(
        title="Mandatet for arbeidet i Trøndelag",
        slug="mandat",
        version=1,
        adopted_by="Partnerskapet",
        is_demonstration=True,
        # The text names the mandate without quoting it: these clauses restate what the page itself says.
        clauses=json.dumps(
            [
                block("clause", heading="Formål", text=f"<p>{AIMS} {MOBILISE}</p>"),
                block("clause", heading="Parter", text=f"<p>{MEMBERS}</p>"),
                block("clause", heading="Hovedoppgave", text=f"<p>{MAIN_TASK}</p>"),
            ]
        ),
        document=pdf("Mandatet for arbeidet i Trøndelag", ["Demonstrasjonstekst.", "Se nettsiden for innholdet."]),
    )
    mandate.signatories = [MandateSignatory(organisation=shared.organisations[name]) for name, _ in PARTNERS]
    return publish(front, mandate)


def tell_of_the_sharing(
    partnership: Partnership,
    directory: ContactDirectoryPage,
    events: dict[str, EventPage],
    projects: list[ProjectPage],
) -> None:
    """The text's second half on the partnership's page, leading to the pages it speaks of."""
    autumn = events["hostens-samling"]
    named = ["forsknings-og-innovasjonsverksted", "workshop-om-forskningssamarbeid", "digitalt-mote-namsos", WEBINAR]
    partnership.page.body = json.dumps(
        [
            block("heading", text="Erfaringsdeling", level="2"),
            block("text", text=f"<p>{SHARING}</p>"),
            block(
                "text",
                text=f"<p>{autumn.lead} Den hadde fokus på {autumn.focus}. "
                f"{_link('Les mer om samlingen i denne artikkelen', autumn.recap_article)}.</p>",
            ),
            block(
                "text",
                text="<p>I digital samling 2. mars var det erfaringsdeling via presentasjon av flere "
                f"kommune-prosjekter som har fått tildeling fra RFF:</p><ul>{''.join(map(_presented, projects))}</ul>"
                f"<p>{_link('Les mer om FoUI-verkstedet', events['foui-verkstedet'])}</p>",
            ),
            block("event_list", heading="", events=items(*(events[slug].pk for slug in named))),
            block(
                "link_list",
                heading="",
                links=items(
                    *({"text": page.title, "page": page.pk, "url": ""} for page in (directory, partnership.mandate))
                ),
            ),
            block("text", text=f"<p>{INVITATION}</p>"),
            block(
                "document_list",
                heading="Dokumenter",
                documents=items(partnership.strategy.document_id, partnership.mandate.document_id),
            ),
        ]
    )
    partnership.page.save_revision().publish()


def _link(text: str, page: Page) -> str:
    return f'<a linktype="page" id="{page.pk}">{text}</a>'


def _presented(project: ProjectPage) -> str:
    return f"<li>{_link(f'«{project.title}»', project)} v/ {project.owner_organisation}</li>"
