"""What counts as an event: only what the public sees change, told in words that give nothing else away."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, Site

from cms.api.ids import global_id
from cms.webhooks import telling
from cms.webhooks.kinds import EventKind
from cms.webhooks.models import Known
from snippets.models import SiteSettings
from tests.factories import ContactFactory, DocumentFactory, ThemeFactory
from tests.page_factories import ArticleIndexPageFactory, ArticlePageFactory


@pytest.fixture
def index(home):
    return ArticleIndexPageFactory(parent=home, slug="artikler")


@pytest.fixture
def article(index):
    return ArticlePageFactory(parent=index, slug="ny", title="Ny")


def kinds(happenings):
    """Each event in short: what has happened to which page, or to which type of thing."""
    return sorted((one.kind.label, one.path or one.type) for one in happenings)


def test_a_page_that_is_published_is_told_of_by_id_type_path_and_tags(happened, index):
    happened()
    article = ArticlePageFactory(parent=index, slug="ny")

    [event] = happened()

    assert (event.kind, event.type, event.path) == (EventKind.PUBLISHED, "ArticlePage", "/artikler/ny/")
    assert event.data == {"id": global_id(article), "type": "ArticlePage", "path": "/artikler/ny/"}
    assert {"page", "articlepage", f"page-{article.pk}"} <= set(event.tags)


def test_the_tags_are_those_of_the_answer_that_holds_the_page(happened, article, client):
    [event] = [one for one in happened() if one.path == "/artikler/ny/"]

    answer = client.get("/graphql/", {"query": '{ route(path: "/artikler/ny/") { ... on ArticlePage { title } } }'})

    at_address = {tag for tag in event.tags if tag.startswith("page-at-")}
    assert at_address
    assert at_address | {f"page-{article.pk}"} <= set(answer["Cache-Tag"].split(","))


def test_a_draft_is_no_event(happened, article):
    happened()
    article.title = "Hemmelig"
    article.save_revision()
    ArticlePageFactory(parent=article.get_parent(), slug="utkast", live=False)
    ContactFactory(live=False, municipality=None, organisation=None)

    assert happened() == []


def test_what_is_published_again_has_changed(happened, article):
    happened()
    article.title = "Nyere"
    article.save_revision().publish()

    assert kinds(happened()) == [("Endret", "/artikler/ny/")]


def test_what_is_unpublished_is_told_of_as_it_was_known(happened, article):
    [before] = [one for one in happened() if one.path == "/artikler/ny/"]
    article.unpublish()

    [event] = happened()

    assert event.kind == EventKind.UNPUBLISHED
    assert (event.data, event.tags) == (before.data, before.tags)


def test_what_is_deleted_is_told_of_with_all_that_was_below_it(happened, index, article):
    happened()
    hidden = ArticlePageFactory(parent=index, slug="utkast", live=False)
    happened()

    index.delete()

    assert kinds(happened()) == [("Slettet", "/artikler/"), ("Slettet", "/artikler/ny/")]
    assert not Page.objects.filter(pk=hidden.pk).exists()


def test_what_is_moved_says_where_it_was_and_has_the_tags_of_both_places(happened, article, home):
    happened()
    old_tags = set(Known.objects.get(key=article.pk, model="page").tags)
    other = ArticleIndexPageFactory(parent=home, slug="nytt")
    happened()

    article.move(other, pos="last-child")

    [event] = [one for one in happened() if one.path == "/nytt/ny/"]
    assert event.kind == EventKind.CHANGED
    assert event.data["previousPath"] == "/artikler/ny/"
    assert old_tags < set(event.tags)


def test_a_page_that_gets_a_restriction_is_unpublished_for_the_public_and_published_without_it(
    happened, index, article
):
    happened()

    restriction = PageViewRestriction.objects.create(page=index, restriction_type=PageViewRestriction.LOGIN)
    hidden = kinds(happened())
    article.title = "Hemmelig"
    article.save_revision().publish()
    silent = happened()
    restriction.delete()

    assert hidden == [("Avpublisert", "/artikler/"), ("Avpublisert", "/artikler/ny/")]
    assert silent == []
    assert kinds(happened()) == [("Publisert", "/artikler/"), ("Publisert", "/artikler/ny/")]


def test_a_page_whose_time_is_over_is_unpublished(happened, article):
    happened()

    article.expire_at = timezone.now() - timedelta(seconds=1)
    article.save()

    assert kinds(happened()) == [("Avpublisert", "/artikler/ny/")]


def test_a_page_outside_of_the_site_is_no_event(happened):
    happened()
    ArticlePageFactory(parent=Page.get_first_root_node(), slug="utenfor")

    assert happened() == []


def test_a_document_in_a_private_collection_is_no_event_until_it_is_public(happened):
    private = Collection.get_first_root_node().add_child(name="Internt")
    restriction = CollectionViewRestriction.objects.create(
        collection=private, restriction_type=CollectionViewRestriction.LOGIN
    )
    happened()
    DocumentFactory(collection=private)
    before = happened()

    restriction.delete()

    assert before == []
    assert kinds(happened()) == [("Publisert", "Document")]


def test_shared_content_is_told_of_by_type_and_id_alone(happened):
    happened()
    contact, theme = ContactFactory(municipality=None, organisation=None), ThemeFactory()
    happened()
    contact.name = "Et annet navn"
    contact.save()
    theme.delete()

    changed, deleted = sorted(happened(), key=lambda one: one.kind)

    assert (changed.kind, changed.data) == (
        EventKind.CHANGED,
        {"id": global_id(contact), "type": "Contact"},
    )
    assert changed.tags == ["contact", f"contact-{contact.pk}"]
    assert (deleted.kind, deleted.type) == (EventKind.DELETED, "Theme")


def test_settings_and_redirects_change_the_site(happened):
    happened()
    SiteSettings.objects.update_or_create(site=Site.objects.get(), defaults={"name": "FoUI"})
    Redirect.objects.create(old_path="/gammel", redirect_link="https://example.no/")

    [event] = happened()

    assert (event.kind, event.data, event.tags) == (EventKind.SITE, {}, ["redirect", "sitesettings"])


def test_beyond_so_many_a_receiver_is_told_that_everything_may_have_changed(happened, monkeypatch):
    happened()
    monkeypatch.setattr(telling, "MOST_EVENTS", 2)
    ThemeFactory.create_batch(3)

    assert [(one.kind, one.tags) for one in happened()] == [(EventKind.EVERYTHING, ["graphql"])]
    assert happened() == []


def test_what_nobody_can_list_may_be_everything_and_is_known_afterwards(happened, article):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO cms_api_change (tags) VALUES ('{*}')")

    assert [one.kind for one in happened()] == [EventKind.EVERYTHING]
    article.delete()
    assert kinds(happened()) == [("Slettet", "/artikler/ny/")]


def test_telling_takes_as_many_statements_for_one_as_for_twenty(happened, index):
    happened()
    counts = []
    for number in (1, 20):
        for one in range(number):
            ArticlePageFactory(parent=index, slug=f"side-{number}-{one}")
        with CaptureQueriesContext(connection) as captured:
            assert len(happened()) == number
        counts.append(len(captured))

    assert counts[0] == counts[1]
