"""While the database is away: 503 with a time to come back at, never a word of why, and never half an answer.

While a disk is full: 507, which says so.
"""

import errno
import json
import threading
import time

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from cms.api import view
from cms.api.answers import Flight, answers
from cms.api.documents import graphql_schema

WORDS = 'connection to server at "10.0.0.5" failed: FATAL: the database system is shutting down'
AWAY = [OperationalError(WORDS), InterfaceError("the connection is closed")]


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


def ask(client: Client, text: str = "{ site { name } themes { slug } }"):
    return client.post("/graphql/", json.dumps({"query": text}), content_type="application/json")


def failing(error: Exception):
    def fail(*args, **kwargs):
        raise error

    return fail


@pytest.mark.django_db
@pytest.mark.parametrize("error", AWAY)
def test_the_api_says_when_to_ask_again(home, client, monkeypatch, error):
    monkeypatch.setattr(view, "one_snapshot", failing(error))

    answer = ask(client)

    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "5", "no-store")
    assert answer.json() == {
        "errors": [
            {
                "message": "The service cannot answer this right now; ask again in a few seconds.",
                "extensions": {"code": "INTERNAL"},
            }
        ]
    }


@pytest.mark.django_db
def test_what_is_missing_since_the_database_went_away_is_no_answer(home, client, monkeypatch):
    monkeypatch.setattr(graphql_schema().query_type.fields["themes"], "resolve", failing(OperationalError(WORDS)))

    answer = ask(client)

    assert (answer.status_code, answer["Retry-After"], "data" in answer.json()) == (503, "5", False)
    assert "10.0.0.5" not in answer.content.decode()


@pytest.mark.django_db
def test_any_other_fault_is_told_beside_the_rest_of_the_answer(home, client, monkeypatch):
    monkeypatch.setattr(graphql_schema().query_type.fields["themes"], "resolve", failing(ZeroDivisionError("oops")))

    answer = ask(client)

    assert (answer.status_code, [one["path"] for one in answer.json()["errors"]]) == (200, [["themes"]])


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/sok/?q=innovasjon", "/feed.atom"])
def test_the_readers_site_says_when_to_come_back(home, client, monkeypatch, path):
    monkeypatch.setattr(view, "one_snapshot", failing(OperationalError(WORDS)))

    answer = client.get(path)

    assert (answer.status_code, "Retry-After" in answer) == (503, True)
    assert "10.0.0.5" not in answer.content.decode()


@pytest.mark.django_db
def test_an_upload_for_which_there_is_no_room_among_temporary_files_is_told_so(
    admin_client, monkeypatch, settings, tmp_path
):
    admin_client.raise_request_exception = False

    def write(file, data):
        raise OSError(errno.ENOSPC, "No space left on device", file.name)

    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    monkeypatch.setattr(TemporaryUploadedFile, "write", write, raising=False)
    file = SimpleUploadedFile("stort.pdf", b"%PDF" + bytes(settings.FILE_UPLOAD_MAX_MEMORY_SIZE))

    answer = admin_client.post("/admin/documents/add/", {"title": "Stort dokument", "file": file})

    assert answer.status_code == 507
    assert "ikke plass" in answer.content.decode()
    assert ".upload" not in answer.content.decode()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "status", "seconds"),
    [(OperationalError(WORDS), 503, "5"), (ZeroDivisionError("oops"), 500, None)],
)
def test_the_admin_says_when_to_come_back(admin_client, monkeypatch, error, status, seconds):
    admin_client.raise_request_exception = False
    monkeypatch.setattr(SessionStore, "load", failing(error))

    answer = admin_client.get("/admin/")

    assert (answer.status_code, answer.get("Retry-After")) == (status, seconds)
    assert "10.0.0.5" not in answer.content.decode()


def test_who_asks_the_same_meanwhile_does_not_wait_for_each_other_in_turn():
    flight = Flight()

    flight.fail("503")

    assert flight.failure(waiting_since=time.perf_counter() - 60) == "503"
    assert flight.failure(waiting_since=time.perf_counter()) is None


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_those_who_waited_get_the_same_503_and_the_next_one_tries_again(home, monkeypatch):
    tried, waiting = [], threading.Barrier(2)

    def fail():
        tried.append(1)
        if len(tried) == 1:
            waiting.wait()
            while [one.passengers for one in answers._flights.values()] != [2]:
                time.sleep(0.01)
        raise OperationalError(WORDS)

    def send():
        found.append(ask(Client(raise_request_exception=False)))
        connection.close()

    found: list = []
    monkeypatch.setattr(view, "one_snapshot", fail)
    first, second = threading.Thread(target=send), threading.Thread(target=send)
    first.start()
    waiting.wait()
    second.start()
    first.join()
    second.join()
    assert ([one.status_code for one in found], len(tried)) == ([503, 503], 1)
    assert [one["Retry-After"] for one in found] == ["5", "5"]
    assert found[0].content == found[1].content

    ask(Client(raise_request_exception=False))

    assert len(tried) == 2
