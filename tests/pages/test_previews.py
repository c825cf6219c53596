"""Links to a draft: one page, for a while, until revoked; and nothing is told by one that opens nothing."""

import datetime
import re
from html import unescape

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission

from cms.api.ids import global_id
from pages.previews import SIGNER, PreviewLink
from tests.page_factories import ArticleIndexPageFactory, ArticlePageFactory, HomePageFactory

PAGE = """
query ($path: String!, $preview: String) {
  page(path: $path, preview: $preview) { title seo { robots } ... on ArticlePage { lead themes { slug } } }
  route(path: $path, preview: $preview) { ... on PageInterface { title } }
}
"""
NOTHING = {"page": None, "route": None}


@pytest.fixture
def draft(home):
    """An article that was never published, with a newer draft than its row."""
    index = ArticleIndexPageFactory(parent=home, slug="artikler")
    article = ArticlePageFactory(parent=index, slug="utkast", title="Første utkast", live=False)
    article.title, article.lead = "Siste utkast", "Slik blir det."
    article.save_revision()
    return article


@pytest.fixture
def link(draft):
    return PreviewLink.objects.create(page=draft)


def test_a_token_opens_the_latest_draft_of_its_page(link, query):
    data = query(PAGE, path="/artikler/utkast/", preview=link.token)

    assert data == {
        "page": {
            "title": "Siste utkast",
            "seo": {"robots": "noindex, follow"},
            "lead": "Slik blir det.",
            "themes": [],
        },
        "route": {"title": "Siste utkast"},
    }


def test_a_token_opens_the_draft_by_its_id_too(link, draft, query):
    document = "query ($id: ID, $token: String) { page(id: $id, preview: $token) { title } }"

    data = query(document, id=global_id(draft), token=link.token)

    assert data == {"page": {"title": "Siste utkast"}}


def test_a_token_opens_the_pending_edit_of_a_live_page(draft, query):
    draft.save_revision().publish()
    draft.title = "Endret"
    draft.save_revision()
    token = PreviewLink.objects.create(page=draft).token

    assert query(PAGE, path="/artikler/utkast/", preview=token)["page"]["title"] == "Endret"
    assert query(PAGE, path="/artikler/utkast/")["page"]["title"] == "Siste utkast"


def test_a_token_opens_no_other_page(link, draft, query):
    ArticlePageFactory(parent=draft.get_parent(), slug="annet", live=False)

    assert query(PAGE, path="/artikler/annet/", preview=link.token) == NOTHING


@pytest.mark.parametrize(
    "spoil",
    [
        lambda link: "wrong",
        lambda link: "",
        lambda link: link.token[:-1] + ("A" if link.token[-1] != "A" else "B"),
        lambda link: SIGNER.sign("999999"),
        lambda link: expire(link),
        lambda link: revoke(link),
    ],
    ids=["wrong", "empty", "changed", "of no link", "expired", "revoked"],
)
def test_a_token_that_opens_nothing_is_answered_like_no_page_at_all(link, ask, spoil):
    token = spoil(link)

    answers = [
        ask(PAGE, path="/artikler/utkast/", preview=token).content,
        ask(PAGE, path="/artikler/finnes-ikke/", preview=token).content,
        ask(PAGE, path="/artikler/finnes-ikke/").content,
    ]

    assert len(set(answers)) == 1


def expire(link):
    created = timezone.now() - datetime.timedelta(days=2)
    PreviewLink.objects.filter(pk=link.pk).update(created_at=created, expires_at=created + datetime.timedelta(hours=24))
    return link.token


def revoke(link):
    link.revoke()
    return link.token


def test_a_link_lasts_a_day(link):
    assert datetime.timedelta(hours=23) < link.expires_at - timezone.now() <= datetime.timedelta(hours=24)


@pytest.fixture
def editor(home):
    """An editor who may edit what is below the front page."""
    group = Group.objects.create(name="Skribenter")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    change = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    GroupPagePermission.objects.create(group=group, page=home, permission=change)
    user = get_user_model().objects.create_user("skribent", "skribent@example.no", "x")
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


def test_an_editor_makes_a_link_and_revokes_it(editor, draft, query):
    screen = reverse("preview_links", args=[draft.pk])

    made = editor.post(screen, follow=True)
    token = re.search(r"/artikler/utkast/\?preview=([^\"&]+)\"", unescape(made.content.decode()))[1]
    opened = query(PAGE, path="/artikler/utkast/", preview=token)
    revoked = editor.post(screen, {"revoke": PreviewLink.objects.get().pk}, follow=True)

    assert opened["route"] == {"title": "Siste utkast"}
    assert "Lenken er trukket tilbake" in revoked.content.decode()
    assert "Ingen lenker er åpne" in revoked.content.decode()
    assert query(PAGE, path="/artikler/utkast/", preview=token) == NOTHING


@pytest.mark.parametrize("revoke", ["x", "", "999999", "-1", "1\x00"])
def test_a_link_that_is_not_there_cannot_be_revoked(editor, link, draft, revoke):
    response = editor.post(reverse("preview_links", args=[draft.pk]), {"revoke": revoke})

    assert response.status_code == 404
    assert PreviewLink.objects.get(pk=link.pk).revoked_at is None


def test_a_page_that_no_site_shows_has_no_links(editor, home):
    elsewhere = HomePageFactory(slug="uten-nettsted")
    permission = GroupPagePermission.objects.get(group__name="Skribenter")
    GroupPagePermission.objects.create(group=permission.group, page=elsewhere, permission=permission.permission)

    form = editor.get(reverse("wagtailadmin_pages:edit", args=[elsewhere.pk]))
    screen = editor.get(reverse("preview_links", args=[elsewhere.pk]))

    assert reverse("preview_links", args=[elsewhere.pk]) not in form.content.decode()
    assert screen.status_code == 404


def test_the_screen_is_found_from_the_page(editor, draft):
    form = editor.get(reverse("wagtailadmin_pages:edit", args=[draft.pk]))

    assert reverse("preview_links", args=[draft.pk]) in form.content.decode()


def test_who_may_not_edit_the_page_gets_no_link(draft):
    user = get_user_model().objects.create_user("leser", "leser@example.no", "x")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client()
    client.force_login(user)

    response = client.post(reverse("preview_links", args=[draft.pk]))

    assert response.status_code in (302, 403)
    assert not PreviewLink.objects.exists()
