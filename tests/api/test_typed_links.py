"""Links that editors have typed as addresses: those to hidden pages of ours are unwrapped, all others stay."""

import datetime
import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction, Site

from cms.api.tags import tag_of_address
from snippets.models import SiteSettings
from tests.api.kept_content import is_kept, save, send
from tests.factories import NoticeFactory
from tests.page_factories import ArticleIndexPageFactory, ArticlePageFactory, HomePageFactory

TEXT = """{
  page(path: "/artikler/tekst/") {
    parent { ... on ArticleIndexPage { introduction } }
    ... on ArticlePage { body { ... on RichTextBlock { text } } }
  }
}"""
PAGES = """{
  pages(first: 50, where: { types: [ARTICLE, ARTICLE_INDEX] }) {
    nodes { ... on ArticleIndexPage { introduction } ... on ArticlePage { body { ... on RichTextBlock { text } } } }
  }
}"""
AN_HOUR = datetime.timedelta(hours=1)


def link(address):
    return f'<p>Se <a href="{address}">den</a>.</p>'


def stream(*texts):
    return json.dumps([{"type": "text", "value": {"text": text}} for text in texts])


@pytest.fixture(autouse=True)
def _hosts(settings):
    settings.FRONTEND_URL = "https://www.example.no"
    settings.ALLOWED_HOSTS = ["testserver", "api.example.no"]


@pytest.fixture
def index(home):
    return ArticleIndexPageFactory(parent=home, slug="artikler")


@pytest.fixture
def hidden(home):
    return ArticleIndexPageFactory(parent=home, slug="hemmelig", live=False)


@pytest.fixture
def is_linked(index, query):
    """Whether a link to the address is left in the introduction and in the body of an article."""
    article = ArticlePageFactory(parent=index, slug="tekst")

    def ask(address):
        save(index, introduction=link(address))
        save(article, body=stream(link(address)))
        page = query(TEXT)["page"]
        texts = page["parent"]["introduction"], page["body"][0]["text"]
        assert texts[0] == texts[1]
        assert texts[0] == "<p>Se den.</p>" or f'href="{address}"' in texts[0]
        return "href" in texts[0]

    return ask


@pytest.mark.parametrize(
    "address",
    [
        "https://www.example.no/hemmelig/",
        "http://www.example.no/hemmelig",
        "HTTPS://WWW.EXAMPLE.NO/hemmelig/",
        "https://example.no/hemmelig/",
        "https://www.example.no:443/hemmelig/",
        "//www.example.no/hemmelig/",
        "https://testserver/hemmelig/",
        "https://www.example.no/hemmelig/?a=1&amp;b=2#c",
        "https://www.example.no/%68emmelig/",
        "https://www.example.no//artikler/../hemmelig//",
        r"https:\\www.example.no\hemmelig",
        "/hemmelig/",
        "/hemmelig",
        "/hemmelig/#c",
        "hemmelig/",
        " /hemmelig/ ",
    ],
)
def test_a_link_typed_to_a_draft_is_unwrapped_until_it_is_published(hidden, is_linked, address):
    before = is_linked(address)
    save(hidden, live=True)

    assert (before, is_linked(address)) == (False, True)


@pytest.mark.parametrize(
    "hide",
    [
        lambda page: save(page, live=False),
        lambda page: save(page, go_live_at=timezone.now() + AN_HOUR),
        lambda page: save(page, expire_at=timezone.now() - AN_HOUR),
        lambda page: PageViewRestriction.objects.create(page=page, restriction_type="login"),
    ],
    ids=["draft", "scheduled", "expired", "restricted"],
)
def test_a_link_is_to_a_hidden_page_for_whatever_reason_it_is_hidden(hidden, is_linked, hide):
    below = ArticlePageFactory(parent=hidden, slug="side")
    save(hidden, live=True)
    is_shown = is_linked("https://www.example.no/hemmelig/")

    hide(hidden)

    assert (is_shown, is_linked("https://www.example.no/hemmelig/")) == (True, False)
    is_restricted = PageViewRestriction.objects.exists()
    assert is_linked(f"https://www.example.no/hemmelig/{below.slug}/") is not is_restricted


@pytest.mark.parametrize(
    "address",
    [
        "https://annet.example.no/hemmelig/",
        "https://www.example.no.annet.no/hemmelig/",
        "https://www.example.no/aldri-en-side/",
        "https://www.example.no/hemmelig.pdf",
        "https://www.example.no/",
        "https://www.example.no",
        "/media/hemmelig/",
        "/dokumenter/1/hemmelig/",
        "#hemmelig",
        "mailto:hemmelig@example.no",
        "//[hemmelig/",
    ],
)
def test_a_link_to_what_is_no_page_of_ours_stays(hidden, is_linked, address):
    assert is_linked(address)


def test_a_link_to_a_hidden_page_in_another_language_is_unwrapped(home, is_linked):
    front = home.copy_for_translation(Locale.objects.get_or_create(language_code="nn")[0])
    save(front, live=True)
    ArticleIndexPageFactory(parent=front, slug="loynleg", live=False, locale=front.locale)

    assert [is_linked(address) for address in ("/nn/", "/nn/loynleg/", "/loynleg/")] == [True, False, True]


def test_a_site_is_found_where_its_settings_say_below_their_path(hidden, is_linked):
    own = SiteSettings.objects.create(site=Site.objects.get(), name="FoUI", frontend_url="https://stor.no/vi/")
    at_its_own = [is_linked(f"https://stor.no/{path}/") for path in ("vi/hemmelig", "hemmelig")]
    is_elsewhere = is_linked("https://www.example.no/hemmelig/")
    save(own, frontend_url="")

    assert (at_its_own, is_elsewhere) == ([False, True], True)
    assert is_linked("https://stor.no/vi/hemmelig/")


@pytest.mark.parametrize("words", ["https://www.example.no/hemmelig/", "<b>www.example.no/hemmelig</b>"])
def test_a_link_that_says_but_the_address_of_a_hidden_page_leaves_nothing(hidden, index, query, words):
    text = f'<p>Se <a href="https://www.example.no/hemmelig/">{words}</a>.</p>'
    ArticlePageFactory(parent=index, slug="tekst", body=stream(text))
    given = query(TEXT)["page"]["body"]

    save(hidden, live=True)

    assert given == [{"text": "<p>Se .</p>"}]
    assert words in query(TEXT)["page"]["body"][0]["text"]


def test_another_site_has_pages_of_its_own(hidden, is_linked):
    Site.objects.create(hostname="annet.example.no", root_page=HomePageFactory(slug="annet"))

    assert is_linked("https://annet.example.no/hemmelig/")


def test_a_link_typed_in_a_notice_or_embedded_is_unwrapped_too(hidden, index, query):
    NoticeFactory(text='<a href="/hemmelig/">den</a>')
    embed = '<embed embedtype="media" url="https://www.example.no/hemmelig/"/>'
    ArticlePageFactory(parent=index, slug="tekst", body=stream(f"<p>a</p>{embed}"))

    assert query("{ site { notices { text } } }") == {"site": {"notices": [{"text": "den"}]}}
    assert query(TEXT)["page"]["body"] == [{"text": "<p>a</p>"}]


@pytest.mark.parametrize("count", [1, 20])
def test_typed_links_cost_one_statement_for_all_texts_of_a_kind(home, index, query, count):
    articles = [ArticlePageFactory(parent=index, slug=f"a{number}") for number in range(3)]
    for number in range(count):
        ArticleIndexPageFactory(parent=home, slug=f"side-{number}", live=number % 2 == 1)

    def asked(text):
        save(index, introduction=text)
        for article in articles:
            save(article, body=stream(text, text))
        query(PAGES)
        with CaptureQueriesContext(connection) as statements:
            pages = query(PAGES)
        return len(statements), str(pages).count("href=")

    to_others, shown = asked(link("https://annet.example.no/") * count)
    to_own, left = asked("".join(link(f"/side-{number}/") for number in range(count)))

    # One for the introductions, one for the bodies.
    assert to_own == to_others + 2
    assert (shown, left) == (count * 7, count // 2 * 7)


def test_what_is_hidden_is_named_by_its_kind_alone(hidden, index):
    public = ArticlePageFactory(parent=index, slug="andre")
    gone = f"{index.url_path}borte/"
    addresses = "/hemmelig/", "/artikler/andre/", "/artikler/borte/"
    ArticlePageFactory(parent=index, slug="tekst", body=stream(*map(link, addresses)))

    tags = set(Client().get("/graphql/", {"query": TEXT})["Cache-Tag"].split(","))

    assert {tag_of_address(public.url_path), tag_of_address(gone), "page", "place"} <= tags
    assert not {tag_of_address(hidden.url_path), f"page-{hidden.pk}", f"place-{hidden.translation_key}"} & tags


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
class TestKeptAnswers:
    """An answer that is kept is another one at the next request."""

    @pytest.fixture
    def shown(self, content):
        """Whether the answer with the link came from memory, and has it."""

        def ask():
            response = send(('{ page(path: "/artikler/") { ... on ArticleIndexPage { introduction } } }', {}))
            return is_kept(response), "href" in response.json()["data"]["page"]["introduction"]

        save(content.articles, introduction=link("https://www.example.no/artikler/ny/"))
        return ask

    def test_when_a_page_appears_there_and_comes_and_goes(self, content, shown):
        assert [shown(), shown()] == [(False, True), (True, True)], "no page is there"

        page = content.new_article("ny", live=False)
        assert [shown(), shown()] == [(False, False), (True, False)], "a draft is"

        page.save_revision().publish()
        assert [shown(), shown()] == [(False, True), (True, True)], "it is published"

        restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
        assert [shown(), shown()] == [(False, False), (True, False)], "it is restricted"

        restriction.delete()
        assert shown() == (False, True), "it is no longer"

        page.refresh_from_db()
        page.unpublish()
        assert [shown(), shown()] == [(False, False), (True, False)], "it is a draft again"

        save(page, slug="en-annen")
        assert [shown(), shown()] == [(False, True), (True, True)], "it is elsewhere"

        save(page, slug="ny")
        assert shown() == (False, False), "it is back"

        page.delete()
        assert shown() == (False, True), "it is gone"

    def test_when_the_site_is_found_elsewhere(self, content, shown):
        content.new_article("ny", live=False)
        assert [shown(), shown()] == [(False, False), (True, False)]

        save(SiteSettings.objects.get(), frontend_url="https://stor.no/")

        assert shown() == (False, True)

    def test_when_the_page_expires_or_is_due(self, content, shown, monkeypatch):
        now = timezone.now()
        page = content.new_article("ny")
        save(page, expire_at=now + AN_HOUR)
        assert [shown(), shown()] == [(False, True), (True, True)]

        monkeypatch.setattr(timezone, "now", lambda: now + AN_HOUR)

        assert shown() == (False, False)
