"""What stands in a form is shown by the frontend to whoever has the token, for an hour, and to nobody else."""

import datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client, RequestFactory
from django.utils import timezone

from pages.form_previews import FormPreview
from pages.models import ArticlePage, HomePage
from tests.page_factories import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    ContactDirectoryPageFactory,
    EventIndexPageFactory,
    EventPageFactory,
    MandatePageFactory,
    PartnershipPageFactory,
    ProjectIndexPageFactory,
    ProjectPageFactory,
    StandardPageFactory,
    StrategyPageFactory,
)


@pytest.fixture
def editor(db: None) -> Any:
    return get_user_model().objects.create_superuser("redaktor", password="hemmelig")


def previewed(page: Any, editor: Any) -> Any:
    """Where the panel beside the form is sent to."""
    request = RequestFactory().get("/", SERVER_NAME="testserver")
    request.user = editor
    return page.serve_preview(request, "")


FACTORIES = [
    ArticleIndexPageFactory,
    ArticlePageFactory,
    ContactDirectoryPageFactory,
    EventIndexPageFactory,
    EventPageFactory,
    MandatePageFactory,
    PartnershipPageFactory,
    ProjectIndexPageFactory,
    ProjectPageFactory,
    StandardPageFactory,
    StrategyPageFactory,
]


@pytest.mark.parametrize("factory", FACTORIES)
def test_every_type_of_page_is_shown_as_it_stands_in_the_form(factory: Any, home: HomePage, editor: Any) -> None:
    page = factory(parent=home, title="Før", slug="siden")
    page.title = "Etter"

    address = previewed(page, editor)["Location"]
    shown, public = Client().get(address), Client().get("/siden/")

    assert address.startswith("/siden/?preview=")
    assert "<h1>Etter</h1>" in shown.content.decode()
    assert "<h1>Før</h1>" in public.content.decode()


def test_the_front_page_is_shown_as_it_stands_in_the_form(home: HomePage, editor: Any) -> None:
    home.title = "Etter"

    assert "<h1>Etter</h1>" in Client().get(previewed(home, editor)["Location"]).content.decode()


@pytest.mark.parametrize("factory", FACTORIES)
def test_every_type_of_page_is_shown_before_it_is_saved(factory: Any, home: HomePage, editor: Any) -> None:
    made = factory.build(parent=None, title="Ny", slug="ny") if hasattr(factory, "build") else None
    page: Any = made
    page.depth, page.path = home.depth + 1, page._get_path(home.path, home.depth + 1, 1)
    page.locale, page.live = home.locale, True
    page.set_url_path(home)

    shown = Client().get(previewed(page, editor)["Location"])

    assert shown.status_code == 200
    assert "<h1>Ny</h1>" in shown.content.decode()


def test_a_form_is_remembered_once_and_forgotten_after_an_hour(home: HomePage, editor: Any) -> None:
    page = ArticlePageFactory(parent=ArticleIndexPageFactory(parent=home), title="Før", slug="en")
    for title in ("Først", "Så"):
        page.title = title
        address = previewed(page, editor)["Location"]
    assert FormPreview.objects.count() == 1
    assert "Så" in Client().get(address).content.decode()

    FormPreview.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))

    assert "Så" not in Client().get(address).content.decode()
    previewed(StandardPageFactory(parent=home), editor)
    assert FormPreview.objects.count() == 1


def test_a_forged_token_opens_nothing(home: HomePage, editor: Any) -> None:
    page = ArticlePageFactory(parent=ArticleIndexPageFactory(parent=home, slug="artikler"), slug="en", live=False)
    address = previewed(page, editor)["Location"]

    assert Client().get(address).status_code == 200
    assert Client().get(f"{address[:-3]}xyz").status_code == 404
    assert Client().get(address.partition("?")[0]).status_code == 404


def test_an_external_frontend_is_asked_when_the_site_has_one(home: HomePage, editor: Any, settings: Any) -> None:
    settings.FRONTEND_URL = "https://www.example.no"
    page = ArticlePage.objects.get(pk=ArticlePageFactory(parent=ArticleIndexPageFactory(parent=home), slug="en").pk)

    assert previewed(page, editor)["Location"].startswith("https://www.example.no/")
