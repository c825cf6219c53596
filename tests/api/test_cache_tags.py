"""`Cache-Tag` names what an answer is made of, so that it can be purged; and nothing that a reader may not know of."""

import json
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, Locale, PageViewRestriction

from cms.api.ids import global_id, global_id_of
from cms.api.tags import tag_of_address
from pages.models import ArticleAuthor
from tests.factories import ContactFactory, ImageFactory, VenueFactory
from tests.page_factories import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    EventIndexPageFactory,
    EventPageFactory,
    ProjectIndexPageFactory,
    ProjectPageFactory,
)

ARTICLES = """
{
  articles {
    nodes {
      title
      heroImage { alt }
      event { title venue { name } }
      authors { contact { name } }
      projects { title }
      parent { title }
      body { ... on RichTextBlock { text } ... on ContactListBlock { contacts { name } } }
    }
  }
}
"""
ROUTE = "query ($path: String!) { route(path: $path) { __typename } }"


def tags_of(query, **variables):
    """What the header of the answer names."""
    answer = Client().get("/graphql/", {"query": query, "variables": json.dumps(variables)})
    assert "errors" not in answer.json(), answer.json()["errors"]
    return set(answer["Cache-Tag"].split(","))


@contextmanager
def purged():
    """The tags that a shared cache is purged of, after what is changed in here."""
    tags = set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM cms_api_change")
        [last] = cursor.fetchone()
        yield tags
        cursor.execute("SELECT unnest(tags) FROM cms_api_change WHERE id > %s", [last])
        tags.update(tag for (tag,) in cursor.fetchall())


class Referred:
    """A public article that leads to one of each kind of thing that may be hidden."""

    def __init__(self, home):
        self.private = Collection.get_first_root_node().add_child(name="Privat")
        CollectionViewRestriction.objects.create(collection=self.private, restriction_type="login")
        events = EventIndexPageFactory(parent=home)
        self.index = ArticleIndexPageFactory(parent=home)
        self.venue = VenueFactory()
        self.event = EventPageFactory(parent=events, venue=self.venue)
        self.linked = EventPageFactory(parent=events)
        self.project = ProjectPageFactory(parent=ProjectIndexPageFactory(parent=home))
        self.image, self.contact, self.author = ImageFactory(), ContactFactory(), ContactFactory()
        self.article = ArticlePageFactory(
            parent=self.index,
            hero_image=self.image,
            event=self.event,
            body=json.dumps(
                [
                    {"type": "text", "value": {"text": f'<p><a linktype="page" id="{self.linked.pk}">se</a></p>'}},
                    {
                        "type": "contact_list",
                        "value": {"heading": "", "contacts": [{"type": "item", "value": self.contact.pk, "id": "a"}]},
                    },
                ]
            ),
        )
        self.article.projects = [self.project]
        self.article.authors = [ArticleAuthor(contact=self.author)]
        self.article.save()

    def tag(self, name):
        kind = name if name in ("image", "venue") else "contact" if name in ("contact", "author") else "page"
        return f"{kind}-{getattr(self, name).pk}"

    def hide(self, name):
        thing = getattr(self, name)
        if name == "image":
            thing.collection = self.private
        else:
            thing.live = False
        thing.save()

    def show(self, name):
        thing = getattr(self, name)
        if name == "image":
            thing.collection = Collection.get_first_root_node()
        else:
            thing.live = True
        thing.save()


@pytest.fixture
def referred(home):
    return Referred(home)


KINDS = {
    "event": "page",
    "linked": "page",
    "project": "page",
    "index": "page",
    "image": "image",
    "contact": "contact",
    "author": "contact",
}


def test_what_an_answer_shows_is_named_one_by_one(referred):
    named = tags_of(ARTICLES)

    assert {referred.tag(name) for name in KINDS} | {referred.tag("venue")} < named
    assert not set(KINDS.values()) & named


@pytest.mark.parametrize(("name", "kind"), KINDS.items())
def test_what_is_hidden_is_named_by_its_kind_alone(referred, name, kind):
    before = tags_of(ARTICLES)
    referred.hide(name)

    after = tags_of(ARTICLES)

    # The venue is public, but not where the hidden event takes place.
    gone = {referred.tag(name)} | ({referred.tag("venue")} if name == "event" else set())
    assert (before - after, after - before) == (gone, {kind})


@pytest.mark.parametrize("name", KINDS)
def test_an_answer_is_purged_when_what_it_left_out_is_shown(referred, name):
    referred.hide(name)
    named = tags_of(ARTICLES)

    with purged() as tags:
        referred.show(name)

    assert named & tags


def test_a_restricted_page_is_not_named_until_the_restriction_is_gone(referred):
    restriction = PageViewRestriction.objects.create(page=referred.event, restriction_type="login")
    named = tags_of(ARTICLES)

    with purged() as tags:
        restriction.delete()

    assert referred.tag("event") not in named
    assert named & tags


def test_what_only_a_hidden_page_leads_to_is_not_named(home):
    index = ArticleIndexPageFactory(parent=home)
    hidden = ProjectPageFactory(parent=ProjectIndexPageFactory(parent=home), live=False)
    shown = ProjectPageFactory(parent=hidden.get_parent().specific)
    hidden.share_image, shown.share_image = ImageFactory(), ImageFactory()
    hidden.save()
    shown.save()
    article = ArticlePageFactory(parent=index)
    article.projects = [hidden, shown]
    article.save()

    named = tags_of("{ articles { nodes { projects { seo { shareImage { alt } } } } } }")

    assert f"image-{shown.share_image.pk}" in named
    assert f"image-{hidden.share_image.pk}" not in named


def test_a_hidden_translation_is_not_named_and_purges_only_by_its_own(home):
    nynorsk = Locale.objects.create(language_code="nn")
    article = ArticlePageFactory(parent=ArticleIndexPageFactory(parent=home, slug="artikler"), slug="en")
    hidden = article.copy_for_translation(nynorsk, copy_parents=True)
    query = '{ page(path: "/artikler/en/") { title translations { title } } site { home { title } } }'

    named = tags_of(query)

    with purged() as tags:
        hidden.save_revision().publish()

    assert not {"page", f"page-{hidden.pk}"} & named
    assert named & tags


def test_a_front_page_that_is_shown_in_one_more_language_is_purged(home):
    hidden = home.copy_for_translation(Locale.objects.create(language_code="nn"))
    named = tags_of("{ site { home(locale: NN) { title } } }")

    with purged() as tags:
        hidden.save_revision().publish()

    assert not {"page", f"page-{hidden.pk}"} & named
    assert named & tags


def test_a_redirect_to_a_hidden_page_is_as_none(home):
    hidden = ArticlePageFactory(parent=ArticleIndexPageFactory(parent=home), live=False)
    Redirect.objects.create(old_path="/gammel", redirect_page=hidden)

    def about(path):
        return {tag for tag in tags_of(ROUTE, path=path) if tag != tag_of_address(home.url_path + path[1:])}

    assert about("/gammel/") == about("/ingenting/")


def test_a_route_that_led_nowhere_is_purged_when_its_redirect_leads_somewhere(home):
    hidden = ArticlePageFactory(parent=ArticleIndexPageFactory(parent=home), live=False)
    Redirect.objects.create(old_path="/gammel", redirect_page=hidden)
    named = tags_of(ROUTE, path="/gammel/")

    with purged() as tags:
        hidden.save_revision().publish()

    assert named & tags


def test_a_reader_who_names_a_page_does_not_learn_whether_it_is_what_is_hidden(referred):
    """Neither of an id by itself, nor when the same answer leaves a hidden page out."""
    referred.hide("event")
    both = "query ($id: ID!) { node(id: $id) { id } articles { nodes { event { title } } } }"

    def named(query, key):
        kind = "EventPage"
        return {tag.replace(f"-{key}", "-asked") for tag in tags_of(query, id=global_id_of(kind, key))}

    for query in (both, "query ($id: ID!) { node(id: $id) { id } }"):
        assert named(query, referred.event.pk) == named(query, 98765)
    assert tags_of(both, id=global_id(referred.linked)) > {referred.tag("linked")}


def test_a_link_to_a_page_that_is_gone_is_as_one_to_a_hidden_page(referred):
    referred.hide("linked")
    hidden = tags_of(ARTICLES)

    referred.linked.delete()

    assert tags_of(ARTICLES) == hidden
