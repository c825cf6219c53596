"""Where readers find a page: the admin's way there, and the way from where it was."""

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale

from cms.roles import EDITORS, set_up_roles
from snippets.models import SiteSettings
from tests.page_factories import ArticleIndexPageFactory, ArticlePageFactory, HomePageFactory

ROUTE = "query ($path: String!) { route(path: $path) { ... on Redirect { location permanent } } }"


@pytest.fixture
def index(home):
    return ArticleIndexPageFactory(parent=home, slug="artikler", title="Artikler")


@pytest.fixture
def article(index):
    return ArticlePageFactory(parent=index, slug="en", title="En artikkel")


@pytest.fixture
def frontend(article):
    return SiteSettings.objects.create(site=article.get_site(), name="FoUI", frontend_url="https://foui.example.no/")


@pytest.fixture
def moved(query):
    """Where a frontend is sent from the path, for good."""

    def from_(path):
        found = query(ROUTE, path=path)["route"]
        assert found is None or found["permanent"]
        return found and found["location"]

    return from_


def test_the_admin_links_to_where_readers_see_a_page(article, frontend, admin_client):
    form = admin_client.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).content.decode()
    tree = admin_client.get(reverse("wagtailadmin_explore", args=[article.get_parent().pk])).content.decode()

    assert 'href="https://foui.example.no/artikler/en/"' in form
    assert 'href="https://foui.example.no/artikler/en/"' in tree


def test_a_page_has_the_address_of_the_installation_when_the_site_names_none(article, settings):
    assert article.full_url == f"{settings.FRONTEND_URL}/artikler/en/"


def test_a_page_in_another_language_has_the_prefix_that_frontends_know(article, frontend):
    nynorsk = Locale.objects.create(language_code="nn")

    assert article.copy_for_translation(nynorsk, copy_parents=True).full_url == (
        "https://foui.example.no/nn/artikler/en/"
    )


def test_a_page_outside_of_any_site_has_no_address(home):
    assert HomePageFactory(slug="annen").full_url is None


def test_the_letter_about_an_approval_says_where_the_page_is(article, frontend, home, django_user_model):
    set_up_roles([home])
    writer = django_user_model.objects.create_user("redaktor", "redaktor@example.no")
    approver = django_user_model.objects.create_superuser("moderator")
    writer.groups.add(Group.objects.get(name=EDITORS))
    article.save_revision(user=writer)
    article.get_workflow().start(article, writer)
    mail.outbox.clear()

    article.current_workflow_task_state.approve(user=approver)

    assert ["https://foui.example.no/artikler/en/" in letter.body for letter in mail.outbox] == [True]
    assert "None" not in mail.outbox[0].body


@pytest.fixture
def rename(django_capture_on_commit_callbacks):
    def to(page, slug):
        page.slug = slug
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()

    return to


def test_the_old_address_of_a_page_leads_to_the_new_one(article, rename, moved, client):
    rename(article, "ny")

    assert moved("/artikler/en/") == "/artikler/ny/"
    assert client.get("/artikler/en/").headers["location"] == "/artikler/ny/"


def test_what_lies_below_a_page_comes_along(index, article, rename, moved):
    rename(index, "aktuelt")

    assert moved("/artikler/") == "/aktuelt/"
    assert moved("/artikler/en/") == "/aktuelt/en/"


def test_a_draft_leaves_no_way_from_the_addresses_it_had(index, rename):
    rename(ArticlePageFactory(parent=index, slug="utk", live=False), "utkast")

    assert not Redirect.objects.exists()


def test_a_page_that_is_moved_is_found_from_where_it_was(home, article, moved):
    article.move(ArticleIndexPageFactory(parent=home, slug="arkiv"), pos="last-child")

    assert moved("/artikler/en/") == "/arkiv/en/"


def test_a_page_that_comes_back_to_its_address_is_found_there(article, rename, query):
    rename(article, "ny")
    rename(article, "en")

    assert query('{ route(path: "/artikler/en/") { __typename } }')["route"] == {"__typename": "ArticlePage"}
