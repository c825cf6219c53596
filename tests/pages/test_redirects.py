"""Redirects as editors enter them: each leads somewhere, and takes effect."""

import pytest
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale

from tests.page_factories import ArticleIndexPageFactory, ArticlePageFactory


@pytest.fixture
def article(home):
    index = ArticleIndexPageFactory(parent=home, slug="artikler")
    return ArticlePageFactory(parent=index, slug="en", title="En artikkel")


@pytest.fixture
def complaints(admin_client):
    """What the form says to an editor who enters a redirect; nothing when it has been stored."""

    def of(**values):
        response = admin_client.post(reverse("wagtailredirects:add"), {"is_permanent": "on", **values})
        return {} if response.status_code == 302 else response.context["form"].errors

    return of


def test_a_redirect_leads_to_a_page_or_to_an_address(article, complaints):
    assert complaints(old_path="/gammel/", redirect_page=article.pk) == {}
    assert complaints(old_path="/ut/", redirect_link="https://example.no/") == {}
    assert Redirect.objects.count() == 2


def test_a_redirect_to_nowhere_is_refused(home, complaints):
    assert complaints(old_path="/tomt") == {
        "redirect_page": ["Videresendingen fører ingen steder. Velg en side, eller skriv en adresse."]
    }


def test_what_is_no_path_is_refused_with_an_example_of_one(home, complaints):
    assert complaints(old_path="//[x", redirect_link="https://example.no/") == {
        "old_path": ["Skriv stien på dette nettstedet, for eksempel /om-oss/."]
    }


def test_an_address_without_its_site_is_refused_with_the_way_to_a_page(home, complaints):
    assert complaints(old_path="/gammel", redirect_link="/om/") == {
        "redirect_link": [
            (
                "Skriv hele adressen, for eksempel https://www.example.no/om/. "
                "Til en side på dette nettstedet: velg siden i feltet over."
            )
        ]
    }


@pytest.mark.parametrize("path", ["/artikler/en/", "/artikler/en", "artikler/en", "/artikler/en/?a=1"])
def test_a_redirect_from_where_a_page_is_shown_is_refused(article, complaints, path):
    assert complaints(old_path=path, redirect_link="https://example.no/") == {
        "old_path": [
            (
                "Her vises siden «En artikkel», så videresendingen ville ikke virke. "
                "Gi siden en ny permalenke, da lages videresendingen av seg selv, eller avpubliser siden."
            )
        ]
    }


def test_a_redirect_from_a_page_in_another_language_is_refused(article, complaints):
    nynorsk = article.copy_for_translation(Locale.objects.create(language_code="nn"), copy_parents=True)
    nynorsk.save_revision().publish()

    assert "old_path" in complaints(old_path="/nn/artikler/en/", redirect_link="https://example.no/")


def test_a_redirect_from_where_a_hidden_page_lies_is_stored(article, complaints):
    article.unpublish()

    assert complaints(old_path="/artikler/en/", redirect_link="https://example.no/") == {}


def test_a_stored_redirect_is_changed_by_the_same_rules(article, admin_client):
    redirect = Redirect.objects.create(old_path="/gammel", redirect_page=article)
    address = reverse("wagtailredirects:edit", args=[redirect.pk])

    response = admin_client.post(address, {"old_path": "/gammel"})

    assert "redirect_page" in response.context["form"].errors


def test_a_redirect_to_nowhere_that_is_stored_already_is_as_none(home, query, client):
    Redirect.objects.create(old_path="/tomt")

    assert query('{ route(path: "/tomt") { __typename } }') == {"route": None}
    assert client.get("/tomt/").status_code == 404
