"""What editors have planned is shown by the first answer after its time, and never before, whether a scheduler runs."""

import datetime
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from cms.api import keeping, planned
from tests.page_factories import ArticleIndexPageFactory, ArticlePageFactory

# Only of what is committed can anybody say when it is due.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

TITLES = "{ articles { nodes { title } } }"


@pytest.fixture
def article(home):
    """A draft of an article."""
    return ArticlePageFactory(parent=ArticleIndexPageFactory(parent=home, slug="artikler"), title="Ny", live=False)


def plan(article, *, seconds):
    moment = timezone.now() + datetime.timedelta(seconds=seconds)
    article.go_live_at = moment
    article.save_revision(approved_go_live_at=moment)
    return moment


def titles():
    data = Client().get("/graphql/", {"query": TITLES}).json()["data"]
    return [one["title"] for one in data["articles"]["nodes"]]


def test_it_is_shown_from_its_time_on_though_no_scheduler_runs(article):
    assert titles() == []
    moment = plan(article, seconds=1.5)

    before = titles()
    is_before = timezone.now() < moment
    time.sleep(max(0, (moment - timezone.now()).total_seconds()) + 0.01)

    assert is_before
    assert (before, titles()) == ([], ["Ny"])


@pytest.mark.parametrize("path", ["/graphql/?query={themes{label}}", "/artikler/", "/healthz"])
def test_whoever_reads_first_has_it_published_but_machines_that_ask_how_the_site_is(article, path):
    plan(article, seconds=-1)

    Client().get(path)

    article.refresh_from_db()
    assert article.live is (path != "/healthz")


def test_it_is_published_once_by_however_many_who_come_at_once(article):
    plan(article, seconds=-1)

    def read(_):
        try:
            return titles()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        seen = list(threads.map(read, range(4)))

    assert seen == [["Ny"]] * 4
    assert PageLogEntry.objects.filter(page=article.pk, action="wagtail.publish.scheduled").count() == 1


def test_what_cannot_be_published_keeps_no_answer_back_and_no_cache_from_keeping_it(
    article, monkeypatch, settings, caplog
):
    settings.GRAPHQL = settings.GRAPHQL | {"SHARED_MAX_AGE": 3600}
    tried = []

    def refuse():
        tried.append(True)
        raise ValueError

    monkeypatch.setattr(keeping, "planned", planned.Planned())
    monkeypatch.setattr(planned, "publish_scheduled", refuse)
    plan(article, seconds=-1)

    seen = [titles() for _ in range(3)]
    kept_by_others = Client().get("/graphql/", {"query": TITLES})["Cache-Control"]

    assert seen == [[]] * 3
    assert len(tried) == 1
    assert kept_by_others == "public, max-age=0, s-maxage=3600"
    assert "Not all that was planned has been published (ValueError)" in caplog.text


def test_one_that_cannot_be_published_keeps_neither_those_of_its_time_nor_later_ones_waiting(
    article, monkeypatch, caplog
):
    later, last = (ArticlePageFactory(parent=article.get_parent(), title=title, live=False) for title in "AB")
    monkeypatch.setattr(keeping, "planned", planned.Planned())
    publish = Revision.publish

    def refuse(revision, **options):
        if revision.object_id == str(article.pk):
            Page.objects.filter(pk=article.pk).update(title="Halv")
            raise ValueError
        return publish(revision, **options)

    monkeypatch.setattr(Revision, "publish", refuse)
    plan(article, seconds=-3)
    plan(later, seconds=-2)
    moment = plan(last, seconds=2)

    before = titles()
    time.sleep(max(0, (moment - timezone.now()).total_seconds()) + 0.01)

    assert (before, sorted(titles())) == (["A"], ["A", "B"])
    article.refresh_from_db()
    assert (article.live, article.title) == (False, "Ny")
    assert f"pages.articlepage {article.pk} (revision {article.latest_revision_id})" in caplog.text


@pytest.mark.parametrize("is_published", [True, False])
def test_the_answer_that_comes_with_one_publication_says_when_the_next_is_due(
    article, monkeypatch, settings, is_published
):
    settings.GRAPHQL = settings.GRAPHQL | {"SHARED_MAX_AGE": 3600}
    later = ArticlePageFactory(parent=article.get_parent(), title="Senere", live=False)
    monkeypatch.setattr(keeping, "planned", planned.Planned())
    if not is_published:
        monkeypatch.setattr(Revision, "publish", lambda *_, **__: 1 / 0)
    plan(article, seconds=-1)
    plan(later, seconds=90)

    response = Client().get("/graphql/", {"query": TITLES})

    assert 60 < int(response["Cache-Control"].rpartition("=")[2]) < 89


def test_a_shared_cache_may_not_keep_an_answer_beyond_it(article, settings):
    settings.GRAPHQL = settings.GRAPHQL | {"SHARED_MAX_AGE": 3600}
    plan(article, seconds=90)

    response = Client().get("/graphql/", {"query": TITLES})

    assert 60 < int(response["Cache-Control"].rpartition("=")[2]) < 89
