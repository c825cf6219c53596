"""Every screen of the admin speaks Norwegian: a browser follows all links, and reads what stands there."""

import re
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from playwright.sync_api import Browser, Page
from wagtail.models import Page as WagtailPage
from wordfreq import zipf_frequency

from pages.models import HomePage
from snippets.models import Municipality
from tests.browser.windows import PASSWORD, logged_in
from tests.factories import ContactFactory, ImageFactory, OrganisationFactory, ThemeFactory
from tests.page_factories import ArticleIndexPageFactory, ArticlePageFactory, EventIndexPageFactory, EventPageFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

# Everything that a person can see, or hear read aloud, now or after opening a menu.
READ = """() => {
    const read = [];
    const spoken = ["aria-label", "title", "placeholder", "alt", "data-w-tooltip-content-value"];
    const walk = (node) => {
        if (node.nodeType === Node.TEXT_NODE) read.push(node.data);
        if (node.nodeType === Node.ELEMENT_NODE) {
            if (node.matches("script, style, code, [lang=en], LEFT_OUT")) return;
            read.push(...spoken.map((name) => node.getAttribute(name) ?? ""));
            if (node.matches("input[type=submit], input[type=button]")) read.push(node.value);
            if (node.tagName === "TEMPLATE") walk(node.content);
        }
        node.childNodes.forEach(walk);
    };
    walk(document.documentElement);
    return read.map((text) => text.trim()).filter(Boolean);
}"""
LEFT_OUT = {
    ".xdsoft_save_selected": "a button of the date picker for several dates, which Wagtail never shows",
    "noscript": "what a browser without scripts shows, in which nobody edits",
    "kbd": "the names of keys",
}
ALLOWED = {
    "example": "of a file or an address in the test's own content",
    "english": "the name of a language, in that language",
    "last": "Norwegian: «last opp»",
    "shift": "the name of a key",
}
PROPER_NAMES = re.compile(r"Next\.js|1Password|(?:Google|Microsoft) Authenticator")
# The names of models in code, in the report on page types: they tell developers what a type is called.
MODEL = re.compile(r"[a-z]+\.[a-z]+")
# A word is English when English texts hold it, and at least so many times (a power of ten) as often as Norwegian ones.
KNOWN, MORE_OFTEN = 3.3, 1.2
# Of the screens of shared content; its history, use and deletion look the same for all models.
OF_EACH_MODEL = {"list", "add", "edit"}
# Screens that change something at once, log out, or give a file.
NOT_FOLLOWED = re.compile(r"/logout/|/bulk/|export=|/documents/\d+/|\.(?:csv|xlsx)$")


@cache
def is_english(word: str) -> bool:
    known = zipf_frequency(word, "en")
    return word not in ALLOWED and known >= KNOWN and known - zipf_frequency(word, "nb") > MORE_OFTEN


def english_in(page: Page) -> set[str]:
    """The texts on the screen in which an English word stands."""
    texts = page.evaluate(READ.replace("LEFT_OUT", ", ".join(LEFT_OUT)))
    read = [PROPER_NAMES.sub("", text) for text in texts if not MODEL.fullmatch(text)]
    return {text[:100] for text in read if any(map(is_english, re.findall(r"[^\W\d_]{3,}", text.lower())))}


def screen_of(address: str) -> tuple[str, ...]:
    """What kind of screen it is: lists and forms differ by what they are for, all else of Wagtail's is met once."""
    path = urlsplit(address).path
    found = resolve(path)
    kind = re.search(r"/pages/add/(\w+/\w+)/", path)
    is_own = found.url_name in OF_EACH_MODEL or not found.view_name.startswith("wagtailsnippets_")
    return (found.view_name if is_own else found.url_name, kind[1] if kind else "")


def screens(page: Page, server: str) -> dict[str, set[str]]:
    """Where a browser comes by following links from the first page; the English texts of each."""
    waiting, met, found = ["/admin/"], {screen_of("/admin/")}, {}
    while waiting:
        address = waiting.pop(0)
        # Scripts have built the screen by then; pictures may still be on their way.
        page.goto(address, wait_until="domcontentloaded")
        found[address] = english_in(page)
        links = page.eval_on_selector_all("a[href]", "links => links.map((link) => link.href)")
        for link in links:
            if not link.startswith(f"{server}/admin/") or NOT_FOLLOWED.search(link):
                continue
            screen = screen_of(link)
            if screen not in met:
                met.add(screen)
                waiting.append(link.removeprefix(server).partition("#")[0])
    return found


@pytest.mark.parametrize(
    ("text", "english"),
    [("Save selected", True), ("Lagre det valgte", False), ("Page", True), ("Side", False), ("Last opp", False)],
)
def test_english_is_told_from_norwegian(page: Page, text: str, english: bool) -> None:
    page.set_content(f"<p>{text}</p><p lang='en'>What is meant to be English</p>")

    assert bool(english_in(page)) is english


@pytest.mark.long
def test_no_screen_of_the_admin_says_a_word_in_english(
    home: HomePage, people: None, live_server: Any, browser: Browser, django_user_model: Any
) -> None:
    django_user_model.objects.create_superuser("leder", password=PASSWORD)
    # What Wagtail makes for a site that has nothing yet.
    WagtailPage.objects.filter(slug="home").delete()
    image = ImageFactory(title="Samlingen")
    ThemeFactory(label="Ungdom")
    ArticlePageFactory(parent=ArticleIndexPageFactory(parent=home, title="Artikler"), title="Nytt", hero_image=image)
    EventPageFactory(parent=EventIndexPageFactory(parent=home, title="Arrangementer"), title="Verksted")
    ContactFactory(name="Berit Kontakt", municipality=Municipality.objects.first())
    OrganisationFactory(name="Trondheim kommune")

    with logged_in(browser, live_server.url, "leder") as window:
        found = screens(window, live_server.url)

    assert len(found) > 80
    english = "\n".join(f"{address}: {texts}" for address, texts in found.items() if texts)
    assert not english, english
