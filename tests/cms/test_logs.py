"""What is logged of a request, and what is not."""

import io
import json
import logging
import re

import pytest
from django.test import Client

from cms.api.request_ids import current_request_id
from cms.logs import JSONLines, Lines

SECRET = "kari.nordmann@example.no"


def record(**extra: object) -> logging.LogRecord:
    line = {"name": "cms.access", "levelname": "INFO", "msg": "answered", "created": 0, "msecs": 0}
    return logging.makeLogRecord({**line, **extra})


def test_a_line_for_machines_is_one_json_object_that_names_its_request():
    token = current_request_id.set("5f1c")
    line = JSONLines().format(record(fields={"operation": "Articles", "ms": 1.5}))
    current_request_id.reset(token)

    assert json.loads(line) == {
        "time": "1970-01-01T00:00:00.000Z",
        "level": "INFO",
        "logger": "cms.access",
        "message": "answered",
        "operation": "Articles",
        "ms": 1.5,
        "request": "5f1c",
    }


def test_a_fault_is_one_json_object_too():
    error = ValueError("first line\nsecond line")

    line = JSONLines().format(record(exc_info=(type(error), error, None)))

    assert "\n" not in line
    assert "second line" in json.loads(line)["exception"]


def test_a_line_for_people_has_the_same_fields():
    line = Lines().format(record(fields={"status": 200, "ms": 1.5}))

    assert line.endswith("INFO cms.access: answered status=200 ms=1.5")


@pytest.fixture
def output(monkeypatch):
    """What the site writes to its standard output, as it is configured to."""
    [handler] = [one for one in logging.getLogger().handlers if one.name == "stdout"]
    stream = io.StringIO()
    monkeypatch.setattr(handler, "stream", stream)
    return stream


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["5f1c-22", "a1/b2+c3=", "x" * 100])
def test_a_requests_id_is_taken_over(given):
    answer = Client().get("/graphql/?query={themes{slug}}", headers={"X-Request-ID": given})

    assert answer["X-Request-ID"] == given


@pytest.mark.parametrize("given", ["", "two words", "x" * 101, 'a"b', "æ"])
def test_an_id_that_is_unfit_for_a_log_is_replaced(given):
    answer = Client().get("/robots.txt", headers={"X-Request-ID": given})

    assert re.fullmatch(r"[0-9a-f]{16}", answer["X-Request-ID"])


@pytest.mark.django_db
def test_variables_and_documents_are_never_logged(caplog):
    caplog.set_level("INFO", logger="cms")
    body = {
        "query": 'query Find($q: String!) { search(query: $q) { totalCount } other: search(query: "Hemmelig") '
        "{ totalCount } }",
        "variables": {"q": SECRET},
    }

    Client().post("/graphql/", json.dumps(body), content_type="application/json")

    fields = [one.fields for one in caplog.records if one.name == "cms.api.keeping"]
    assert [(one["operation"], one["status"], one["answer"]) for one in fields] == [("Find", 200, "made")]
    assert fields[0]["sql"] > 0
    text = " ".join(JSONLines().format(one) for one in caplog.records)
    assert (SECRET in text, "Hemmelig" in text) == (False, False)


@pytest.mark.django_db
def test_a_page_of_the_site_is_logged_by_its_route_alone(home, caplog):
    caplog.set_level("INFO", logger="cms")

    Client().get(f"/sok/?q={SECRET}")

    [fields] = [one.fields for one in caplog.records if one.name == "cms.watching"]
    assert fields["status"] == 200
    assert SECRET not in " ".join(JSONLines().format(one) for one in caplog.records)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "path", "line"),
    [
        ("put", f"/pamelding/{SECRET}/", "Method Not Allowed (PUT): pamelding/<str:token>/"),
        ("get", f"/{SECRET}/æ/", "Not Found: ^(?P<path>.*)$"),
        ("get", f"/documents/{SECRET}/", "Not Found: ^(?P<path>.*)$"),
        ("get", f"/images/x/1/{SECRET}", "Not Found: images/<str:signature>/<int:image_id>/<str:filter_spec>"),
    ],
)
def test_django_too_names_a_page_by_its_route(home, output, method, path, line):
    getattr(Client(), method)(path)

    written = output.getvalue()
    assert f" WARNING django.request: {line}" in written
    assert SECRET not in written


@pytest.mark.django_db
def test_a_page_that_the_api_does_not_answer_is_named_by_its_route(home, output, settings):
    settings.READER_ENDPOINT = "http://127.0.0.1:9/graphql/"

    Client().get(f"/pamelding/{SECRET}/")

    written = output.getvalue()
    assert " ERROR django.request: Service Unavailable: pamelding/<str:token>/" in written
    assert SECRET not in written


@pytest.mark.django_db
def test_what_is_slow_is_logged_as_a_warning(caplog, settings):
    settings.SLOW_MS = 0

    Client().get("/graphql/?query={themes{slug}}")

    assert [(one.levelname, one.message) for one in caplog.records] == [("WARNING", "slow")]
