"""Kept answers: which there are, how long they hold, and that they are as the first one was."""

import datetime
import gzip
import json
import threading
import time

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.db import connections
from django.test import Client
from django.utils import timezone
from wagtail.models import Site

from cms.api import keeping, shared_answers, view
from cms.api.answers import Answers, Kept
from snippets import queries
from tests.api.kept_content import is_kept, questions, send
from tests.page_factories import OSLO, HomePageFactory

# Only what is committed can be kept. What the migrations made is put back when a test has emptied the tables.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

# The day on which clocks are put forward.
START = datetime.datetime(2027, 3, 28, 10, tzinfo=OSLO)
SECOND = datetime.timedelta(seconds=1)


@pytest.mark.parametrize(
    "asked",
    [
        ("{ nothing }", {}),
        ("{", {}),
        ('{ node(id: "nothing of ours") { id } }', {}),
        ('{ page(path: "/", preview: "wrong") { id } }', {}),
    ],
)
def test_neither_errors_nor_previews_are_kept(content, asked):
    assert not any(is_kept(send(asked)) for _ in range(2))


def test_an_answer_is_kept_for_its_own_host_only(content, settings):
    settings.ALLOWED_HOSTS = ["testserver", "annet.example.no"]
    Site.objects.create(hostname="annet.example.no", root_page=HomePageFactory(title="Annet", slug="annet"))
    question = {"query": "{ site { home { title } } }"}

    def ask(host):
        return Client(headers={"host": host}).post("/graphql/", json.dumps(question), content_type="application/json")

    titles = [ask(host).json()["data"]["site"]["home"]["title"] for host in ("testserver", "annet.example.no") * 2]

    assert titles == ["Forside", "Annet"] * 2


@pytest.fixture
def upcoming_at(content, monkeypatch):
    """Whether the answer at a moment was kept, and which events it says are to come: one is, until `START`."""
    content.event.starts_at, content.event.ends_at = START, START + datetime.timedelta(hours=2)
    content.event.save_revision().publish()

    def ask(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment.astimezone(datetime.UTC))
        response = send(("events", {"where": {"when": ["UPCOMING"]}}))
        return is_kept(response), [node["path"] for node in response.json()["data"]["events"]["nodes"]]

    return ask


def test_the_clock_ends_an_answer_at_the_moment_an_event_starts(upcoming_at):
    path = "/arrangementer/samling/"
    assert upcoming_at(START - 2 * SECOND) == (False, [path])
    assert upcoming_at(START - SECOND) == (True, [path])
    assert upcoming_at(START) == (False, [])
    assert upcoming_at(START + SECOND) == (True, [])
    assert upcoming_at(START + 3 * 3600 * SECOND) == (False, []), "when it was over, another turn had passed"


def test_a_clock_that_is_put_back_ends_an_answer_made_later(upcoming_at):
    path = "/arrangementer/samling/"
    assert upcoming_at(START + SECOND) == (False, [])
    assert upcoming_at(START - SECOND) == (False, [path])
    assert upcoming_at(START - SECOND) == (True, [path])


@pytest.mark.parametrize("day", [(2026, 10, 25), (2027, 3, 28), (2027, 6, 1)])
@pytest.mark.parametrize("hour", [0, 2, 3, 10])
def test_an_event_is_upcoming_until_it_starts_on_every_kind_of_day(content, monkeypatch, day, hour):
    starts_at = datetime.datetime(*day, hour, tzinfo=OSLO).astimezone(datetime.UTC)
    content.event.starts_at, content.event.ends_at = starts_at, starts_at + datetime.timedelta(hours=8)
    content.event.save_revision().publish()
    document = """{
      upcoming: events(where: { when: [UPCOMING] }) { totalCount }
      ongoing: events(where: { when: [ONGOING] }) { totalCount }
      coming: events(where: { when: [UPCOMING, ONGOING] }) { totalCount }
      past: events(where: { when: [PAST] }) { totalCount }
    }"""

    def counts(seconds):
        moment = starts_at + datetime.timedelta(seconds=seconds)
        monkeypatch.setattr(timezone, "now", lambda: moment)
        return [field["totalCount"] for field in send((document, {})).json()["data"].values()]

    assert [counts(-1), counts(0), counts(1)] == [[1, 0, 1, 0], [0, 1, 1, 0], [0, 1, 1, 0]]
    assert [counts(8 * 3600 - 1), counts(8 * 3600 + 1)] == [[0, 1, 1, 0], [0, 0, 0, 1]]


def test_a_shared_cache_may_keep_an_answer_no_longer_than_the_clock_leaves_it_true(content, settings):
    settings.GRAPHQL = settings.GRAPHQL | {"SHARED_MAX_AGE": 3600}
    content.article.expire_at = timezone.now() + datetime.timedelta(seconds=100)
    content.article.save_revision().publish()

    def shared_max_age(document):
        value = Client().get("/graphql/", {"query": document})["Cache-Control"].rpartition("s-maxage=")[2]
        return int(value)

    assert 90 <= shared_max_age("{ articles { nodes { title } } }") <= 100
    assert shared_max_age("{ contacts { nodes { name } } }") == 3600


def test_an_answer_that_has_expired_is_not_served_before_the_command_has_run(content):
    content.article.expire_at = timezone.now() + datetime.timedelta(seconds=1)
    content.article.save_revision().publish()
    question = questions(content)["article a"]
    assert send(question).json()["data"]["route"]

    time.sleep(1.1)

    assert send(question).json()["data"]["route"] is None


def test_many_who_ask_the_same_at_once_wait_for_one_answer(content):
    question = ("search", {"query": "artikkel"})
    kept = []
    start = threading.Barrier(8)

    def ask():
        start.wait()
        kept.append(is_kept(send(question)))
        connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(kept) == [False] + [True] * 7


def test_what_is_published_while_an_answer_is_made_is_not_missed(content, monkeypatch):
    question = ("{ articles { nodes { title } } }", {})
    published = []

    def publish_elsewhere(*args, **kwargs):
        if not published:
            published.append(True)
            thread = threading.Thread(target=rename, args=(content.article, "Publisert imens"))
            thread.start()
            thread.join()
        return made(*args, **kwargs)

    def rename(article, title):
        article.title = title
        article.save_revision().publish()
        connections.close_all()

    made = view.run
    monkeypatch.setattr(view, "run", publish_elsewhere)
    send(question)

    titles = [node["title"] for node in send(question).json()["data"]["articles"]["nodes"]]
    assert "Publisert imens" in titles


def test_all_of_an_answer_is_of_one_moment(content, monkeypatch):
    """Between two statements of one answer somebody publishes: the answer has neither half of it."""
    document = "{ before: articles { nodes { title } } themes { slug } after: articles { nodes { title } } }"

    def publish_elsewhere(*args):
        def rename():
            content.article.title = "Publisert imens"
            content.article.save_revision().publish()
            connections.close_all()

        thread = threading.Thread(target=rename)
        thread.start()
        thread.join()
        return themes(*args)

    themes = queries.themes
    monkeypatch.setattr(queries, "themes", publish_elsewhere)

    data = send((document, {})).json()["data"]

    assert data["before"] == data["after"]


def test_an_answer_left_for_other_processes_is_served_while_it_is_true(content, monkeypatch):
    """Two processes with a cache between them, here in one: each has its own memory and its own news."""
    between = LocMemCache("between processes", {})
    question = ("{ contacts { nodes { name } } }", {})

    def ask(process):
        monkeypatch.setattr(keeping, "answers", process)
        response = send(question)
        return is_kept(response), {node["name"] for node in response.json()["data"]["contacts"]["nodes"]}

    first, second = (Answers(10_000_000, between) for _ in range(2))
    names = {"Kari Kontakt", "Per Annen"}
    assert [ask(first), ask(second)] == [(False, names), (True, names)]

    content.bystander.name = "Per Omdøpt"
    content.bystander.save_revision().publish()

    third = Answers(10_000_000, between)
    renamed = {"Kari Kontakt", "Per Omdøpt"}
    assert [ask(third), ask(second), ask(first)] == [(False, renamed), (True, renamed), (True, renamed)]


def test_an_answer_that_another_release_has_left_is_not_served(content, monkeypatch):
    between = LocMemCache("between releases", {})
    question = ("{ contacts { nodes { name } } }", {})

    def is_found_by(release):
        monkeypatch.setattr(shared_answers, "release", lambda: release)
        monkeypatch.setattr(keeping, "answers", Answers(10_000_000, between))
        return is_kept(send(question))

    assert [is_found_by("1"), is_found_by("1"), is_found_by("2"), is_found_by("2")] == [False, True, False, True]


def test_a_shared_cache_that_fails_costs_no_answer(content, monkeypatch, caplog):
    class Broken(LocMemCache):
        def get(self, *args, **kwargs):
            raise ConnectionError

        set = get

    monkeypatch.setattr(keeping, "answers", Answers(10_000_000, Broken("broken", {})))

    assert send(("{ contacts { nodes { name } } }", {})).json()["data"]["contacts"]["nodes"]
    assert "The shared cache cannot be read" in caplog.text


def test_the_memory_for_answers_is_bounded(content):
    limited = Answers(most_bytes=20_000)
    for number in range(100):
        limited.keep(number, Kept("value", length=1_000, tags=frozenset(), until=None, number=1), "")

    held = [number for number in range(100) if limited.fresh(number, 1)]

    assert 0 < len(held) <= 8
    assert held[-1] == 99, "the latest stays"


@pytest.mark.parametrize("encoding", ["", "gzip", "br", "zstd"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_kept_answer_has_the_headers_that_it_had_at_first(content, encoding, method):
    """It passes no other middleware, so what those add has to be on it all the same."""
    asked = {"documentId": "articles"}
    body = asked if method == "get" else json.dumps(asked)
    ask = getattr(Client(), method)

    first = ask("/graphql/", body, content_type="application/json", headers={"accept-encoding": encoding})
    again = [
        ask("/graphql/", body, content_type="application/json", headers={"accept-encoding": encoding}) for _ in range(3)
    ]

    assert not is_kept(first)
    assert all(is_kept(one) for one in again)
    for one in again:
        assert one.content == first.content
        assert own_headers(one) == own_headers(first)
        assert {"X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options"} <= set(one.headers)


def own_headers(response):
    of_this_one = {"Server-Timing", "X-Request-ID"}
    return {name: value for name, value in response.items() if name not in of_this_one}


def test_what_was_made_for_another_encoding_is_encoded_from_memory(content):
    ask = ("/graphql/", {"documentId": "articles"})
    plain = Client().get(*ask)
    packed = Client().get(*ask, headers={"accept-encoding": "gzip"})

    assert is_kept(packed)
    assert gzip.decompress(packed.content) == plain.content
    assert packed["Content-Length"] == str(len(packed.content))


def test_a_kept_answer_is_validated_with_all_of_its_headers(content):
    ask = ("/graphql/", {"documentId": "articles"})
    first = Client().get(*ask)
    again = Client().get(*ask, headers={"if-none-match": first["ETag"]})

    assert (again.status_code, is_kept(again)) == (304, True)
    expected = {name: value for name, value in own_headers(first).items() if not name.startswith("Content-")}
    assert {name: value for name, value in own_headers(again).items() if name != "Content-Length"} == expected


def test_what_was_asked_over_https_does_not_answer_plain_http(content, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ask = ("/graphql/", {"documentId": "articles"})
    over_https = [Client().get(*ask, headers={"x-forwarded-proto": "https"}) for _ in range(2)]

    assert is_kept(over_https[1])
    assert Client().get(*ask).status_code == 301


def test_a_host_that_is_not_ours_gets_no_kept_answer(content, settings):
    ask = ("/graphql/", {"documentId": "articles"})
    Client().get(*ask)

    assert Client().get(*ask, headers={"host": "elsewhere.example"}).status_code == 400
