"""The demo site itself: front page, partnership, strategy, mandate, directory, and what stands on every page."""

import datetime
import json

from django.utils import timezone
from wagtail.models import Locale, Page, Site

from cms.demo.blocks import block, items
from cms.demo.pictures import landscape, pdf
from cms.demo.shared import PARTNERS, Shared
from pages.models import (
    ActionPlanItem,
    ActionStatus,
    ContactDirectoryPage,
    HomePage,
    MandatePage,
    MandateSignatory,
    Partner,
    PartnershipPage,
    PartnershipStrategy,
    PartnershipTask,
    StandardPage,
    StrategyPage,
)
from snippets.models import Navigation, NavigationKind, Notice, SiteSettings

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
INVITATION = "Alle kommuner i Trøndelag er velkommen til å oppnevne FoUI-kontakter"


def publish(parent: Page, page: Page) -> Page:
    """The page, below the parent and published through Wagtail's own path, with a revision."""
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def make_front() -> HomePage:
    """The front page of the only site, in place of Wagtail's welcome page."""
    locales = [Locale.objects.get_or_create(language_code=code)[0] for code in ("nb", "nn", "en", "sma")]
    root = Page.get_first_root_node()
    Page.objects.filter(depth=2).delete()
    front = HomePage(title="FoUI Trøndelag", slug="forside", vision=VISION, locale=locales[0])
    publish(Page.objects.get(pk=root.pk), front)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "port": 80, "site_name": "FoUI Trøndelag", "root_page": front},
    )
    return front


def make_partnership(front: HomePage, shared: Shared) -> PartnershipPage:
    """The partnership with its strategy, mandate and directory."""
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
    publish(front, strategy)
    partnership = PartnershipPage(
        title="Partnerskap",
        slug="partnerskap",
        vision=VISION,
        target_year=2025,
        introduction=f"<p>{AIMS} {MOBILISE}</p><p>{MEMBERS} {MAIN_TASK}</p>",
        body=json.dumps([block("heading", text="Erfaringsdeling", level="2"), block("text", text=f"<p>{SHARING}</p>")]),
    )
    representatives = {one.organisation_id: one for one in shared.contacts if one.organisation_id}
    partnership.partners = [
        Partner(
            organisation=shared.organisations[name],
            representative=representatives[shared.organisations[name].pk],
            role="Partner",
            sort_order=order,
        )
        for order, (name, _) in enumerate(PARTNERS)
    ]
    partnership.tasks = [
        PartnershipTask(title="Følge opp verdiskapingsstrategien", text=MAIN_TASK, sort_order=0),
        PartnershipTask(title="Legge til rette for møteplasser", text=SHARING, sort_order=1),
    ]
    partnership.strategies_followed = [PartnershipStrategy(strategy=strategy)]
    publish(front, partnership)
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
    publish(front, mandate)
    return partnership


def make_directory(front: HomePage) -> ContactDirectoryPage:
    """The contact directory with the standing invitation."""
    return publish(
        front,
        ContactDirectoryPage(
            title="Forsknings- og innovasjonskontaktene i kommunene i Trøndelag",
            slug="foui-kontakter",
            introduction="<p>FoUI-kontaktene er kommunenes bindeledd til forskning, utvikling og innovasjon.</p>",
            invitation=f"<p>{INVITATION}</p>",
            nomination_is_open=True,
        ),
    )


def make_about(front: HomePage) -> StandardPage:
    return publish(
        front,
        StandardPage(
            title="Om nettstedet",
            slug="om",
            lead="Hva nettstedet er, og hvem som står bak.",
            body=json.dumps(
                [
                    block("text", text="<p>Nettstedet samler det partnerskapet gjør, på ett sted.</p>"),
                    block(
                        "steps",
                        heading="Slik tar du kontakt",
                        steps=items(
                            {"heading": "Finn kommunen din", "text": "<p>Alle 38 kommuner står på listen.</p>"},
                            {"heading": "Skriv til kontakten", "text": ""},
                        ),
                    ),
                ]
            ),
        ),
    )


def make_translations(front: HomePage) -> None:
    """The front page in nynorsk and English, so that choosing a language leads somewhere."""
    for code, title, vision in [
        ("nn", "FoUI Trøndelag", "<p>Trøndelag skal vere leiande i Noreg i å ta i bruk forsking og innovasjon.</p>"),
        ("en", "FoUI Trøndelag", "<p>Trøndelag aims to lead Norway in using research and innovation.</p>"),
    ]:
        translated = front.copy_for_translation(Locale.objects.get(language_code=code))
        translated.title, translated.vision, translated.slug = title, vision, f"forside-{code}"
        translated.save_revision().publish()


def make_surroundings(front: HomePage, shared: Shared) -> None:
    """Settings, menus and a notice."""
    SiteSettings.objects.create(
        site=Site.objects.get(is_default_site=True),
        name="FoUI Trøndelag",
        organisation=shared.organisations["Trøndelag fylkeskommune"],
        contact_email="post@example.no",
        footer="<p>Partnerskapet for forskning, utvikling og innovasjon i offentlig sektor i Trøndelag.</p>",
        share_image=landscape(9, "Tegnede åser over en fjord"),
    )
    nb = Locale.objects.get(language_code="nb")
    below = front.get_children().live().filter(locale=nb)
    Navigation.objects.create(
        kind=NavigationKind.MAIN,
        locale=nb,
        items=json.dumps(
            [block("item", label=page.title[:60], page=page.pk, url="", children=[]) for page in below[:7]]
        ),
    )
    Navigation.objects.create(
        kind=NavigationKind.FOOTER,
        locale=nb,
        items=json.dumps([block("item", label="Om nettstedet", page=make_about(front).pk, url="", children=[])]),
    )
    Notice.objects.create(
        title="Dette er demonstrasjonsinnhold",
        text="<p>Personer og kommende arrangementer er oppdiktet.</p>",
        starts_at=timezone.now() - datetime.timedelta(days=1),
    )
