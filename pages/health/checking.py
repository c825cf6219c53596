"""Reads a page as an editor should, and says what is wrong with it."""

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from html import escape
from html.parser import HTMLParser
from typing import Any

from django.utils import timezone
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.rich_text import RichText
from wagtail.search import index

from pages.health.links import addresses_on, dead_among
from pages.health.wording import Fault, Kind, faults_in, lix
from pages.link_blocks import LinkBlock
from snippets.link_texts import is_vague
from snippets.models import Image

# Shorter texts have too few sentences to tell.
FEWEST_WORDS = 100
HARDEST_LIX = 60
# After how many days without a change somebody should look at a page again; news and events are not changed for good.
FRESH_DAYS = {
    "ContactDirectoryPage": 365,
    "HomePage": 180,
    "PartnershipPage": 365,
    "ProjectPage": 365,
    "StandardPage": 730,
    "StrategyPage": 730,
}
BLOCK_TAGS = {"p", "li", "br", "h2", "h3", "h4", "td", "th", "div", "blockquote"}
LONGEST_WORDS = 200


def faults_of(page: Page) -> list[Fault]:
    """What is wrong with the page, as what it is, in the order of its fields."""
    found = [*_own_faults(page)]
    read: list[str] = []
    for value in _written(page):
        if isinstance(value, Image):
            if not value.description and not value.is_decorative:
                found.append(Fault(Kind.NO_ALT, value.title))
            continue
        is_html = isinstance(value, RichText)
        reader = _Reader(value.source if is_html else "")
        text = reader.text if is_html else str(value)
        read.append(text)
        found += faults_in(text, timezone.localdate(), outside_links=reader.outside_links if is_html else None)
        found += reader.faults
    found += [Fault(Kind.DEAD_LINK, address) for address in dead_among(addresses_on(page))]
    whole = "\n".join(read)
    if len(whole.split()) >= FEWEST_WORDS and (index_ := lix(whole)) > HARDEST_LIX:
        found.append(Fault(Kind.HARD_TO_READ, f"Lesbarhetsindeks {index_:.0f}"))
    return [Fault(fault.kind, " ".join(fault.words.split())[:LONGEST_WORDS]) for fault in found]


def _own_faults(page: Page) -> Iterator[Fault]:
    lead: Any = getattr(page, "lead", None)
    if lead is not None and not lead.strip():
        yield Fault(Kind.NO_LEAD, "")
    days = FRESH_DAYS.get(type(page).__name__)
    changed = page.last_published_at
    if days and changed and changed < timezone.now() - timedelta(days=days):
        yield Fault(Kind.STALE, f"Sist publisert {timezone.localtime(changed):%d.%m.%Y}")


def _written(page: Page) -> Iterator[Any]:
    """Everything that somebody has written on the page: texts, rich texts and pictures."""
    names = [one.field_name for one in page.get_search_fields() if isinstance(one, index.SearchField)]
    for name in dict.fromkeys(["title", *names, "hero_image"]):
        value = getattr(page, name, None)
        field = page._meta.get_field(name) if value else None
        if isinstance(field, StreamField):
            yield from _in_blocks(value)
        elif isinstance(value, Image):
            yield value
        elif value and name != "title":
            yield RichText(value) if isinstance(field, RichTextField) else str(value)


def _in_blocks(value: Any) -> Iterator[Any]:
    if isinstance(value, StreamValue):
        for block in value:
            yield from _in_blocks(block.value)
    elif isinstance(value, StructValue):
        # The block says itself what its picture shows, or that it shows nothing.
        has_words = value.get("is_decorative") or value.get("alt_text")
        for name, part in value.items():
            if name == "text" and part and isinstance(value.block, LinkBlock):
                # It is read as any other link is.
                yield RichText(f"<a>{escape(part)}</a>")
            elif not (has_words and isinstance(part, Image)):
                yield from _in_blocks(part)
    elif isinstance(value, ListValue | list | tuple):
        for part in value:
            yield from _in_blocks(part)
    elif isinstance(value, RichText | Image) or (isinstance(value, str) and " " in value):
        yield value


class _Reader(HTMLParser):
    """Reads rich text as the editor stores it: its words, and its links."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.faults: list[Fault] = []
        self._words: list[str] = []
        self._outside: list[str] = []
        self._link: list[str] | None = None
        self._pages: dict[int, str] = {}
        self._page: int | None = None
        self.feed(source)
        self.faults += _dead_ends(self._pages)

    @property
    def text(self) -> str:
        return "".join(self._words)

    @property
    def outside_links(self) -> str:
        return "".join(self._outside)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in BLOCK_TAGS:
            self._break()
        if tag == "a":
            given = dict(attrs)
            self._link = []
            is_page = given.get("linktype") == "page" and re.fullmatch("[0-9]{1,18}", given.get("id", ""))
            self._page = int(given["id"]) if is_page else None

    def handle_data(self, data: str) -> None:
        self._words.append(data)
        (self._outside if self._link is None else self._link).append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCK_TAGS:
            self._break()
        if tag == "a" and self._link is not None:
            words = "".join(self._link)
            if is_vague(words):
                self.faults.append(Fault(Kind.VAGUE_LINK, words))
            if self._page is not None:
                self._pages[self._page] = words
            # Something stands there, so what comes before is not the end of the sentence.
            self._outside.append("…")
            self._link = None

    def _break(self) -> None:
        self._words.append("\n")
        self._outside.append("\n")


def _dead_ends(links: dict[int, str]) -> Iterable[Fault]:
    """Links to pages that are not public, or are gone."""
    live = set(Page.objects.live().filter(pk__in=links).values_list("pk", flat=True))
    return [Fault(Kind.BROKEN_LINK, words) for key, words in links.items() if key not in live]
