"""An editor writes, a moderator approves, and only then do frontends and readers find it."""

import pytest
from django.test import Client
from django.utils.html import strip_tags
from playwright.sync_api import Browser, Page

from pages.models import ArticlePage, EventPage
from tests.browser.forms import add_text_block, approve, choose_image, open_form, submit
from tests.browser.windows import logged_in
from tests.factories import ImageFactory, ThemeFactory
from tests.page_factories import ArticleIndexPageFactory, EventIndexPageFactory

# What the migrations made is put back when the test has emptied the tables.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

DOCUMENT = """
    query ($words: String!, $path: String!) {
      articles { nodes { title } }
      events { nodes { title } }
      contacts { nodes { name } }
      route(path: $path) { __typename }
      search(query: $words) { nodes { ... on PageInterface { title } ... on Contact { name } } }
    }
"""


def places(words: str, path: str = "/ingen/") -> set[str]:
    """The root fields under which a frontend finds something of that name, or at that path."""
    body = {"query": DOCUMENT, "variables": {"words": words, "path": path}}
    answer = Client().post("/graphql/", body, content_type="application/json").json()
    assert "errors" not in answer
    routed = answer["data"].pop("route")
    found = {field for field, list_ in answer["data"].items() for node in list_["nodes"] if words in node.values()}
    return found | ({"route"} if routed else set())


@pytest.fixture
def editor(people, live_server, browser: Browser):
    with logged_in(browser, live_server.url, "redaktor") as window:
        yield window


@pytest.fixture
def moderator(people, live_server, browser: Browser):
    with logged_in(browser, live_server.url, "moderator") as window:
        yield window


def test_an_article_is_public_when_a_moderator_has_approved_it(home, editor: Page, moderator: Page):
    index = ArticleIndexPageFactory(parent=home, slug="artikler")
    image, theme = ImageFactory(title="Samlingen"), ThemeFactory(label="Ungdom")
    article = ("Nytt fra redaktøren", "/artikler/nytt-fra-redaktoren/")

    open_form(editor, f"/admin/pages/add/pages/articlepage/{index.pk}/")
    editor.get_by_role("textbox", name="Tittel").fill("Nytt fra redaktøren")
    editor.get_by_role("textbox", name="Ingress").fill("Dette er ingressen.")
    choose_image(editor, "Samlingen")
    add_text_block(editor, "Brødtekst skrevet i en blokk.")
    editor.get_by_role("tab", name="Sammenheng").click()
    editor.get_by_role("checkbox", name="Ungdom").check()
    submit(editor)
    before = places(*article)
    approve(moderator, "Nytt fra redaktøren")

    assert before == set()
    assert places(*article) == {"articles", "route", "search"}
    published = ArticlePage.objects.get()
    assert published.hero_image == image
    assert list(published.themes.all()) == [theme]
    assert [strip_tags(str(block.value["text"])) for block in published.body] == ["Brødtekst skrevet i en blokk."]


def test_an_event_is_public_when_a_moderator_has_approved_it(home, editor: Page, moderator: Page):
    index = EventIndexPageFactory(parent=home, slug="arrangementer")
    event = ("Nytt verksted", "/arrangementer/nytt-verksted/")

    open_form(editor, f"/admin/pages/add/pages/eventpage/{index.pk}/")
    editor.get_by_role("textbox", name="Tittel").fill("Nytt verksted")
    editor.get_by_role("textbox", name="Ingress").fill("Kom og vær med.")
    editor.get_by_role("tab", name="Tid og sted").click()
    editor.get_by_role("textbox", name="Starter").fill("2030-05-02 09:00")
    editor.keyboard.press("Escape")
    submit(editor)
    before = places(*event)
    approve(moderator, "Nytt verksted")

    assert before == set()
    assert places(*event) == {"events", "route", "search"}
    assert EventPage.objects.get().starts_at.isoformat() == "2030-05-02T07:00:00+00:00"


def test_a_contact_is_public_when_a_moderator_has_approved_it(editor: Page, moderator: Page):
    open_form(editor, "/admin/snippets/snippets/contact/add/")
    editor.get_by_role("textbox", name="Navn").fill("Berit Nyoppnevnt")
    editor.get_by_role("checkbox", name="Sekretariat").check()
    submit(editor)
    before = places("Berit Nyoppnevnt")
    approve(moderator, "Berit Nyoppnevnt")

    assert before == set()
    assert places("Berit Nyoppnevnt") == {"contacts", "search"}
