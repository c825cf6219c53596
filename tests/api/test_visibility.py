"""The gate: what is not public is absent wherever the schema leads to it."""

import base64
import contextlib
import datetime
import json
import re
from functools import cache

import pytest
from django.test import RequestFactory
from django.utils import timezone
from graphql import execute, parse
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    PageViewRestriction,
    Site,
)

from cms.api.context import Context
from cms.api.documents import graphql_schema
from cms.api.ids import global_id, global_id_of
from cms.api.reading import gathering
from pages.models import HomeHighlight
from tests.factories import ContactFactory, DocumentFactory, ImageFactory, NoticeFactory
from tests.page_factories import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    EventIndexPageFactory,
    EventPageFactory,
    HomePageFactory,
)
from tests.schema_walk import documents_that_reach_everything

CANARY = "kanarifugl"
PAST = timezone.now() - datetime.timedelta(hours=1)
FUTURE = timezone.now() + datetime.timedelta(hours=1)


def draft(page):
    page.live = False
    page.save()


def scheduled(page):
    page.go_live_at = FUTURE
    page.live = False
    page.save()
    page.save_revision(approved_go_live_at=FUTURE)


def live_before_its_time(page):
    page.go_live_at = FUTURE
    page.save()


def expired(page):
    page.expire_at, page.expired, page.live = PAST, True, False
    page.save()


def overdue(page):
    """Past its expiry, but nothing has cleaned up yet."""
    page.expire_at = PAST
    page.save()


def unpublished(page):
    page.save_revision().publish()
    page.unpublish()


def restricted(kind):
    def restrict(page):
        PageViewRestriction.objects.create(page=page, restriction_type=kind, password="x")

    restrict.__name__ = f"behind_{kind}"
    return restrict


def inherits_privacy(page):
    parent = page.get_parent()
    PageViewRestriction.objects.create(page=parent, restriction_type="login")


STATES = [
    draft,
    scheduled,
    live_before_its_time,
    expired,
    overdue,
    unpublished,
    restricted("login"),
    restricted("password"),
    restricted("groups"),
    inherits_privacy,
]


@cache
def parsed_documents():
    return [parse(text) for text in documents_that_reach_everything(graphql_schema(), token='"1:x"')]


def everything_the_schema_shows():
    """All answers to documents that take every field of the schema, and what they say they are made of, as one text."""
    answers, told = [], set()
    for document in parsed_documents():
        context = Context(RequestFactory().get("/graphql/", SERVER_NAME="testserver"))
        with gathering(context.known) as reading:
            result = execute(graphql_schema(), document, context_value=context)
        told |= reading.told
        unexpected = [error for error in result.errors or [] if not error.extensions]
        assert unexpected == []
        answers.append(
            json.dumps([result.data, [error.message for error in result.errors or []]], default=str, ensure_ascii=False)
        )
    shown = "\n".join(answers)
    return "\n".join([shown, *hidden_in_opaque_values(shown), *told])


def hidden_in_opaque_values(shown):
    """What ids and cursors say to somebody who decodes them."""
    for value in set(re.findall(r'"([A-Za-z0-9_-]{8,})"', shown)):
        with contextlib.suppress(ValueError):
            yield base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)).decode("utf-8", "replace")


def link_to(page):
    return {"type": "text", "value": {"text": f'<p>Se <a linktype="page" id="{page.pk}">siden</a>.</p>'}}


@pytest.fixture
def hidden_page(home):
    """An article and an event full of canaries, to which public content leads in every way there is."""
    articles = ArticleIndexPageFactory(parent=home, slug="artikler")
    events = EventIndexPageFactory(parent=home, slug="arrangementer")
    section = ArticleIndexPageFactory(parent=HomePageFactory(parent=home, slug="under"), slug="arkiv")
    hidden = ArticlePageFactory(
        parent=section,
        title=f"{CANARY} tittel",
        slug=f"{CANARY}-adresse",
        lead=f"{CANARY} ingress",
        seo_title=f"{CANARY} seo",
        search_description=f"{CANARY} beskrivelse",
    )
    ArticlePageFactory(parent=articles, title="Åpen", body=json.dumps([link_to(hidden)]))
    EventPageFactory(parent=events, title="Åpent", recap_article=hidden)
    HomeHighlight.objects.create(home=home, page=hidden)
    return hidden


@pytest.mark.parametrize("hide", STATES, ids=lambda state: state.__name__)
def test_a_hidden_page_is_nowhere(hidden_page, hide):
    hide(hidden_page)

    found = everything_the_schema_shows()
    assert CANARY not in found
    assert f"page-{hidden_page.pk}" not in found.split("\n")


def test_the_walk_finds_a_page_that_is_public(hidden_page):
    """The test above means something only if the same walk finds what is not hidden."""
    found = everything_the_schema_shows()

    assert found.count(f"{CANARY} tittel") > 3
    assert f"{CANARY}-adresse" in found
    assert "ArticlePage:" in found
    assert f"page-{hidden_page.pk}" in found.split("\n")


def test_a_pending_edit_of_a_live_page_is_nowhere(hidden_page):
    hidden_page.title = "Åpen tittel"
    hidden_page.slug = "apen"
    hidden_page.lead = hidden_page.seo_title = hidden_page.search_description = "Åpen"
    hidden_page.save_revision().publish()
    hidden_page.title = f"{CANARY} utkast"
    hidden_page.slug = f"{CANARY}-utkast"
    hidden_page.save_revision()

    assert CANARY not in everything_the_schema_shows()


def test_a_page_of_another_site_is_nowhere(home):
    other = HomePageFactory(title=f"{CANARY} forside")
    ArticlePageFactory(parent=ArticleIndexPageFactory(parent=other), title=f"{CANARY} artikkel")
    Site.objects.create(hostname="other.example.no", root_page=other)

    assert CANARY not in everything_the_schema_shows()


def test_a_public_child_of_a_draft_stays_public_without_its_parent(home, query):
    section = ArticleIndexPageFactory(parent=home, title=f"{CANARY} arkiv")
    article = ArticlePageFactory(parent=section, title="Åpen")
    draft(section)

    data = query("{ articles { nodes { title parent { title } ancestors { title } } } }")

    assert data["articles"]["nodes"] == [{"title": article.title, "parent": None, "ancestors": [{"title": home.title}]}]


@pytest.mark.parametrize("inherited", [False, True], ids=["its own", "inherited"])
def test_media_in_a_private_collection_are_nowhere(home, inherited):
    private = Collection.get_first_root_node().add_child(name="Privat")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    where = private.add_child(name="Under") if inherited else private
    image = ImageFactory(title="x", description=f"{CANARY} bilde", credit=CANARY, collection=where)
    document = DocumentFactory(title=f"{CANARY} dokument", file__filename=f"{CANARY}.txt", collection=where)
    ContactFactory(name="Åpen", photo=image)
    articles = ArticleIndexPageFactory(parent=home)
    ArticlePageFactory(
        parent=articles,
        hero_image=image,
        share_image=image,
        body=json.dumps(
            [
                {"type": "image", "value": {"image": image.pk, "caption": "Bilde"}},
                {"type": "document_list", "value": {"documents": [{"type": "item", "value": document.pk, "id": "a"}]}},
            ]
        ),
    )

    assert CANARY not in everything_the_schema_shows()


def test_a_draft_contact_is_nowhere(home):
    ContactFactory(name=f"{CANARY} navn", live=False)

    assert CANARY not in everything_the_schema_shows()


@pytest.mark.parametrize(("starts", "ends"), [(1, 2), (-2, -1)], ids=["to come", "over"])
def test_a_notice_is_nowhere_before_its_time_and_after(home, query, starts, ends):
    now = timezone.now()
    notice = NoticeFactory(
        title=f"{CANARY} varsel",
        starts_at=now + datetime.timedelta(hours=starts),
        ends_at=now + datetime.timedelta(hours=ends),
    )

    assert CANARY not in everything_the_schema_shows()
    assert query("query ($id: ID!) { node(id: $id) { id } }", id=global_id(notice)) == {"node": None}


def test_what_an_answer_is_made_of_does_not_tell_a_hidden_page_from_one_that_is_not_there(home, client):
    hidden = ArticlePageFactory(parent=ArticleIndexPageFactory(parent=home), live=False)

    def tags(key):
        found = client.get("/graphql/", {"query": f'{{ node(id: "{global_id_of("ArticlePage", key)}") {{ id }} }}'})
        assert found.json() == {"data": {"node": None}}
        return {tag.replace(f"page-{key}", "page") for tag in found["Cache-Tag"].split(",")}

    assert tags(hidden.pk) == tags(98765)


def test_hidden_contact_details_are_nowhere(home):
    ContactFactory(name="Åpen", email=f"{CANARY}@example.no", phone="99 88 77 66")

    found = everything_the_schema_shows()

    assert CANARY not in found
    assert "99 88 77 66" not in found


def test_a_filter_does_not_confirm_what_is_hidden(home, query):
    event = EventPageFactory(parent=EventIndexPageFactory(parent=home), live=False)
    contact = ContactFactory(live=False)
    article = ArticlePageFactory(parent=ArticleIndexPageFactory(parent=home), event=event)
    article.authors.create(contact=contact)

    data = query(
        """
        query ($event: ID!, $contact: ID!) {
          reporting: articles(where: { event: [$event] }) { totalCount }
          written: articles(where: { authors: [$contact] }) { totalCount }
        }
        """,
        event=global_id(event),
        contact=global_id(contact),
    )

    assert data == {"reporting": {"totalCount": 0}, "written": {"totalCount": 0}}
