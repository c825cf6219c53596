"""The facts of a site, which decide what is public on it, are read anew when anything has changed, and only then."""

import datetime
import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import CollectionViewRestriction, PageViewRestriction, Site

from cms.api.answers import answers
from cms.api.tags import tracked
from tests.api.kept_content import send

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

ARTICLES = ("{ articles { nodes { path } } images { nodes { id } } }", {})


@pytest.fixture
def asked(content, settings):
    """What is found now, by an answer that is made anew, and whether the site was read for it."""
    settings.ALLOWED_HOSTS = ["testserver", "annet.example.no"]

    def ask(host="testserver"):
        answers.forget()
        with CaptureQueriesContext(connection) as statements:
            data = send(ARTICLES, host=host).json()["data"]
        is_read = any("wagtailcore_site" in one["sql"] for one in statements.captured_queries)
        return is_read, sorted(one["path"] for one in data["articles"]["nodes"]), len(data["images"]["nodes"])

    ask()
    return ask


def test_while_nothing_changes_the_facts_of_a_site_are_read_once(asked):
    assert [asked() for _ in range(3)] == [(False, ["/artikler/a/", "/artikler/b/"], 1)] * 3


def test_two_names_of_the_host_in_turn_have_the_facts_read_once_for_each(content, asked):
    before = [asked(host)[0] for host in ("testserver", "annet.example.no") * 3]
    restrict_articles(content)
    after = [asked(host)[:2] for host in ("testserver", "annet.example.no") * 2]

    assert (before, after) == (
        [False, True, False, False, False, False],
        [(True, []), (True, []), (False, []), (False, [])],
    )


def test_each_table_that_the_facts_are_read_from_notes_its_changes(asked):
    with CaptureQueriesContext(connection) as statements:
        asked("annet.example.no")

    facts = next(one["sql"] for one in statements.captured_queries if "wagtailcore_site" in one["sql"])
    read = set(re.findall(r'(?:FROM|JOIN) "(\w+)"', facts))
    assert "wagtailcore_pageviewrestriction" in read
    assert read <= {one.table for one in tracked()}


def restrict_articles(content):
    PageViewRestriction.objects.create(page=content.articles, restriction_type=PageViewRestriction.LOGIN)


def restrict_images(content):
    CollectionViewRestriction.objects.create(
        collection=content.image.collection, restriction_type=CollectionViewRestriction.LOGIN
    )


def move_root(content):
    Site.objects.update(root_page=content.articles)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (restrict_articles, ([], 1)),
        (restrict_images, (["/artikler/a/", "/artikler/b/"], 0)),
        (move_root, (["/a/", "/b/"], 1)),
    ],
)
def test_a_change_shows_in_the_next_answer(content, asked, change, found):
    change(content)

    assert [asked(), asked()] == [(True, *found), (False, *found)]


def test_what_a_transaction_has_changed_and_taken_back_is_not_kept(content, asked):
    with transaction.atomic():
        restrict_articles(content)
        within = asked()
        transaction.set_rollback(True)

    assert (within[1], asked()[1]) == ([], ["/artikler/a/", "/artikler/b/"])


def test_the_facts_are_read_anew_when_the_clock_has_made_something_public(content, asked, monkeypatch):
    now = timezone.now()
    content.article.expire_at = now + datetime.timedelta(minutes=20)
    content.article.save_revision().publish()
    asked()
    before = asked()

    monkeypatch.setattr(timezone, "now", lambda: now + datetime.timedelta(minutes=30))
    after = asked()

    assert (before, after) == (
        (False, ["/artikler/a/", "/artikler/b/"], 1),
        (True, ["/artikler/b/"], 1),
    )


def test_the_facts_are_read_anew_after_an_hour_since_notes_of_changes_are_forgotten_one_day(
    content, asked, monkeypatch
):
    restrict_articles(content)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cms_api_change")

    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + datetime.timedelta(hours=1, minutes=1))

    assert asked() == (True, [], 1)
