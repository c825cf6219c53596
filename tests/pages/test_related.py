"""An article names those that share its themes: most of them first, then the newest."""

import datetime

import pytest

from pages import related
from tests.factories import ThemeFactory
from tests.page_factories import ArticleIndexPageFactory, ArticlePageFactory

MOMENT = datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)


@pytest.fixture
def article(home):
    """Makes an article with these of the themes a, b and c, of that day in January."""
    index = ArticleIndexPageFactory(parent=home)
    themes = {slug: ThemeFactory(slug=slug) for slug in "abc"}

    def made(title, with_themes, day, **values):
        page = ArticlePageFactory(
            parent=index, title=title, slug=title, published_on=datetime.date(2024, 1, day), **values
        )
        page.themes = [themes[slug] for slug in with_themes]
        page.save()
        return page

    return made


@pytest.fixture
def related_to(query):
    """The slugs of what is related to the article, as a document of that name is told."""

    def slugs(article, name):
        data = query(f"query {name} {{ articles {{ nodes {{ slug related {{ slug }} }} }} }}")
        return next(
            [one["slug"] for one in node["related"]]
            for node in data["articles"]["nodes"]
            if node["slug"] == article.slug
        )

    return slugs


@pytest.mark.parametrize("few", [0, 1, 500])
def test_articles_with_most_themes_in_common_come_first_then_the_newest(article, related_to, monkeypatch, few):
    """Whether few articles share a theme or many, for which they are looked for in two ways."""
    monkeypatch.setattr(related, "FEW", few)
    page = article("om", "ab", 1)
    for title, themes, day in [("old", "a", 2), ("both", "ab", 3), ("new", "b", 5), ("other", "c", 6), ("none", "", 7)]:
        article(title, themes, day)
    article("draft", "ab", 8, live=False)
    article("expired", "ab", 8, expire_at=MOMENT)

    # Statements are kept with their document.
    assert related_to(page, f"WithFew{few}") == ["both", "new", "old"]


def test_an_article_whose_themes_no_other_has_has_none_related(article, related_to):
    page = article("om", "c", 1)
    article("other", "ab", 2)

    assert related_to(page, "Lonely") == []
