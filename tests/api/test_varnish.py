"""Varnish before the site keeps answers until what they are made of changes, and that alone is purged."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

import pytest
from wagtail.models import Site

from tests.factories import ContactFactory, ThemeFactory
from tests.page_factories import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    EventIndexPageFactory,
    EventPageFactory,
    HomePageFactory,
)
from tests.shared_cache import eventually, has_confirmed, varnish

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

ARTICLE = "{ page(path: %s) { title ... on ArticlePage { themes { label } } } }"
QUESTIONS = {
    "article a": ARTICLE % '"/artikler/a/"',
    "article b": ARTICLE % '"/artikler/b/"',
    "articles": "{ articles { nodes { title themes { label } } } }",
    "events": "{ events { nodes { title } } }",
    "contacts": "{ contacts { nodes { name } } }",
}


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def is_kept(self):
        return self.headers["x-cache"] == "hit"


class Cache:
    """What clients see of the cache at an address."""

    def __init__(self, url):
        self.url = url
        self._address = urlsplit(url)

    def send(self, method, path, body=None, source="127.0.0.1", **headers):
        connection = HTTPConnection(self._address.hostname, self._address.port, source_address=(source, 0))
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, {"Host": "127.0.0.1"} | names)
        response = connection.getresponse()
        answer = Answer(
            response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
        )
        connection.close()
        return answer

    def get(self, query, **headers):
        return self.send("GET", f"/graphql/?{urlencode({'query': query})}", **headers)

    def purge(self, tags, **sender):
        return self.send("PURGE", "/", xkey_purge=tags, **sender).status


class Content:
    def __init__(self):
        self.home = HomePageFactory(title="Forside", slug="forside")
        Site.objects.update(root_page=self.home)
        self.index = ArticleIndexPageFactory(parent=self.home, slug="artikler")
        self.theme = ThemeFactory(label="Helse")
        self.article = self.new_article("a", self.theme)
        self.new_article("b", ThemeFactory(label="Skole"))
        self.draft = self.new_article("c", self.theme, live=False)
        EventPageFactory(parent=EventIndexPageFactory(parent=self.home, slug="arrangementer"))
        ContactFactory()

    def new_article(self, slug, theme, *, live=True):
        article = ArticlePageFactory(parent=self.index, slug=slug, title=f"Artikkel {slug}", live=live)
        article.themes = [theme]
        article.save()
        return article


@pytest.fixture(scope="module")
def running_varnish(live_server):
    with varnish(urlsplit(live_server.url).port) as url:
        yield url


@pytest.fixture
def cache(running_varnish, settings):
    settings.GRAPHQL = settings.GRAPHQL | {"SHARED_MAX_AGE": 3600}
    cache = Cache(running_varnish)
    assert cache.purge("graphql") == 200
    return cache


def publish(page, title):
    page.title = title
    page.save_revision().publish()


def rename(theme):
    theme.label = "Folkehelse"
    theme.save()


def test_what_changes_is_purged_within_a_second_and_nothing_else(cache, purge_shared_cache):
    content = Content()
    purge_shared_cache(cache.url)

    def answers_gone(change: Callable[[], None], *, known_by: str) -> set[str]:
        eventually(lambda: has_confirmed(cache.url))
        eventually(lambda: all(cache.get(query).is_kept for query in QUESTIONS.values()))
        change()
        assert eventually(lambda: known_by in cache.get(QUESTIONS["articles"]).content.decode()) < 1
        eventually(lambda: has_confirmed(cache.url))
        return {name for name, query in QUESTIONS.items() if not cache.get(query).is_kept}

    published_again = answers_gone(lambda: publish(content.article, "Ny tittel"), known_by="Ny tittel")
    published_first = answers_gone(lambda: publish(content.draft, "Helt ny"), known_by="Helt ny")
    renamed = answers_gone(lambda: rename(content.theme), known_by="Folkehelse")

    assert published_again == {"article a", "articles"}
    assert published_first == {"articles"}
    assert renamed == {"article a", "articles"}


def test_killed_while_an_editor_publishes_it_purges_that_when_it_is_back(cache, purge_shared_cache):
    content = Content()
    first = purge_shared_cache(cache.url)
    eventually(lambda: has_confirmed(cache.url))
    eventually(lambda: all(cache.get(query).is_kept for query in QUESTIONS.values()))

    first.kill()
    publish(content.article, "Ny tittel")
    stale = cache.get(QUESTIONS["article a"]).content.decode()
    purge_shared_cache(cache.url)
    eventually(lambda: has_confirmed(cache.url))

    assert "Ny tittel" not in stale
    assert "Ny tittel" in cache.get(QUESTIONS["article a"]).content.decode()
    assert cache.get(QUESTIONS["article b"]).is_kept


def test_a_kept_answer_serves_browsers_with_other_cookies_encodings_and_validators(cache):
    Content()
    first = cache.get(QUESTIONS["articles"], accept="application/json", accept_encoding="gzip, br")

    again = cache.get(QUESTIONS["articles"], cookie="sessionid=x", accept="text/html, */*;q=0.8")
    validated = cache.get(QUESTIONS["articles"], if_none_match=again.headers["etag"])
    head = cache.send("HEAD", f"/graphql/?{urlencode({'query': QUESTIONS['articles']})}")
    other_type = cache.get(QUESTIONS["articles"], accept="application/graphql-response+json, application/json;q=0.9")

    assert (first.status, first.is_kept, first.headers["cache-control"]) == (
        200,
        False,
        "public, max-age=0, s-maxage=0",
    )
    assert again.is_kept
    assert len(json.loads(again.content)["data"]["articles"]["nodes"]) == 2
    assert (validated.status, validated.content, validated.is_kept) == (304, b"", True)
    assert (head.status, head.content, head.is_kept) == (200, b"", True)
    assert not other_type.is_kept
    assert other_type.headers["content-type"].startswith("application/graphql-response+json")
    assert not {"xkey", "server-timing"} & again.headers.keys()


def test_what_is_nobody_elses_is_never_kept(cache):
    Content()
    post = {"method": "POST", "path": "/graphql/", "content_type": "application/json"}

    def x_cache(send):
        return [send().headers.get("x-cache") for _ in range(2)]

    assert x_cache(lambda: cache.get("{ nothing }")) == [None, None]
    assert x_cache(lambda: cache.get('{ page(path: "/", preview: "x") { id } }')) == [None, None]
    assert x_cache(lambda: cache.send(body=json.dumps({"query": QUESTIONS["events"]}), **post)) == [None, None]
    assert x_cache(lambda: cache.send("GET", "/admin/login/")) == [None, None]
    assert cache.send("GET", "/admin/login/", cookie="csrftoken=x").headers["set-cookie"].startswith("csrftoken=")


def test_only_who_may_purge_does(cache):
    Content()
    cache.get(QUESTIONS["events"])

    from_elsewhere = cache.purge("graphql", source="127.0.0.2")
    through_a_proxy = cache.purge("graphql", x_forwarded_for="192.0.2.1")
    of_nothing = cache.send("PURGE", "/").status
    kept = cache.get(QUESTIONS["events"]).is_kept
    allowed = cache.purge("page,graphql")

    assert (from_elsewhere, through_a_proxy, of_nothing, kept) == (403, 403, 400, True)
    assert (allowed, cache.get(QUESTIONS["events"]).is_kept) == (200, False)
