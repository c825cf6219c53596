"""GraphQL over HTTP: what is answered how, before GraphQL itself has a say."""

import json

import pytest
from django.test import Client

QUERY = "{ site { name } }"
GRAPHQL_RESPONSE = "application/graphql-response+json"


@pytest.fixture
def client(db):
    return Client()


def post(client, body, content_type="application/json", **headers):
    data = body if isinstance(body, (str, bytes)) else json.dumps(body)
    return client.post("/graphql/", data, content_type=content_type, headers=headers)


def test_a_query_is_answered_by_get_and_by_post_alike(client):
    by_get = client.get("/graphql/", {"query": QUERY})
    by_post = post(client, {"query": QUERY})

    assert by_get.status_code == by_post.status_code == 200
    assert by_get.json() == by_post.json() == {"data": {"site": {"name": ""}}}


def test_a_get_with_a_content_type_and_no_body_is_answered(client):
    response = client.generic("GET", f"/graphql/?query={QUERY}", content_type="application/json")

    assert response.status_code == 200


@pytest.mark.parametrize(
    ("accepted", "given"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("application/*", GRAPHQL_RESPONSE),
        ("application/json", "application/json"),
        (GRAPHQL_RESPONSE, GRAPHQL_RESPONSE),
        (f"{GRAPHQL_RESPONSE}, application/json;q=0.9", GRAPHQL_RESPONSE),
        (f"{GRAPHQL_RESPONSE};q=0.5, application/json", "application/json"),
        (f"{GRAPHQL_RESPONSE}, */*;q=0.1", GRAPHQL_RESPONSE),
        # What the specification recommends.
        (f"{GRAPHQL_RESPONSE}; charset=utf-8, application/json; charset=utf-8", GRAPHQL_RESPONSE),
        ("application/json;charset=UTF-8", "application/json"),
        (f"{GRAPHQL_RESPONSE}; charset=utf-8; q=0.5, application/json; charset=utf-8", "application/json"),
    ],
)
def test_the_answer_comes_in_the_media_type_asked_for(client, accepted, given):
    response = post(client, {"query": QUERY}, accept=accepted)

    assert (response.status_code, response["Content-Type"]) == (200, f"{given}; charset=utf-8")


def test_an_unknown_media_type_is_not_acceptable(client):
    response = post(client, {"query": QUERY}, accept="text/html")

    assert response.status_code == 406


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"])
def test_only_json_bodies_are_read(client, content_type):
    assert post(client, "query=x", content_type=content_type).status_code == 415


def test_a_body_in_chunks_is_asked_for_with_its_length(client):
    response = client.generic(
        "POST", "/graphql/", b"{}", "application/json", headers={"transfer-encoding": "chunked"}, CONTENT_LENGTH=""
    )

    assert response.status_code == 411
    assert "Content-Length" in response.json()["errors"][0]["message"]


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(client, method):
    response = getattr(client, method)("/graphql/")

    assert (response.status_code, response["Allow"]) == (405, "GET, POST, OPTIONS")


@pytest.mark.parametrize(
    "body",
    [
        " ",
        "{",
        "null",
        "7",
        '"text"',
        "[]",
        "{}",
        '{"query": null}',
        '{"query": 7}',
        '{"query": "{site{name}}", "variables": []}',
        '{"query": "{site{name}}", "variables": "x"}',
        '{"query": "{site{name}}", "operationName": 1}',
        '{"query": "{site{name}}", "extensions": 1}',
        '{"query": "{site{name}}", "variables": {"a": NaN}}',
        '{"query": "{site{name}}", "variables": {"a": "\\u0000"}}',
        '{"query": "{site{name}}", "variables": {"a": "\\ud800"}}',
        '{"query": "{node(id: \\"\\\\u0000\\"){id}}"}',
        b"\xff\xfe",
        "[" * 20_000,
        json.dumps([{"query": QUERY}] * 11),
    ],
)
def test_what_is_no_request_is_refused_with_400_and_a_code(client, body):
    response = post(client, body)

    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"]["code"] in {"BAD_USER_INPUT", "TOO_EXPENSIVE"}


def test_a_body_over_the_limit_is_refused_with_the_limit(client):
    body = json.dumps({"query": QUERY, "variables": {"a": "x" * 100_000}})

    response = post(client, body)

    figures = {"limit": 100_000, "figure": len(body)}
    assert response.status_code == 413
    assert response.json()["errors"][0]["extensions"] == {"code": "TOO_EXPENSIVE"} | figures


def test_a_batch_has_one_to_ten_operations(client):
    empty, long = post(client, "[]"), post(client, json.dumps([{"query": QUERY}] * 11))

    assert (empty.status_code, empty.json()["errors"][0]["extensions"]) == (400, {"code": "BAD_USER_INPUT"})
    figures = {"limit": 10, "figure": 11}
    assert (long.status_code, long.json()["errors"][0]["extensions"]) == (400, {"code": "TOO_EXPENSIVE"} | figures)


@pytest.mark.parametrize(("media_type", "status"), [("application/json", 200), (GRAPHQL_RESPONSE, 400)])
@pytest.mark.parametrize(
    ("document", "code"),
    [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { site { name } }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription A { a } query B { site { name } }", "GRAPHQL_VALIDATION_FAILED"),
        ("query ($id: ID!) { node(id: $id) { id } }", "BAD_USER_INPUT"),
        ("query A { site { name } } query B { site { name } }", "BAD_USER_INPUT"),
    ],
)
def test_what_never_ran_says_so_in_the_status_where_the_media_type_has_one(client, media_type, status, document, code):
    response = post(client, {"query": document}, accept=media_type)

    answer = response.json()
    assert response.status_code == status
    assert "data" not in answer
    assert answer["errors"][0]["extensions"]["code"] == code


def test_a_wrong_value_deep_in_a_variable_is_the_readers_fault(client):
    document = "query ($where: EventWhere) { events(where: $where) { totalCount } }"

    response = post(client, {"query": document, "variables": {"where": {"when": ["SOMETIME"]}}})

    assert response.json()["errors"][0]["extensions"] == {"code": "BAD_USER_INPUT"}


def test_an_error_while_running_leaves_the_rest_of_the_answer(client):
    response = post(client, {"query": '{ themes { slug } node(id: "x") { id } }'}, accept=GRAPHQL_RESPONSE)

    assert response.status_code == 200
    assert response.json()["data"] == {"themes": [], "node": None}
    assert response.json()["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


def test_a_batch_is_answered_in_its_order(client):
    response = post(client, [{"query": QUERY}, {"query": "{ themes { slug } }"}])

    assert response.json() == [{"data": {"site": {"name": ""}}}, {"data": {"themes": []}}]


def test_unknown_fields_carry_no_suggestion(client):
    message = post(client, {"query": "{ sitee { name } }"}).json()["errors"][0]["message"]

    assert message == "Cannot query field 'sitee' on type 'Query'."


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ({"kinds": ["NEWS"]}, "Field 'kinds' is not defined by type 'ArticleWhere'."),
        ({"kind": ["NEW"]}, "Value 'NEW' does not exist in 'ArticleKind' enum."),
    ],
)
def test_unknown_names_in_variables_carry_no_suggestion_either(client, where, message):
    document = "query ($where: ArticleWhere) { articles(where: $where) { totalCount } }"

    answer = post(client, {"query": document, "variables": {"where": where}}).json()["errors"][0]["message"]

    assert answer.endswith(message)


@pytest.mark.parametrize(
    "document",
    [
        "{ articles(first: %s) { totalCount } }",
        'query ($where: SearchWhere = { years: [%s] }) { search(query: "a", where: $where) { totalCount } }',
    ],
)
def test_a_number_of_thousands_of_digits_is_refused_without_a_word_of_pythons(client, document):
    message = post(client, {"query": document % ("1" * 4400)}).json()["errors"][0]["message"]

    assert message.endswith("it has too many digits.")


def test_no_cookie_is_set_and_every_origin_may_read(client):
    response = post(client, {"query": QUERY}, origin="https://example.no")

    assert not response.cookies
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response


def test_a_browser_may_ask_first(client):
    response = client.options("/graphql/", headers={"origin": "https://example.no"})

    assert response.status_code == 204
    assert response["Access-Control-Allow-Methods"] == "GET, POST, OPTIONS"


def test_a_fault_of_ours_says_nothing_of_the_inside(client, monkeypatch, caplog):
    def broken(*arguments, **options):
        raise RuntimeError("relation pages_articlepage: secret")

    monkeypatch.setattr("snippets.queries.themes", broken)

    response = post(client, {"query": "{ themes { slug } }"})

    assert response.status_code == 200
    assert response.json()["errors"][0]["extensions"] == {"code": "INTERNAL"}
    assert "secret" not in response.content.decode()
    assert "secret" in caplog.text
