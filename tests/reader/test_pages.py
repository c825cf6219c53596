"""The readers' site: each page says what the API knows, and nothing that is not public."""

import datetime
import json
import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

import pytest
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, PageViewRestriction

from cms.reader import lists
from pages.models import ArticleIndexPage, EventIndexPage, HomePage, ProgrammeItem
from pages.previews import PreviewLink
from tests.factories import ContactFactory, ImageFactory, MunicipalityFactory, NavigationFactory, ThemeFactory
from tests.page_factories import (
    ArticlePageFactory,
    ContactDirectoryPageFactory,
    EventIndexPageFactory,
    EventPageFactory,
    MandatePageFactory,
    PartnershipPageFactory,
    ProjectIndexPageFactory,
    ProjectPageFactory,
    StandardPageFactory,
    StrategyPageFactory,
)
from tests.reader.conftest import Read

# Elements that hold no text, and are not closed.
VOID = ("br", "img", "input", "link", "meta")


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_the_front_page_shows_vision_next_events_and_latest_articles(
    home: HomePage, articles: ArticleIndexPage, events: EventIndexPage, read: Read
) -> None:
    home.vision = "<p>Vi er <b>ledende</b>.</p>"
    home.save()
    ArticlePageFactory(parent=articles, title="Nye FoUI-kontakter")
    EventPageFactory(parent=events, title="Samling om & etter", starts_at=timezone.now() + datetime.timedelta(days=2))

    page = text_of(read("/"))

    assert "<p>Vi er <b>ledende</b>.</p>" in page
    assert '<a href="/artikler/nye-foui-kontakter/">Nye FoUI-kontakter</a>' in page
    assert ">Samling om &amp; etter</a>" in page


def test_the_menu_has_what_leads_somewhere_and_headings_over_it(
    home: HomePage, articles: ArticleIndexPage, read: Read
) -> None:
    hidden = StandardPageFactory(parent=home, live=False)
    seen, unseen = ({"label": page.title, "page": page, "url": ""} for page in (articles, hidden))
    items = {"Lenke": (articles, [unseen]), "Overskrift": (None, [unseen, seen]), "Skjult": (hidden, [unseen])}
    NavigationFactory(
        items=[
            ("item", {"label": label, "page": page, "children": children}) for label, (page, children) in items.items()
        ]
    )

    menu = text_of(read("/")).partition('aria-label="Hovedmeny"')[2].partition("</nav>")[0]

    assert re.findall(r"<summary>(.*?)</summary>", menu) == ["Meny", "Overskrift"]
    assert re.findall(r'<a href="(.*?)">(.*?)</a>', menu) == [("/artikler/", "Lenke"), ("/artikler/", "Artikler")]
    assert "Skjult" not in menu


@pytest.mark.parametrize(
    "factory",
    [
        ContactDirectoryPageFactory,
        MandatePageFactory,
        PartnershipPageFactory,
        ProjectIndexPageFactory,
        ProjectPageFactory,
        StandardPageFactory,
        StrategyPageFactory,
    ],
)
def test_each_type_of_page_has_its_title_its_address_and_one_main_heading(
    factory: Any, home: HomePage, read: Read
) -> None:
    made = factory(parent=home, title="En helt egen side", slug="egen")

    response = read("/egen/")
    page = text_of(response)

    assert response.status_code == 200
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", page) == ["En helt egen side"]
    assert "<title>En helt egen side – " in page
    assert f'<link rel="canonical" href="{made.full_url or ""}' in page


def test_structured_data_say_what_the_page_says_and_end_no_script(articles: ArticleIndexPage, read: Read) -> None:
    title = "Om </script><script>alert(1)</script> & mer"
    ArticlePageFactory(parent=articles, title=title, slug="en")

    page = text_of(read("/artikler/en/"))

    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert len(found) == 1
    assert title in json.dumps(json.loads(found[0]), ensure_ascii=False)
    assert "<script>alert" not in page


def test_pictures_carry_their_size_and_text(articles: ArticleIndexPage, read: Read) -> None:
    ArticlePageFactory(parent=articles, slug="en", hero_image=ImageFactory(description="En fjord i kveldslys"))

    page = text_of(read("/artikler/en/"))

    (picture,) = re.findall(r"<img [^>]*>", page)
    assert re.search(r'width="\d+" height="\d+"', picture)
    assert 'alt="En fjord i kveldslys"' in picture


def test_articles_are_narrowed_by_kind_theme_and_municipality(articles: ArticleIndexPage, read: Read) -> None:
    report = ArticlePageFactory(parent=articles, title="Referatet", kind="report")
    report.themes = [ThemeFactory(slug="helse", label="Helse")]
    report.municipalities = [MunicipalityFactory(number="5014", name="Frøya")]
    report.save()
    ArticlePageFactory(parent=articles, title="Nyheten")

    def listed(query: str) -> list[str]:
        return re.findall(r'<h2><a href="[^"]*">(.*?)</a>', text_of(read(f"/artikler/{query}")))

    assert sorted(listed("")) == ["Nyheten", "Referatet"]
    for query in ("?type=REPORT", "?tema=helse", "?kommune=5014", "?type=report&tema=helse&kommune=5014"):
        assert listed(query) == ["Referatet"], query
    assert listed("?kommune=0000") == []


def test_a_long_list_comes_in_pages(articles: ArticleIndexPage, read: Read) -> None:
    for number in range(14):
        ArticlePageFactory(parent=articles, title=f"Artikkel {number}")

    first, second = text_of(read("/artikler/")), text_of(read("/artikler/?side=2"))

    assert (first.count('class="card"'), second.count('class="card"')) == (12, 2)
    assert '<a rel="next" href="?side=2">' in first
    assert '<a rel="prev" href="?side=1">' in second
    assert "Side 2 av 2" in second


@pytest.mark.parametrize("beyond", ["3", "99", "1001", "9" * 19, "9" * 5000])
def test_beyond_the_last_page_of_a_list_the_address_leads_to_it(
    beyond: str, articles: ArticleIndexPage, read: Read
) -> None:
    ArticlePageFactory(parent=articles, kind="report")
    for number in range(13):
        ArticlePageFactory(parent=articles, title=f"Artikkel {number}")

    many, one, none = (read(f"/artikler/?{query}&side={beyond}") for query in ("", "type=REPORT", "kommune=0000"))

    assert (many.status_code, many["Location"]) == (302, "?side=2")
    assert (one.status_code, one["Location"]) == (302, "?type=REPORT")
    assert (none.status_code, none["Location"]) == (302, "?kommune=0000")


def test_beyond_the_last_page_events_and_projects_lead_to_it_too(
    home: HomePage, events: EventIndexPage, read: Read
) -> None:
    EventPageFactory(parent=events, starts_at=timezone.now() + datetime.timedelta(days=2))
    projects = ProjectIndexPageFactory(parent=home, slug="prosjekter")
    for _ in range(21):
        ProjectPageFactory(parent=projects)

    addresses = ("/prosjekter/?side=99", "/arrangementer/?side=99", "/arrangementer/?nar=tidligere&side=99")
    moved = [read(address) for address in addresses]

    assert [(response.status_code, response["Location"]) for response in moved] == [
        (302, "?side=2"),
        (302, "."),
        (302, "?nar=tidligere"),
    ]


def test_a_draft_of_a_list_is_still_a_draft_on_its_last_page(articles: ArticleIndexPage, read: Read) -> None:
    articles.save_revision()
    link = PreviewLink.objects.create(page=articles)

    location = read(f"/artikler/?preview={link.token}&side=99")["Location"]

    assert unquote(location) == f"?preview={link.token}"


@pytest.mark.parametrize("number", ["0", "-1", "abc", "1e9", "", "00", "01", "²", "%D9%A2"])
def test_what_is_no_number_of_a_page_is_the_first(number: str, articles: ArticleIndexPage, read: Read) -> None:
    for _ in range(13):
        ArticlePageFactory(parent=articles)

    response = read(f"/artikler/?side={number}")

    assert response.status_code == 200
    assert "Side 1 av 2" in text_of(response)


def test_nobody_is_led_further_than_one_can_leaf(
    articles: ArticleIndexPage, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "MOST_PAGES", 2)
    for _ in range(37):
        ArticlePageFactory(parent=articles)

    last = text_of(read("/artikler/?side=2"))

    assert "Side 2 av 2" in last
    assert 'rel="next"' not in last
    assert read("/artikler/?side=3")["Location"] == "?side=2"


def test_events_come_by_month_and_past_ones_when_asked(events: EventIndexPage, read: Read) -> None:
    past = datetime.datetime(2022, 11, 16, 9, tzinfo=datetime.UTC)
    EventPageFactory(parent=events, title="Samlingen", starts_at=past, ends_at=past + datetime.timedelta(hours=6))
    EventPageFactory(parent=events, title="Det neste", starts_at=timezone.now() + datetime.timedelta(days=400))

    upcoming, earlier = text_of(read("/arrangementer/")), text_of(read("/arrangementer/?nar=tidligere"))

    assert "Det neste" in upcoming
    assert "Samlingen" not in upcoming
    assert '<h2 class="month" lang="nb">November 2022</h2>' in earlier
    assert "Onsdag 16. november 2022 kl. 10.00–16.00" in earlier
    assert "Samlingen" in text_of(read("/arrangementer/?nar=2022-11"))
    assert "Samlingen" not in text_of(read("/arrangementer/?nar=2022-12"))


def test_only_an_event_that_is_not_over_is_put_in_a_calendar(events: EventIndexPage, read: Read) -> None:
    now = timezone.now()
    EventPageFactory(parent=events, slug="over", starts_at=now - datetime.timedelta(days=3))
    EventPageFactory(parent=events, slug="neste", starts_at=now + datetime.timedelta(days=3))

    over, coming = (text_of(read(f"/arrangementer/{slug}/")) for slug in ("over", "neste"))

    assert ("Legg i kalenderen" in over, "Legg i kalenderen" in coming) == (False, True)


@pytest.mark.parametrize(
    ("registration", "says"),
    [
        ({"registration_kind": "none"}, None),
        ({"registration_opens_at": datetime.timedelta(days=1)}, "Åpner "),
        ({"registration_closes_at": datetime.timedelta(days=-1)}, "Påmeldingen er stengt."),
        ({"registration_closes_at": datetime.timedelta(days=1)}, "Meld deg på</a> innen "),
        ({"status": "cancelled"}, "Arrangementet er avlyst."),
        ({"starts_at": datetime.timedelta(days=-9)}, "Påmeldingen er stengt."),
    ],
)
def test_an_event_says_whether_one_can_join(
    registration: dict[str, Any], says: str | None, events: EventIndexPage, read: Read
) -> None:
    moment = timezone.now()
    given = {
        name: moment + value if isinstance(value, datetime.timedelta) else value for name, value in registration.items()
    }
    external = {"registration_kind": "external", "registration_url": "https://example.no/meld"}
    starts = {"starts_at": moment + datetime.timedelta(days=9)}
    EventPageFactory(parent=events, slug="en", **{**starts, **external, **given, **_no_address(given)})

    page = text_of(read("/arrangementer/en/"))

    assert ("<dt>Påmelding</dt>" in page) is (says is not None)
    assert says is None or says in page


def _no_address(given: dict[str, Any]) -> dict[str, Any]:
    return {"registration_url": ""} if given.get("registration_kind") == "none" else {}


def test_the_directory_has_all_municipalities_and_invites_those_without_a_contact(home: HomePage, read: Read) -> None:
    ContactDirectoryPageFactory(parent=home, slug="foui-kontakter")
    ContactFactory(name="Kari Nordmann", municipality=MunicipalityFactory(number="5014", name="Frøya"))

    page = text_of(read("/foui-kontakter/"))

    assert page.count('<li id="k') == 38
    assert "Kari Nordmann" in page
    assert page.count("Kommunen har ikke oppnevnt en kontakt ennå.") == 37


def test_search_finds_narrows_and_mends(articles: ArticleIndexPage, read: Read) -> None:
    ArticlePageFactory(parent=articles, title="Kunstig intelligens i <skolen>")

    page = text_of(read("/sok/?q=inteligens"))

    assert "1 treff" in page
    assert 'Mente du <a href="?q=intelligens">intelligens</a>?' in page
    assert "<skolen>" not in page
    assert 'href="?q=inteligens&amp;type=ARTICLE"' in page
    chosen = text_of(read("/sok/?q=inteligens&type=ARTICLE"))
    assert "Fjern </span>Artikkel" in chosen
    assert "0 treff" in text_of(read("/sok/?q=inteligens&type=EVENT"))


def test_suggestions_come_as_json(articles: ArticleIndexPage, read: Read) -> None:
    ArticlePageFactory(parent=articles, title="Havbruk på Frøya", slug="havbruk")

    found = {"text": "Havbruk på Frøya", "address": "/artikler/havbruk/", "kind": "Artikkel"}
    assert read("/sok/forslag?q=hav").json() == [found]


def _draft(page: Page) -> None:
    page.unpublish()


def _private(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="hemmelig")


@pytest.mark.parametrize("hide", [_draft, _private])
def test_what_is_not_public_looks_like_what_never_was(hide: Any, articles: ArticleIndexPage, read: Read) -> None:
    page = ArticlePageFactory(parent=articles, title="Hemmelig", slug="hemmelig")
    hide(page)

    hidden, unknown = read("/artikler/hemmelig/"), read("/artikler/finnes-ikke/")

    assert (hidden.status_code, unknown.status_code) == (404, 404)
    assert hidden.content == unknown.content
    for address in ("/", "/artikler/", "/sok/?q=hemmelig", "/feed.atom", "/feed.json", "/sitemap.xml"):
        assert "/artikler/hemmelig/" not in text_of(read(address)), address


def test_a_draft_is_read_with_its_link_and_kept_nowhere(articles: ArticleIndexPage, read: Read) -> None:
    page = ArticlePageFactory(parent=articles, title="Utkastet", slug="utkast", live=False)
    page.save_revision()
    link = PreviewLink.objects.create(page=page)

    response = read(f"/artikler/utkast/?preview={link.token}")

    assert response.status_code == 200
    assert "Utkast – bare den som har lenken, ser dette." in text_of(response)
    assert response["Cache-Control"] == "private, no-store"
    assert '<meta name="robots" content="noindex">' in text_of(response)
    link.revoked_at = timezone.now()
    link.save()
    assert read(f"/artikler/utkast/?preview={link.token}").status_code == 404


def test_addresses_that_have_moved_lead_on(home: HomePage, articles: ArticleIndexPage, read: Read) -> None:
    Redirect.objects.create(old_path="/gammel", redirect_page=articles, is_permanent=False)
    Redirect.objects.create(old_path="/vis?a=1&b=2", redirect_page=articles, is_permanent=True)

    moved, unslashed, shown = read("/gammel/"), read("/artikler?type=NEWS"), read("/vis/?b=2&a=1")

    assert (moved.status_code, moved["Location"]) == (302, "/artikler/")
    assert (unslashed.status_code, unslashed["Location"]) == (301, "/artikler/?type=NEWS")
    assert (shown.status_code, shown["Location"]) == (301, "/artikler/")
    assert read("/vis/?a=2").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/sok/?q=" + "x" * 300,
        "/sok/?q=%00",
        "/sok/?q=a&ar=x&ar=99999999999999999999",
        "/sok/?q=a&organisasjon=nei",
        "/sok/?q=a&type=NEI",
        "/sok/?q=a&side=-1",
        "/sok/?q=%22%22%20-&side=99999",
        "/artikler/?side=1e9",
        "/artikler/?kommune=%00%ff",
        "/artikler/?tema=" + "x" * 5000,
        "/arrangementer/?nar=2022-13",
        "/arrangementer/?nar=0000-00",
        "/arrangementer/?nar=%D9%A2%D9%A0%D9%A2%D9%A2-01",
        "/events/999999.ics",
        "/events/x.ics",
        "/events/" + "9" * 90 + ".ics",
        "/events.ics?nar=x&type=y",
        "/%00",
        "/%ff%fe",
        "/" + "a/" * 500,
        "/artikler/?preview=nei",
        "/feed.atom?tema=%00",
    ],
)
def test_no_address_is_a_fault(address: str, articles: ArticleIndexPage, events: EventIndexPage, read: Read) -> None:
    assert read(address).status_code in (200, 301, 302, 400, 404)


def test_a_browser_that_has_the_page_gets_it_once_only(articles: ArticleIndexPage, read: Read) -> None:
    first = read("/artikler/")

    assert read("/artikler/", headers={"If-None-Match": first["ETag"]}).status_code == 304
    ArticlePageFactory(parent=articles, title="Ny")
    assert read("/artikler/", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_nothing_but_reading_is_allowed(home: HomePage, client: Any) -> None:
    assert client.post("/").status_code == 405


def test_each_word_of_an_english_page_is_marked_with_its_own_language(home: HomePage, read: Read) -> None:
    english = home.copy_for_translation(Locale.objects.get_or_create(language_code="en")[0])
    english.save_revision().publish()
    english = HomePage.objects.get(pk=english.pk)
    listed = EventIndexPageFactory(parent=english, locale=english.locale, slug="events", title="Events")
    event = EventPageFactory(
        parent=listed, locale=english.locale, slug="gathering", title="Spring gathering", date_note="Doors open at nine"
    )
    event.themes = [ThemeFactory(label="Health")]
    event.programme = [ProgrammeItem(title="Welcome", presenter="Kari Nordmann")]
    event.save()

    spoken = Spoken()
    spoken.feed(text_of(read("/en/events/gathering/")))

    for words in ("Når", "Fysisk oppmøte", "Program", "v/", "Meny", "Tema"):
        assert spoken.of(words) == "nb", words
    for words in ("Spring gathering", "Doors open at nine", "Health", "Welcome"):
        assert spoken.of(words) == "en", words


class Spoken(HTMLParser):
    """The texts of a page, each with the language that it is marked with."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(dict(attrs).get("lang") or (self.open[-1] if self.open else ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One that closes itself holds nothing."""

    def handle_endtag(self, tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((data.strip(), self.open[-1]))

    def of(self, text: str) -> str:
        """The language of the last text that is just this one."""
        return [language for said, language in self.texts if said == text][-1]
