"""The readers' site in a browser: on small and large screens, light and dark, with and without scripts."""

import datetime
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Browser, Page, Route, expect
from wagtail.models import Locale

from cms.api.ids import global_id
from cms.api.mutations import FASTEST_SECONDS
from pages.models import ArticleIndexPage, EventPage, HomePage, ProgrammeItem, RegistrationKind
from snippets.models import Contact, ContactConfirmation
from tests.factories import DocumentFactory, NavigationFactory, NoticeFactory
from tests.page_factories import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    EventIndexPageFactory,
    EventPageFactory,
)

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

ADDRESSES = [
    "/",
    "/partnerskap/",
    "/verdiskapingsstrategien/",
    "/mandat/",
    "/arrangementer/",
    "/arrangementer/?nar=tidligere",
    "/artikler/",
    "/prosjekter/",
    "/foui-kontakter/",
    "/om/",
    "/tilgjengelighet/",
    "/en/",
    "/sok/?q=innovasjon",
    "/oppnevning/",
]
WRONG = ["/sok/?q=" + "x" * 300, "/finnes-ikke/"]
WIDTHS = [320, 768, 1280]
CONTRAST = ["color-contrast", "link-in-text-block"]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# A page without its pictures, in bytes.
HEAVIEST = 60_000
# How much has moved since the page began to show; below 0.1 nobody minds.
MOVED = """new Promise((tell) => {
    let moved = 0;
    const watcher = new PerformanceObserver((seen) => seen.getEntries().forEach((one) => { moved += one.value; }));
    watcher.observe({ type: "layout-shift", buffered: true });
    setTimeout(() => tell(moved), 100);
})"""
# How much wider than the window a page may be, in pixels.
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@contextmanager
def window(browser: Browser, server: str, **options: Any) -> Iterator[Page]:
    """A reader's window, at the end of which no script has failed and no other host was asked."""
    wrong: list[str] = []
    with browser.new_context(locale="nb-NO", base_url=server, **options) as context:
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
        page.on(
            "request",
            lambda request: request.url.startswith((f"{server}/", "data:")) or wrong.append(f"foreign: {request.url}"),
        )
        yield page
    assert wrong == []


def first_of_each(page: Page) -> list[str]:
    """One article, event and project, as the lists lead to them."""
    found = []
    for address in ("/artikler/", "/arrangementer/?nar=tidligere", "/prosjekter/"):
        page.goto(address)
        found.append(str(page.locator(".card a").first.get_attribute("href")))
    return found


def registration_form() -> str:
    """Where one registers for an event of the demo."""
    event = EventPage.objects.live().filter(registration_kind=RegistrationKind.OWN, starts_at__gt=timezone.now())[0]
    return f"/pamelding/?arrangement={global_id(event)}"


def contact_entry() -> str:
    """Where a contact of the demo confirms its entry."""
    confirmation = ContactConfirmation.objects.create(contact=Contact.objects.filter(live=True)[0])
    return f"/bekreft/{confirmation.token}/"


@pytest.mark.long
def test_every_page_fits_every_screen_and_everybody_can_use_it(live_server: Any, browser: Browser) -> None:
    call_command("load_demo", "--in-production")
    with window(browser, live_server.url) as page:
        right = [*ADDRESSES, *first_of_each(page), registration_form(), contact_entry()]
    faults: list[tuple[Any, ...]] = []
    for scripts in (True, False):
        with window(browser, live_server.url, java_script_enabled=scripts) as page:
            for address in [*right, *WRONG]:
                page.set_viewport_size({"width": WIDTHS[-1], "height": 800})
                answer = page.goto(address)
                assert answer is not None
                assert answer.ok is (address in right), address
                assert len(answer.body()) < HEAVIEST, address
                expect(page.get_by_role("heading", level=1)).to_have_count(1)
                if scripts:
                    faults += [(address, *fault) for fault in hard_to_use(page)]
                for width in WIDTHS:
                    page.set_viewport_size({"width": width, "height": 800})
                    if page.evaluate(OVERFLOW) > 0:
                        faults.append((address, "wider than", width, scripts))
    assert faults == []


def hard_to_use(page: Page) -> Iterator[tuple[Any, ...]]:
    """What moves while the page appears, and what axe-core finds in it; of the dark colours only what they change."""
    if (shift := page.evaluate(MOVED)) > 0.01:
        yield "moved", shift
    for scheme, rules in (("light", {"type": "tag", "values": WCAG}), ("dark", {"type": "rule", "values": CONTRAST})):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found = Axe().run(page, options={"runOnly": rules})
        assert found.response["passes"]
        for one in found.response["violations"]:
            yield scheme, one["id"], one["nodes"][0]["html"][:120]
    page.emulate_media(color_scheme="light")


@pytest.fixture
def articles(home: HomePage) -> ArticleIndexPage:
    """A list with two articles, and an event beside it."""
    listed = ArticleIndexPageFactory(parent=home, title="Artikler", slug="artikler")
    for title in ("Tjenesteinnovasjon i skolen", "Innovasjon på sykehjemmet"):
        ArticlePageFactory(parent=listed, title=title)
    EventPageFactory(parent=EventIndexPageFactory(parent=home), title="Samling om innovasjon")
    return listed


def test_a_reader_finds_by_keyboard_what_is_suggested(
    articles: ArticleIndexPage, live_server: Any, browser: Browser
) -> None:
    with window(browser, live_server.url) as page:
        page.goto("/")
        field = page.get_by_role("combobox", name="Søk på nettstedet")
        field.press_sequentially("tjenestei")
        expect(page.get_by_role("option").first).to_be_visible()
        field.press("ArrowDown")
        field.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Tjenesteinnovasjon i skolen")


def test_suggestions_close_before_the_field_is_emptied_and_open_again(
    articles: ArticleIndexPage, live_server: Any, browser: Browser
) -> None:
    with window(browser, live_server.url) as page:
        page.goto("/")
        field = page.get_by_role("combobox", name="Søk på nettstedet")
        field.press_sequentially("innov")
        expect(page.get_by_role("listbox")).to_be_visible()
        field.press("Escape")
        expect(page.get_by_role("listbox")).to_be_hidden()
        expect(field).to_have_value("innov")
        field.press("ArrowDown")
        expect(page.get_by_role("listbox")).to_be_visible()
        field.press("Escape")
        field.press("Escape")
        expect(field).to_have_value("")


def test_suggestions_that_come_when_the_reader_has_gone_on_stay_closed(
    articles: ArticleIndexPage, live_server: Any, browser: Browser
) -> None:
    def answer_late(route: Route) -> None:
        page.wait_for_timeout(300)
        route.fulfill(json=[{"text": "Innovasjon", "address": None, "kind": None}])

    with window(browser, live_server.url) as page:
        page.route("**/sok/forslag?*", answer_late)
        page.goto("/")
        field = page.get_by_role("combobox", name="Søk på nettstedet")
        field.press_sequentially("innov")
        with page.expect_response("**/sok/forslag?*"):
            page.wait_for_timeout(100)
            field.press("Tab")
        page.wait_for_timeout(50)
        expect(page.locator(".suggestions").first).to_be_hidden()


def test_what_is_suggested_is_told_by_its_number_and_each_by_its_kind(
    articles: ArticleIndexPage, live_server: Any, browser: Browser
) -> None:
    DocumentFactory(title="Tjenesteinnovasjon i skolen")
    with window(browser, live_server.url) as page:
        page.goto("/")
        field = page.get_by_role("combobox", name="Søk på nettstedet")
        field.press_sequentially("tjeneste")
        expect(page.get_by_role("option")).to_have_text(
            ["Tjenesteinnovasjon i skolen Artikkel", "Tjenesteinnovasjon i skolen Dokument"]
        )
        expect(page.get_by_role("status")).to_have_text("2 forslag")
        field.press_sequentially("xyz")
        expect(page.get_by_role("status")).to_have_text("Ingen forslag")


def test_on_an_english_page_english_titles_are_suggested_and_searched(
    home: HomePage, live_server: Any, browser: Browser
) -> None:
    front = home.copy_for_translation(Locale.objects.get_or_create(language_code="en")[0])
    front.save_revision().publish()
    ArticlePageFactory(parent=ArticleIndexPageFactory(parent=front, locale=front.locale), title="Northern innovation")
    with window(browser, live_server.url) as page:
        page.goto("/en/")
        field = page.get_by_role("combobox", name="Søk på nettstedet")
        field.press_sequentially("north")
        expect(page.get_by_role("option")).to_have_text(["Northern innovation Artikkel"])
        field.press("Enter")
        expect(page).to_have_url(re.compile(r"/sok/\?q=north&sprak=en$"))


def test_without_scripts_a_reader_searches_and_narrows(
    articles: ArticleIndexPage, live_server: Any, browser: Browser
) -> None:
    with window(browser, live_server.url, java_script_enabled=False) as page:
        page.goto("/")
        page.get_by_role("searchbox", name="Søk på nettstedet").fill("innovasjon")
        page.get_by_role("button", name="Søk").click()
        expect(page.locator(".hits li")).to_have_count(3)
        page.get_by_role("complementary").get_by_role("link", name="Arrangement", exact=True).click()
        expect(page.get_by_role("link", name="Fjern Arrangement")).to_be_visible()
        expect(page.locator(".hits li")).to_have_count(1)


def test_the_first_stop_of_the_keyboard_leads_to_the_content(
    articles: ArticleIndexPage, live_server: Any, browser: Browser
) -> None:
    with window(browser, live_server.url) as page:
        page.goto("/artikler/")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Hopp til innholdet")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()


def test_without_scripts_a_reader_registers_for_an_event(home: HomePage, live_server: Any, browser: Browser) -> None:
    event = EventPageFactory(
        parent=EventIndexPageFactory(parent=home, slug="arrangementer"),
        title="Samling",
        slug="samling",
        starts_at=timezone.now() + datetime.timedelta(days=7),
        registration_kind=RegistrationKind.OWN,
    )
    with window(browser, live_server.url, java_script_enabled=False) as page:
        page.goto("/arrangementer/samling/")
        page.get_by_role("link", name="Meld deg på").click()
        expect(page.get_by_label("La stå tomt")).not_to_be_in_viewport()
        page.get_by_label("Navn").fill("Kari Nordmann")
        page.get_by_label("E-post").fill("kari@")
        page.wait_for_timeout(FASTEST_SECONDS * 1000)
        page.get_by_role("button", name="Meld meg på").click()
        email = page.get_by_label("E-post")
        expect(email).to_have_attribute("aria-invalid", "true")
        expect(email).to_have_accessible_description(re.compile("gyldig e-post"))
        expect(page.get_by_label("Navn")).to_have_value("Kari Nordmann")
        email.fill("kari@example.no")
        page.get_by_role("button", name="Meld meg på").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Du er påmeldt")
    assert event.registrations.get().email == "kari@example.no"


@pytest.mark.parametrize(("width", "stands"), [(390, "above"), (720, "above"), (1280, "beside")])
def test_when_and_where_an_event_is_comes_before_its_programme(
    width: int, stands: str, home: HomePage, live_server: Any, browser: Browser
) -> None:
    event = EventPageFactory(parent=EventIndexPageFactory(parent=home, slug="arrangementer"), slug="samling")
    event.programme = [ProgrammeItem(title="Velkommen")]
    event.save()
    with window(browser, live_server.url, viewport={"width": width, "height": 844}) as page:
        page.goto("/arrangementer/samling/")
        read = page.locator("main").inner_text()
        facts = page.get_by_role("complementary", name="Praktisk").bounding_box()
        programme = page.get_by_role("heading", name="Program").bounding_box()

    assert read.index("Når") < read.index("Program")
    assert facts is not None
    assert programme is not None
    if stands == "above":
        assert facts["y"] + facts["height"] <= programme["y"]
    else:
        assert programme["x"] + programme["width"] <= facts["x"]
        assert abs(programme["y"] - facts["y"]) < 100


@pytest.mark.parametrize(("width", "height"), [(390, 844), (720, 450)])
def test_on_a_small_screen_the_menu_is_folded_and_opens_by_keyboard_without_scripts(
    width: int, height: int, articles: ArticleIndexPage, live_server: Any, browser: Browser
) -> None:
    NavigationFactory(items=[("item", {"label": "Artikler", "page": articles})])
    NoticeFactory(title="Vi flytter", text="<p>Innovasjon får nye lokaler i <b>Steinkjer</b> fra høsten av.</p>")
    viewport: Any = {"width": width, "height": height}
    with window(browser, live_server.url, java_script_enabled=False, viewport=viewport) as page:
        page.goto("/artikler/")
        menu = page.get_by_role("navigation", name="Hovedmeny")
        link = menu.get_by_role("link", name="Artikler")
        expect(link).to_be_hidden()
        heading = page.get_by_role("heading", level=1).bounding_box()
        for _ in ("Hopp til innholdet", "Navnet", "Meny"):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(link).to_be_visible()
        page.keyboard.press("Tab")
        expect(link).to_be_focused()

    assert heading is not None
    assert heading["y"] < 300


def test_on_a_large_screen_the_menu_is_always_open(
    articles: ArticleIndexPage, live_server: Any, browser: Browser
) -> None:
    NavigationFactory(items=[("item", {"label": "Artikler", "page": articles})])
    with window(browser, live_server.url, viewport={"width": 1280, "height": 800}) as page:
        page.goto("/")
        menu = page.get_by_role("navigation", name="Hovedmeny")
        expect(menu.get_by_role("link", name="Artikler")).to_be_visible()
        expect(menu.get_by_text("Meny", exact=True)).to_be_hidden()


@pytest.fixture
def layered(articles: ArticleIndexPage) -> None:
    """A menu of which one item leads to a page and has others below it, and one is only a heading."""
    below = [{"label": "Erfaringer", "page": None, "url": "https://example.no/erfaringer"}]
    alone = [{"label": "Ordliste", "page": None, "url": "https://example.no/ordliste"}]
    NavigationFactory(
        items=[
            ("item", {"label": "Artikler", "page": articles, "children": below}),
            ("item", {"label": "Hjelp", "page": None, "children": alone}),
        ]
    )


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (1280, False), (390, True), (390, False)])
def test_what_is_below_an_item_of_the_menu_opens_by_keyboard_one_at_a_time(
    width: int, scripts: bool, layered: None, live_server: Any, browser: Browser
) -> None:
    viewport: Any = {"width": width, "height": 800}
    with window(browser, live_server.url, java_script_enabled=scripts, viewport=viewport) as page:
        page.goto("/")
        menu = page.get_by_role("navigation", name="Hovedmeny")
        if width < 900:
            menu.get_by_text("Meny", exact=True).press("Enter")
        first, second = (menu.get_by_role("link", name=name) for name in ("Erfaringer", "Ordliste"))
        expect(menu.get_by_role("link", name="Artikler")).to_be_visible()
        expect(first).to_be_hidden()
        expect(second).to_be_hidden()
        menu.get_by_role("link", name="Artikler").focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(first).to_be_visible()
        page.keyboard.press("Tab")
        expect(first).to_be_focused()
        assert page.evaluate(OVERFLOW) <= 0
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(second).to_be_visible()
        expect(first).to_be_hidden()


def test_what_is_open_below_the_menu_closes_by_escape_and_when_the_reader_goes_on(
    layered: None, live_server: Any, browser: Browser
) -> None:
    with window(browser, live_server.url, viewport={"width": 1280, "height": 800}) as page:
        page.goto("/")
        menu = page.get_by_role("navigation", name="Hovedmeny")
        heading, below = menu.get_by_text("Hjelp"), menu.get_by_role("link", name="Ordliste")
        heading.click()
        below.focus()
        page.keyboard.press("Escape")
        expect(below).to_be_hidden()
        expect(heading).to_be_focused()
        heading.click()
        below.focus()
        page.keyboard.press("Tab")
        expect(below).to_be_hidden()
        expect(page.get_by_role("combobox", name="Søk på nettstedet")).to_be_focused()
        heading.click()
        expect(below).to_be_visible()
        page.get_by_role("heading", level=1).click()
        expect(below).to_be_hidden()


@pytest.mark.parametrize("width", [390, 1280])
def test_everybody_can_use_an_open_menu(width: int, layered: None, live_server: Any, browser: Browser) -> None:
    with window(browser, live_server.url, viewport={"width": width, "height": 800}) as page:
        page.goto("/")
        for details in page.locator(".menu, .more").all()[:2]:
            details.evaluate("one => { one.open = true; }")
        expect(page.get_by_role("link", name="Erfaringer")).to_be_visible()
        # The page has moved, since a script has opened the menu.
        assert [fault for fault in hard_to_use(page) if fault[0] != "moved"] == []


def test_a_usual_menu_is_one_row_where_it_has_room(
    articles: ArticleIndexPage, live_server: Any, browser: Browser
) -> None:
    below = [{"label": label, "page": articles} for label in ("Verdiskapingsstrategien", "Mandatet for arbeidet")]
    labels = {"Partnerskap": below, "FoUI-kontakter": [], "Prosjekter": [], "Arrangementer": [], "Artikler": []}
    NavigationFactory(
        items=[("item", {"label": label, "page": articles, "children": rest}) for label, rest in labels.items()]
    )
    with window(browser, live_server.url) as page:
        page.goto("/")
        for width in (1440, 1100, 980):
            page.set_viewport_size({"width": width, "height": 800})
            places = [item.bounding_box() for item in page.locator(".menu > ul > li").all()]
            assert len(places) == 5
            assert len({place and place["y"] for place in places}) == 1, width
