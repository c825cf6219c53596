"""What machines read: calendars, feeds and the sitemap."""

import datetime
import json
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
import vobject
from django.utils import timezone
from wagtail.models import Locale

from pages.models import ArticleIndexPage, EventIndexPage, HomePage
from tests.factories import VenueFactory
from tests.page_factories import (
    OSLO,
    ArticlePageFactory,
    EventPageFactory,
)
from tests.reader.conftest import Read

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def calendar(response: Any) -> Any:
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return vobject.readOne(response.content.decode())


def test_an_event_is_put_in_a_calendar_with_time_zone_and_place(events: EventIndexPage, read: Read) -> None:
    starts = datetime.datetime(2026, 10, 24, 22, tzinfo=OSLO)
    venue = VenueFactory(name="Rådhuset", address="Munkegata 1", postcode="7013", place="Trondheim")
    page = EventPageFactory(
        parent=events,
        title="Natten; med, tegn",
        starts_at=starts,
        ends_at=starts + datetime.timedelta(hours=8),
        venue=venue,
    )

    read_back = calendar(read(f"/events/{page.pk}.ics"))

    event = read_back.vevent
    assert event.summary.value == "Natten; med, tegn"
    # Summer time ends in that night.
    assert event.dtstart.value.isoformat() == "2026-10-24T22:00:00+02:00"
    assert event.dtend.value.astimezone(OSLO).isoformat() == "2026-10-25T06:00:00+01:00"
    assert event.location.value == "Rådhuset, Munkegata 1, 7013 Trondheim"
    assert read_back.vtimezone.tzid.value == "Europe/Oslo"
    assert event.status.value == "CONFIRMED"


def test_a_calendar_knows_an_event_again_that_was_changed_or_cancelled(events: EventIndexPage, read: Read) -> None:
    page = EventPageFactory(parent=events, title="Samling", starts_at=timezone.now() + datetime.timedelta(days=9))
    page.save_revision().publish()
    first = calendar(read(f"/events/{page.pk}.ics")).vevent
    page.refresh_from_db()
    page.first_published_at = page.last_published_at - datetime.timedelta(minutes=1)
    page.save()
    page.status = "cancelled"
    page.save_revision().publish()

    second = calendar(read(f"/events/{page.pk}.ics")).vevent

    assert first.uid.value == second.uid.value
    assert int(second.sequence.value) > int(first.sequence.value)
    assert second.status.value == "CANCELLED"


def test_an_event_of_whole_days_ends_with_the_last_of_them(events: EventIndexPage, read: Read) -> None:
    starts = datetime.datetime(2026, 5, 4, tzinfo=OSLO)
    page = EventPageFactory(
        parent=events, starts_at=starts, ends_at=starts + datetime.timedelta(days=1, hours=12), is_all_day=True
    )

    event = calendar(read(f"/events/{page.pk}.ics")).vevent

    assert (event.dtstart.value, event.dtend.value) == (datetime.date(2026, 5, 4), datetime.date(2026, 5, 6))


def test_the_calendar_of_all_is_narrowed_as_the_list_is(events: EventIndexPage, read: Read) -> None:
    soon = timezone.now() + datetime.timedelta(days=3)
    EventPageFactory(parent=events, title="Webinaret", kind="webinar", starts_at=soon)
    EventPageFactory(parent=events, title="Samlingen", kind="gathering", starts_at=soon)
    EventPageFactory(parent=events, title="Utkastet", starts_at=soon, live=False)

    def titles(address: str) -> set[str]:
        return {event.summary.value for event in calendar(read(address)).contents.get("vevent", [])}

    assert titles("/events.ics") == {"Webinaret", "Samlingen"}
    assert titles("/events.ics?type=WEBINAR") == {"Webinaret"}
    assert titles("/events.ics?nar=tidligere") == set()


def test_feeds_have_the_latest_articles(articles: ArticleIndexPage, read: Read) -> None:
    ArticlePageFactory(parent=articles, title="Den <første>", lead="Om & med", published_on=datetime.date(2026, 1, 2))
    ArticlePageFactory(parent=articles, title="Den andre", published_on=datetime.date(2026, 2, 2))

    atom = ElementTree.fromstring(read("/feed.atom").content)
    feed = json.loads(read("/feed.json").content)

    assert [entry.findtext(f"{ATOM}title") for entry in atom.iter(f"{ATOM}entry")] == ["Den andre", "Den <første>"]
    assert atom.findtext(f"{ATOM}updated")
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [(item["title"], item["date_published"]) for item in feed["items"]] == [
        ("Den andre", "2026-02-02T00:00:00+00:00"),
        ("Den <første>", "2026-01-02T00:00:00+00:00"),
    ]
    assert {entry.findtext(f"{ATOM}id") for entry in atom.iter(f"{ATOM}entry")} == {
        item["id"] for item in feed["items"]
    }


def test_an_invisible_character_in_one_article_does_not_end_the_feed(articles: ArticleIndexPage, read: Read) -> None:
    ArticlePageFactory(parent=articles, title="Fra en\x0bpresentasjon", lead="Med\x1fskille")

    atom = ElementTree.fromstring(read("/feed.atom").content)

    assert [entry.findtext(f"{ATOM}title") for entry in atom.iter(f"{ATOM}entry")] == ["Fra en presentasjon"]


@pytest.mark.parametrize("id", ["²", "٣", "9" * 100, "x"])
def test_what_is_no_event_has_no_calendar(events: EventIndexPage, read: Read, id: str) -> None:
    assert read(f"/events/{id}.ics").status_code == 404


def test_a_title_of_two_lines_is_one_line_as_the_name_of_a_calendar(events: EventIndexPage, read: Read) -> None:
    page = EventPageFactory(parent=events, title="Samling\ni vår")

    assert calendar(read(f"/events/{page.pk}.ics")).x_wr_calname.value == "Samling i vår"


def test_feeds_are_what_their_standards_ask_for(articles: ArticleIndexPage, read: Read) -> None:
    ArticlePageFactory(parent=articles, lead="Kort")

    atom = ElementTree.fromstring(read("/feed.atom").content)
    feed = json.loads(read("/feed.json").content)

    # RFC 4287, 4.1.1 and 4.1.2: one of each, an author for every entry, an address where there is no content.
    assert atom.tag == f"{ATOM}feed"
    for element in (atom, *atom.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1, name
        assert urlsplit(element.findtext(f"{ATOM}id") or "").scheme
        assert datetime.datetime.fromisoformat(element.findtext(f"{ATOM}updated") or "").tzinfo
        links = {link.get("rel", "alternate"): link.get("href", "") for link in element.findall(f"{ATOM}link")}
        assert urlsplit(links["alternate"]).netloc
    assert all(entry.findtext(f"{ATOM}author/{ATOM}name") for entry in atom.iter(f"{ATOM}entry"))
    # JSON Feed 1.1, «Top-level» and «Items»: what is required, and the types of what may be there.
    assert {"version", "title", "items"} <= feed.keys()
    assert all(isinstance(feed[name], str) for name in feed.keys() & {"title", "home_page_url", "feed_url", "language"})
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert "content_text" in item or "content_html" in item
        assert urlsplit(item["url"]).netloc
        assert datetime.datetime.fromisoformat(item["date_published"]).tzinfo


def test_the_sitemap_has_each_public_page_once_in_each_of_its_languages(
    home: HomePage, articles: ArticleIndexPage, read: Read
) -> None:
    for number in range(119):
        ArticlePageFactory(parent=articles, title=f"Artikkel {number}")
    nynorsk = Locale.objects.create(language_code="nn")
    home.copy_for_translation(nynorsk).save_revision().publish()
    ArticlePageFactory(parent=articles, title="Utkast", live=False)

    sitemap = ElementTree.fromstring(read("/sitemap.xml").content)

    addresses = [entry.text for entry in sitemap.iter(f"{SITEMAP}loc")]
    assert len(addresses) == len(set(addresses)) == 122
    assert sum(str(address).endswith("/nn/") for address in addresses) == 1
    alternates = [
        [(link.get("hreflang"), urlsplit(link.attrib["href"]).path) for link in entry.iter(f"{XHTML}link")]
        for entry in sitemap
        if entry.find(f"{XHTML}link") is not None
    ]
    front = [("nb", "/"), ("nn", "/nn/")]
    assert alternates == [front, front[::-1]]
    assert "Sitemap: http://testserver/sitemap.xml" in read("/robots.txt").content.decode()
