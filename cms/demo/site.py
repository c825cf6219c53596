"""The demo site itself: front page, directory, and what stands on every page."""

import datetime
import json

from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, Site

from cms.demo.blocks import block, items
from cms.demo.partnership import INVITATION, VISION, Partnership
from cms.demo.pictures import landscape
from cms.demo.publishing import publish
from cms.demo.shared import Shared
from pages.models import ContactDirectoryPage, HomeHighlight, HomePage, StandardPage
from snippets.models import Navigation, NavigationKind, Notice, SiteSettings


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
                        "table",
                        table={
                            "caption": "Hva du finner hvor",
                            "columns": [
                                {"type": "text", "heading": "Del av nettstedet"},
                                {"type": "text", "heading": "Innhold"},
                            ],
                            "rows": [
                                {"values": ["Partnerskap", "Visjon, partnere og oppgaver"]},
                                {"values": ["Arrangementer", "Samlinger, verksteder og webinarer"]},
                                {"values": ["Prosjekter", "Prosjekter som har fått tildeling"]},
                                {"values": ["Artikler", "Nyheter, erfaringer og referater"]},
                            ],
                        },
                        first_column_is_heading=True,
                    ),
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


def make_accessibility_statement(front: HomePage) -> StandardPage:
    """What the law asks a public site to say of itself, for editors to fill in for their own."""
    return publish(
        front,
        StandardPage(
            title="Tilgjengelighet",
            slug="tilgjengelighet",
            lead="Hvor tilgjengelig nettstedet er, og hvor du melder fra når noe ikke virker for deg.",
            body=json.dumps(
                [
                    block(
                        "text",
                        text=(
                            "<p>Nettstedet er laget etter WCAG 2.2 på nivå AA. Forskrift om universell utforming av IKT"
                            " krever WCAG 2.1 på nivå AA.</p><p>Sidene virker uten skript, med tastatur og skjermleser,"
                            " på smale skjermer, og i lyse og mørke farger.</p>"
                        ),
                    ),
                    block("heading", text="Meld fra om feil", level="2"),
                    block("text", text="<p>Skriv til post@example.no og si hvilken side det gjelder.</p>"),
                    block("heading", text="Det vi ikke har kontrollert", level="2"),
                    block("text", text="<p>Dokumenter og filmer som andre har laget, kan ha mangler.</p>"),
                ]
            ),
        ),
    )


def show_first(front: HomePage, *pages: Page) -> None:
    """Put the pages first on the front page."""
    front.highlights = [HomeHighlight(page=page, sort_order=order) for order, page in enumerate(pages)]
    front.save_revision().publish()


def make_menus(front: HomePage, at_foot: list[StandardPage], partnership: Partnership) -> None:
    """The main menu and the footer's; what belongs to the partnership is below it in the menu."""
    belonging = [partnership.strategy, partnership.mandate]
    elsewhere = {page.pk for page in [*belonging, *at_foot]}
    main = [
        _menu_item(page, below=belonging if page.pk == partnership.page.pk else [])
        for page in front.get_children().live()
        if page.pk not in elsewhere
    ]
    locale = front.locale
    Navigation.objects.create(kind=NavigationKind.MAIN, locale=locale, items=json.dumps(main))
    Navigation.objects.create(
        kind=NavigationKind.FOOTER, locale=locale, items=json.dumps([_menu_item(page) for page in at_foot])
    )


def make_translated_menu(front: HomePage) -> None:
    """The main menu in another language: all that is translated."""
    main = [_menu_item(page) for page in front.get_children().live()]
    Navigation.objects.create(kind=NavigationKind.MAIN, locale=front.locale, items=json.dumps(main))


def _menu_item(page: Page, below: list[Page] | None = None) -> dict[str, object]:
    children = [{"label": one.title[:60], "page": one.pk, "url": ""} for one in below or []]
    label = "FoUI-kontakter" if page.specific_class is ContactDirectoryPage else page.title[:60]
    return block("item", label=label, page=page.pk, url="", children=items(*children))


def make_settings(partnership: Partnership, about: StandardPage, shared: Shared) -> None:
    """What the site says of itself, a notice, and an old address that leads on."""
    SiteSettings.objects.create(
        site=Site.objects.get(is_default_site=True),
        name="FoUI Trøndelag",
        organisation=shared.organisations["Trøndelag fylkeskommune"],
        contact_email="post@example.no",
        contact_phone="74 00 00 00",
        postal_address="Eksempelgata 1\n7000 Trondheim",
        social_links=json.dumps([block("link", service="linkedin", url="https://www.example.no/foui")]),
        footer="<p>Partnerskapet for forskning, utvikling og innovasjon i offentlig sektor i Trøndelag.</p>",
        share_image=landscape(9, "Tegnede åser over en fjord"),
    )
    Notice.objects.create(
        title="Dette er demonstrasjonsinnhold",
        text="<p>Personer og kommende arrangementer er oppdiktet.</p>",
        starts_at=timezone.now() - datetime.timedelta(days=1),
        link_page=about,
    )
    Redirect.add_redirect("/partnerskapet/", redirect_to=partnership.page, is_permanent=True)
