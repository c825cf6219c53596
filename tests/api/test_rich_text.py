"""Rich text as it leaves the API: sanitised, links to public paths, and nothing that leads to what is hidden."""

import json

import pytest

from tests.factories import DocumentFactory, ImageFactory
from tests.page_factories import ArticleIndexPageFactory, ArticlePageFactory


@pytest.fixture
def index(home):
    return ArticleIndexPageFactory(parent=home, slug="artikler")


@pytest.fixture
def shown(index, query):
    """The HTML that the API gives for the rich text of an article's body."""

    def of(html):
        article = ArticlePageFactory(parent=index, slug="tekst")
        article.body = json.dumps([{"type": "text", "value": {"text": html}}])
        article.save()
        document = (
            '{ page(path: "/artikler/tekst/") { ... on ArticlePage { body { ... on RichTextBlock { text } } } } }'
        )
        return query(document)["page"]["body"][0]["text"]

    return of


@pytest.mark.parametrize(
    ("written", "given"),
    [
        ("<p>Ren <b>tekst</b> &amp; mer</p>", "<p>Ren <b>tekst</b> &amp; mer</p>"),
        ("<p>a</p><script>alert(1)</script>", "<p>a</p>"),
        ('<p onclick="x()" style="color:red">a</p>', "<p>a</p>"),
        ('<p><a href="javascript:alert(1)">a</a></p>', "<p>a</p>"),
        ('<p><img src="x" onerror="alert(1)">a</p>', "<p>a</p>"),
        ("<iframe src='https://example.no/'></iframe><p>a</p>", "<p>a</p>"),
        (
            '<p><a href="https://example.no/?a=1&amp;b=2">ut</a></p>',
            '<p><a href="https://example.no/?a=1&amp;b=2" rel="external noopener">ut</a></p>',
        ),
        ('<p><a href="mailto:a@example.no">post</a></p>', '<p><a href="mailto:a@example.no">post</a></p>'),
        ('<p><a linktype="page" id="999999">borte</a></p>', "<p>borte</p>"),
        ('<p><a linktype="page" id="x">rot</a></p>', "<p>rot</p>"),
        ('<p>a</p><embed embedtype="image" id="999999" alt="x" format="left"/>', "<p>a</p>"),
    ],
)
def test_only_what_may_be_trusted_is_given(shown, written, given):
    assert shown(written) == given


def test_a_link_leads_to_the_public_path_of_its_page(index, shown):
    target = ArticlePageFactory(parent=index, slug="andre")

    assert shown(f'<p>Se <a linktype="page" id="{target.pk}">den</a>.</p>') == (
        '<p>Se <a href="/artikler/andre/">den</a>.</p>'
    )


def test_a_link_to_a_draft_is_unwrapped(index, shown):
    target = ArticlePageFactory(parent=index, slug="andre", live=False)

    assert shown(f'<p>Se <a linktype="page" id="{target.pk}">den</a>.</p>') == "<p>Se den.</p>"


def test_a_document_is_linked_through_the_view_that_asks_who_may_see_it(shown):
    document = DocumentFactory()

    assert shown(f'<p><a linktype="document" id="{document.pk}">fil</a></p>') == (
        f'<p><a href="{document.url}">fil</a></p>'
    )
    assert document.url.startswith("/documents/")


def test_an_image_in_the_text_carries_its_sizes_and_its_alternative_text(shown):
    image = ImageFactory()

    html = shown(f'<embed embedtype="image" id="{image.pk}" alt="Fire personer" format="left"/>')

    assert html.startswith('<img src="/images/')
    assert 'alt="Fire personer"' in html
    assert 'width="64" height="48"' in html
