"""Addresses are ASCII, as Norwegians write them, whoever makes them."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect
from wagtail.test.utils.form_data import nested_form_data, streamfield

from pages.models import StandardPage
from snippets.models import Theme
from snippets.slugs import AsciiSlugInput, slug_of
from tests.page_factories import StandardPageFactory

SLUGS = {
    "Høstens samling": "hostens-samling",
    "Nærnettverk på Ålesund ÆØÅ": "naernettverk-pa-alesund-aeoa",
    "Webinar – Veikart for tjenesteinnovasjon": "webinar-veikart-for-tjenesteinnovasjon",
    "  – Spør de unge først! ": "spor-de-unge-forst",
    "Forsknings‑ og innovasjonsverksted": "forsknings-og-innovasjonsverksted",
    "16. november 2022–2023 og/eller siden": "16-november-2022-2023-og-eller-siden",
    "Idé, kafé, Müller, Straße, čđŋšŧž ÁČĐŊŠŦŽ": "ide-kafe-muller-strasse-cdnstz-acdnstz",
    "½ m² … «sitat» (100 %) €": "m-sitat-100",
    "a\N{COMBINING RING ABOVE} se": "a-se",
    "Привет ÅÅ": "aa",
    "_skjult_": "skjult",
}


@pytest.mark.parametrize(("title", "slug"), SLUGS.items())
def test_a_title_becomes_a_slug_that_is_its_own_slug(title, slug):
    assert slug_of(title) == slug
    assert slug_of(slug) == slug


def test_the_longest_title_fits():
    slug = slug_of("æ" * 127 + " ø")

    assert slug == "ae" * 127
    assert len(slug_of("Æ" * 255)) == 255


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_browser_makes_the_slugs_that_python_makes(live_server, page: Page, admin_user):
    client = Client()
    client.force_login(admin_user)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.goto(live_server.url + reverse(Theme.snippet_viewset.get_url_name("add")))
    slug_field = page.locator("[name=slug]")

    for title, slug in SLUGS.items():
        page.locator("[name=label]").fill(title)
        page.locator("[name=label]").blur()
        expect(slug_field).to_have_value(slug)

    slug_field.fill("Egen Ærlig adresse")
    slug_field.blur()
    expect(slug_field).to_have_value("egen-aerlig-adresse")


@pytest.mark.django_db
def test_a_page_without_a_slug_takes_it_from_its_title():
    first = StandardPageFactory(title="Høstens samling på Ålesund", slug="")

    second = StandardPage(title="Høstens samling på Ålesund")
    first.get_parent().add_child(instance=second)

    assert (first.slug, second.slug) == ("hostens-samling-pa-alesund", "hostens-samling-pa-alesund-2")


@pytest.mark.django_db
@pytest.mark.parametrize("view", ["edit", "copy"])
def test_the_forms_of_pages_follow_the_rules_in_the_browser(view, admin_client):
    form = admin_client.get(reverse(f"wagtailadmin_pages:{view}", args=[StandardPageFactory().pk])).context["form"]

    widget = form.fields["slug" if view == "edit" else "new_slug"].widget

    assert isinstance(widget, AsciiSlugInput)


@pytest.mark.django_db
def test_the_form_of_a_page_writes_a_new_address_in_ascii_and_keeps_an_old_one():
    page = StandardPageFactory(slug="gammel-åre")
    form_class = StandardPage.get_edit_handler().get_form_class()

    def cleaned(slug):
        data = nested_form_data({"title": "Side", "slug": slug, "body": streamfield([])})
        stored = StandardPage.objects.get(pk=page.pk)
        form = form_class(data, instance=stored, parent_page=page.get_parent())
        assert "slug" not in form.errors
        return form.cleaned_data["slug"]

    assert cleaned("ny-åre") == "ny-are"
    assert cleaned("gammel-åre") == "gammel-åre"
