"""Words that editors have said mean the same find each other."""

from collections.abc import Callable

import pytest

from pages.models import ArticleIndexPage
from search.models import Synonym
from tests.page_factories import ArticlePageFactory

Found = Callable[..., list[str]]


@pytest.fixture
def both(articles: ArticleIndexPage) -> None:
    ArticlePageFactory(parent=articles, title="Elbilen i kommunen")
    ArticlePageFactory(parent=articles, title="Et kjøretøy for alle")


@pytest.mark.usefixtures("both")
def test_each_word_finds_what_the_other_finds_and_its_own_first(found: Found) -> None:
    before = (found("elbil"), found("kjøretøy"))

    Synonym.objects.create(words="elbil, kjøretøy")

    assert before == (["Elbilen i kommunen"], ["Et kjøretøy for alle"])
    assert found("elbil") == ["Elbilen i kommunen", "Et kjøretøy for alle"]
    assert found("kjøretøy") == ["Et kjøretøy for alle", "Elbilen i kommunen"]


@pytest.mark.usefixtures("both")
def test_other_forms_of_the_words_find_each_other_too(found: Found) -> None:
    Synonym.objects.create(words="elbil, kjøretøy")

    assert found("elbiler") == ["Elbilen i kommunen", "Et kjøretøy for alle"]
    assert found("kjøretøyene") == ["Et kjøretøy for alle", "Elbilen i kommunen"]


@pytest.mark.usefixtures("both")
def test_words_of_different_lists_do_not_find_each_other(found: Found) -> None:
    Synonym.objects.create(words="elbil, doning")
    Synonym.objects.create(words="kjøretøy, vogn")

    assert (found("doning"), found("vogn")) == (["Elbilen i kommunen"], ["Et kjøretøy for alle"])


@pytest.mark.usefixtures("both")
def test_a_synonym_that_is_changed_or_deleted_finds_no_more(found: Found) -> None:
    synonym = Synonym.objects.create(words="doning, kjøretøy")
    made = found("doning")
    synonym.words = "doning, elbil"
    synonym.save()
    changed = found("doning")

    synonym.delete()

    assert (made, changed, found("doning")) == (["Et kjøretøy for alle"], ["Elbilen i kommunen"], [])


@pytest.mark.usefixtures("both")
def test_it_works_beside_other_words(found: Found) -> None:
    Synonym.objects.create(words="doning, kjøretøy")

    assert found("doning alle")[0] == "Et kjøretøy for alle"
