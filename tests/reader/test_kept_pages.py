"""A page is written once for the same answers, and anew as soon as one of them differs."""

from collections import Counter
from typing import Any

import pytest
from django.test import Client

from cms.reader import rendering
from pages.models import ArticlePage, HomePage, PreviewLink
from snippets.models import Notice
from tests.factories import NoticeFactory
from tests.page_factories import ArticleIndexPageFactory, ArticlePageFactory


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each template was written."""
    counted: Counter[str] = Counter()
    write = rendering.render_to_string

    def counting(template: str, context: Any) -> str:
        counted[template] += 1
        return str(write(template, context))

    monkeypatch.setattr(rendering, "render_to_string", counting)
    return counted


@pytest.fixture
def article(home: HomePage) -> ArticlePage:
    index = ArticleIndexPageFactory(parent=home, slug="artikler")
    made: ArticlePage = ArticlePageFactory(parent=index, slug="en", title="Før")
    return made


def read(address: str, **headers: str) -> Any:
    return Client().get(address, headers=headers)


def test_the_same_page_is_written_once(article: ArticlePage, written: Counter[str]) -> None:
    first, second = read("/artikler/en/"), read("/artikler/en/")

    assert first.content == second.content
    of_the_request = {"X-Request-ID"}
    assert {name for name in first.headers if first[name] != second[name]} <= of_the_request
    assert written == {"reader/article.html": 1}
    assert read("/artikler/en/", if_none_match=first["ETag"]).status_code == 304


def test_it_is_written_anew_when_anything_on_it_changes(article: ArticlePage, written: Counter[str]) -> None:
    read("/artikler/en/")

    article.title = "Etter"
    article.save_revision().publish()
    renamed = read("/artikler/en/").content.decode()
    NoticeFactory(title="Viktig beskjed")
    noticed = read("/artikler/en/").content.decode()
    Notice.objects.all().delete()
    read("/artikler/en/")

    assert "<h1>Etter</h1>" in renamed
    assert "Viktig beskjed" not in renamed
    assert "Viktig beskjed" in noticed
    assert written == {"reader/article.html": 4}


def test_a_page_that_is_gone_is_not_shown_again(article: ArticlePage) -> None:
    assert read("/artikler/en/").status_code == 200

    article.unpublish()

    assert read("/artikler/en/").status_code == 404
    assert read("/artikler/en/").status_code == 404


def test_what_is_chosen_in_the_address_is_a_page_of_its_own(article: ArticlePage) -> None:
    listed = b"/artikler/en/"

    assert listed in read("/artikler/").content
    assert listed not in read("/artikler/?side=2").content
    assert listed in read("/artikler/").content


def test_a_draft_is_written_each_time(article: ArticlePage, written: Counter[str]) -> None:
    link = PreviewLink.objects.create(page=article)

    for _ in range(2):
        read(f"/artikler/en/?preview={link.token}")

    assert written == {"reader/article.html": 2}
