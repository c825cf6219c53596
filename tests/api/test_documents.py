"""Documents are kept by what they weigh, and their plans by what they take."""

from django.test import Client

from cms.api.documents import document
from pages.models import ArticleAuthor
from tests.factories import ContactFactory
from tests.page_factories import ArticleIndexPageFactory, ArticlePageFactory


def test_an_invalid_document_weighs_as_much_as_a_valid_one():
    """Its errors point into its nodes; were it taken for light, thousands of them would fill the memory."""
    fields = "slug label " * 20
    valid = document("{ " + f"... {{ themes {{ {fields} }} }} " * 20 + "}")
    invalid = document("{ " + f"... {{ themes {{ {fields} }} }} " * 20 + "nope }")

    assert (valid.errors, bool(invalid.errors)) == ((), True)
    assert invalid.weight >= valid.weight > 100_000


def test_a_fragment_that_stands_beside_more_in_another_operation_takes_more_there(home):
    """The two operations share the fragment's node, but not what they take of the articles."""
    article = ArticlePageFactory(parent=ArticleIndexPageFactory(parent=home), title="Én")
    article.authors = [ArticleAuthor(contact=ContactFactory(name="Kari"))]
    article.save()
    text = """
        query Short { ...Listing }
        query Long { ...Listing articles { nodes { authors { contact { name } } } } }
        fragment Listing on Query { articles { nodes { title } } }
    """

    answers = [
        Client().get("/graphql/", {"query": text, "operationName": name}).json() for name in ("Short", "Long", "Short")
    ]

    assert [answer["data"]["articles"]["nodes"] for answer in answers] == [
        [{"title": "Én"}],
        [{"title": "Én", "authors": [{"contact": {"name": "Kari"}}]}],
        [{"title": "Én"}],
    ]
