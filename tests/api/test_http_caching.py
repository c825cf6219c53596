"""Answers that others may keep: validators, cache headers, and content encodings."""

import gzip
import json

import brotli
import pytest
import zstandard
from django.test import Client

QUERY = "{ themes { slug } }"
LONG = '{ __type(name: "Query") { fields { name description } } }'


@pytest.fixture
def get(db):
    def send(query=QUERY, **headers):
        return Client().get("/graphql/", {"query": query}, headers=headers)

    return send


def test_an_answer_by_get_can_be_revalidated(get):
    first = get()
    again = get(if_none_match=first["ETag"])
    other = get(if_none_match='"another"')

    assert first["ETag"].startswith('"')
    assert first["Cache-Control"].startswith("public, max-age=0, s-maxage=")
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert other.status_code == 200


def test_a_changed_answer_has_another_validator(get):
    assert get()["ETag"] != get("{ audiences { slug } }")["ETag"]


@pytest.mark.parametrize("query", ["{", "{ nothing }", '{ node(id: "x") { id } }'])
def test_errors_are_kept_by_nobody(get, query):
    response = get(query)

    assert response["Cache-Control"] == "no-store"
    assert "ETag" not in response


@pytest.mark.parametrize("token", ["wrong", ""])
def test_an_answer_to_a_preview_token_is_kept_by_nobody(get, token):
    response = get(f'{{ page(path: "/", preview: "{token}") {{ id }} }}')

    assert response["Cache-Control"] == "no-store"


def test_an_answer_by_post_is_kept_by_nobody(db):
    response = Client().post("/graphql/", json.dumps({"query": QUERY}), content_type="application/json")

    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("accepted", "given"),
    [
        ("", ""),
        ("identity", ""),
        ("gzip", "gzip"),
        ("br", "br"),
        ("zstd", "zstd"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("gzip;q=0", ""),
        ("*", "zstd"),
        ("zstd;q=0, *;q=0.1", "br"),
        ("deflate", ""),
        ("gzip;q=nonsense", ""),
    ],
)
def test_an_answer_comes_in_the_encoding_asked_for(get, accepted, given):
    plain = get(LONG)
    response = get(LONG, accept_encoding=accepted)

    decode = {
        "": bytes,
        "gzip": gzip.decompress,
        "br": brotli.decompress,
        "zstd": zstandard.ZstdDecompressor().decompress,
    }
    assert response.get("Content-Encoding", "") == given
    assert decode[given](response.content) == plain.content
    assert response["Vary"] == "Accept, Accept-Encoding, Authorization"


def test_each_encoding_has_a_validator_of_its_own(get):
    validators = {get(LONG, accept_encoding=encoding)["ETag"] for encoding in ("", "gzip", "br", "zstd")}

    assert len(validators) == 4


def test_a_short_answer_is_not_encoded(get):
    assert "Content-Encoding" not in get(accept_encoding="gzip")


def test_the_operations_name_is_in_the_timing_and_in_the_log(db, caplog):
    caplog.set_level("INFO", logger="cms.api.keeping")

    response = Client().get("/graphql/", {"query": "query Themes { themes { slug } }"})

    assert response["Server-Timing"].startswith('graphql;desc="Themes";dur=')
    assert "'operation': 'Themes', 'status': 200, 'cost': 3, 'sql': " in str(caplog.records[-1].fields)


def test_a_304_may_be_read_by_every_origin(get):
    again = get(if_none_match=get()["ETag"], origin="https://example.no")

    assert (again.status_code, again["Access-Control-Allow-Origin"]) == (304, "*")


def test_an_address_over_the_limit_is_refused_with_the_limit(get):
    response = get("{ themes { slug } } #" + "x" * 100_000)

    extensions = response.json()["errors"][0]["extensions"]
    assert response.status_code == 414
    assert (extensions["code"], extensions["limit"], extensions["figure"] > 100_000) == ("TOO_EXPENSIVE", 100_000, True)
