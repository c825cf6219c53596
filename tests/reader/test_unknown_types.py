"""A type of page that the readers' site was not told of: readers see what there is, and its developer is told."""

import json
import re
from typing import Any

import pytest
from django.core.checks import CheckMessage

from cms.reader.checks import check_page_types
from cms.reader.labels import LABELS
from cms.reader.pages import KINDS
from pages.models import HomePage, StandardPage
from snippets.settings import SiteSettings
from tests.factories import ImageFactory
from tests.page_factories import StandardPageFactory
from tests.reader.conftest import Read


@pytest.fixture
def unknown(monkeypatch: pytest.MonkeyPatch, home: HomePage) -> StandardPage:
    """A page at `/radgiver/`, of a type that the site has neither document, template nor word for."""
    monkeypatch.delitem(KINDS, "StandardPage")
    monkeypatch.delitem(LABELS["SearchType"], "STANDARD")
    page: StandardPage = StandardPageFactory(
        parent=home, title="Rådgiver søkes", slug="radgiver", lead="Vi trenger deg.", share_image=ImageFactory()
    )
    StandardPageFactory(parent=page, title="Slik søker du", slug="slik", show_in_menus=True)
    return page


def text_of(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode())


def told() -> list[tuple[str, str]]:
    return [(message.id or "", message.msg) for message in check_page_types()]


def test_its_page_shows_what_all_types_have(unknown: StandardPage, read: Read) -> None:
    page = text_of(read("/radgiver/"))

    assert re.findall(r"<h1[^>]*>(.*?)</h1>", page) == ["Rådgiver søkes"]
    assert '<p class="lead">Vi trenger deg.</p>' in page
    assert '<figure class="wide-shot"><img src="' in page
    assert '<a href="/radgiver/slik/">Slik søker du</a>' in page


def test_the_picture_that_all_pages_are_shared_with_is_not_its_own(unknown: StandardPage, read: Read) -> None:
    unknown.share_image = None
    unknown.save()
    SiteSettings.objects.create(site=unknown.get_site(), share_image=ImageFactory())

    page = text_of(read("/radgiver/"))

    assert '<meta property="og:image"' in page
    assert "<figure" not in page


def test_a_search_calls_it_as_editors_do_and_narrows_by_it(unknown: StandardPage, read: Read) -> None:
    found = text_of(read("/sok/?q=rådgiver"))
    narrowed = text_of(read("/sok/?q=rådgiver&type=STANDARD"))

    assert '<p class="meta" lang="nb">Innholdsside</p>' in found
    assert '<a href="?q=r%C3%A5dgiver&amp;type=STANDARD">Innholdsside</a>' in found
    assert '<span class="unseen">Fjern </span>Innholdsside ✕' in narrowed


def test_a_suggestion_of_it_has_no_word_for_what_it_is(unknown: StandardPage, read: Read) -> None:
    suggested = json.loads(read("/sok/forslag?q=rådg").content)

    assert suggested == [{"text": "Rådgiver søkes", "address": "/radgiver/", "kind": None}]


def test_all_types_of_page_are_known() -> None:
    assert check_page_types() == []


def test_what_the_site_lacks_for_a_type_is_told_at_start_up(unknown: StandardPage) -> None:
    assert told() == [
        (
            "reader.W001",
            "The readers' site has no page for StandardPage: it shows title, description and picture, and no body.",
        ),
        ("reader.W002", "The readers' site has no word for StandardPage among the hits of a search."),
    ]


def test_a_document_and_a_template_that_are_not_there_are_told_at_start_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS, "StandardPage", ("nowhere", None))

    found: list[CheckMessage] = check_page_types()

    assert [(error.id, error.hint) for error in found] == [
        (
            "reader.E001",
            "Write cms/reader/documents/nowhere.graphql, or correct the name in KINDS of cms/reader/pages.py.",
        ),
        ("reader.E002", "Write cms/reader/templates/reader/nowhere.html."),
    ]
