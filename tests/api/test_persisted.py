"""Documents by name: automatic persisted queries and trusted documents."""

import json

import pytest
from django.test import Client

from cms.api.ids import global_id
from cms.api.trusted import digest, trusted_documents, trusted_files

QUERY = "{ themes { slug } }"
SHA256 = digest(QUERY)


def extensions(sha256=SHA256, version=1):
    return {"persistedQuery": {"version": version, "sha256Hash": sha256}}


@pytest.fixture
def post(db):
    def send(**parameters):
        return Client().post("/graphql/", json.dumps(parameters), content_type="application/json")

    return send


@pytest.fixture
def get(db):
    def send(**parameters):
        encoded = {key: value if isinstance(value, str) else json.dumps(value) for key, value in parameters.items()}
        return Client().get("/graphql/", encoded)

    return send


def test_a_hash_is_enough_once_its_text_was_sent(get):
    query = "{ themes { slug label } }"
    unknown = get(extensions=extensions(digest(query)))
    registered = get(query=query, extensions=extensions(digest(query)))

    by_hash = get(extensions=extensions(digest(query)))

    assert unknown.json()["errors"][0]["message"] == "PersistedQueryNotFound"
    assert unknown.json()["errors"][0]["extensions"] == {"code": "PERSISTED_QUERY_NOT_FOUND"}
    assert registered.json() == by_hash.json() == {"data": {"themes": []}}


def test_a_document_with_errors_is_not_kept(post):
    query = "{ nothing }"
    post(query=query, extensions=extensions(digest(query)))

    answer = post(extensions=extensions(digest(query)))

    assert answer.json()["errors"][0]["extensions"] == {"code": "PERSISTED_QUERY_NOT_FOUND"}


@pytest.mark.parametrize(
    "parameters",
    [
        {"query": QUERY, "extensions": extensions("0" * 64)},
        {"query": QUERY, "extensions": extensions(version=2)},
        {"extensions": {"persistedQuery": {"version": 1}}},
        {"extensions": {"persistedQuery": "x"}},
        {"documentId": 7},
    ],
)
def test_a_wrong_hash_or_form_is_refused(post, parameters):
    answer = post(**parameters)

    assert answer.json()["errors"][0]["extensions"] == {"code": "BAD_USER_INPUT"}


PERSON = {"name": "Kari", "email": "kari@example.no"}
# Of the mutations: taken or not, each has an answer.
INPUTS = {
    "cancel-registration": {"token": "ingen"},
    "confirm-contact": {"token": "ingen"},
    "confirm-nomination": {"token": "ingen"},
    "nominate-contact": {"municipalityNumber": "5001", "senderName": "Ola", "senderEmail": "o@example.no", **PERSON},
    "register-for-event": {"eventId": "ingen", **PERSON},
}


@pytest.mark.parametrize("name", [file.stem for file in trusted_files()])
def test_a_trusted_document_runs_by_its_name_and_by_its_hash(home, post, name):
    text = trusted_documents()[name]
    variables = {"path": "/", "query": "ord", "prefix": "or", "id": global_id(home), "token": "ingen"}
    if "mutation" in text:
        variables["input"] = INPUTS[name]

    by_name = post(documentId=name, variables=variables)
    by_hash = post(documentId=f"sha256:{digest(text)}", variables=variables)
    as_persisted = post(extensions=extensions(digest(text)), variables=variables)

    assert "errors" not in by_name.json(), by_name.json()
    assert by_name.json() == by_hash.json() == as_persisted.json()


def test_documents_agree_on_what_they_ask_of_blocks():
    fragments = {text[text.index("fragment Block") :] for text in trusted_documents().values() if "...Block" in text}

    assert len(fragments) == 1


def test_an_unknown_id_is_not_found(post):
    answer = post(documentId="no-such-document")

    assert answer.json()["errors"][0]["extensions"] == {"code": "PERSISTED_QUERY_NOT_FOUND"}


def test_when_only_trusted_documents_run_every_other_is_refused(home, post, settings):
    settings.GRAPHQL = settings.GRAPHQL | {"TRUSTED_ONLY": True}

    refused = post(query=QUERY)
    registered = post(query=QUERY, extensions=extensions())
    by_name = post(documentId="site")
    by_text = post(query=trusted_documents()["site"])

    assert refused.json()["errors"][0]["extensions"] == {"code": "FORBIDDEN"}
    assert registered.json()["errors"][0]["extensions"] == {"code": "FORBIDDEN"}
    assert by_name.json() == by_text.json()
    assert by_name.json()["data"]["site"]["locales"] == ["NB"]
