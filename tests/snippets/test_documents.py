"""Documents are given to those who may have them; to others there are none."""

from contextlib import closing

import pytest
from wagtail.models import Collection, CollectionViewRestriction

from tests.factories import DocumentFactory


@pytest.fixture
def private_document(home):
    """A document that only those have who are logged in."""
    private = Collection.get_first_root_node().add_child(name="Privat")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    return DocumentFactory(collection=private)


def downloaded(client, document):
    with closing(client.get(document.url)) as answer:
        assert answer.status_code == 200
        return answer.getvalue()


@pytest.mark.parametrize("restriction", ["login", "groups", "password"])
def test_a_private_document_is_to_others_as_one_that_is_not_there(client, private_document, restriction):
    CollectionViewRestriction.objects.update(restriction_type=restriction, password="hemmelig")

    answers = [client.get(address) for address in (private_document.url, "/documents/99999/dokument.pdf")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_whoever_is_logged_in_has_a_private_document(admin_client, private_document):
    assert downloaded(admin_client, private_document) == b"%PDF-1.4"


def test_anyone_has_a_document_that_is_not_private(client, home):
    assert downloaded(client, DocumentFactory()) == b"%PDF-1.4"


def test_nobody_keeps_a_private_document(admin_client, private_document):
    with closing(admin_client.get(private_document.url)) as answer:
        assert answer["Cache-Control"] == "private, no-store"


def test_whoever_keeps_a_public_document_asks_whether_it_is_the_same(client, home):
    document = DocumentFactory()
    kept = {"If-None-Match": f'"{document.get_file_hash()}"'}

    with closing(client.get(document.url, headers=kept)) as answer:
        assert (answer.status_code, answer["Cache-Control"]) == (304, "public, no-cache")


def test_a_public_document_says_how_it_may_be_kept(client, home):
    with closing(client.get(DocumentFactory().url)) as answer:
        assert answer["Cache-Control"] == "public, no-cache"


def test_a_document_without_a_checksum_has_no_tag(client, home):
    with closing(client.get(DocumentFactory(file_hash="").url)) as answer:
        assert "ETag" not in answer


def test_a_document_is_of_no_encoding(client, home):
    with closing(client.get(DocumentFactory().url)) as answer:
        assert "Content-Encoding" not in answer
