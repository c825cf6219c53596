"""The addresses that the shell answers by itself."""

import importlib
from http import HTTPStatus

import pytest
from django.core.management import CommandError, call_command
from django.urls import clear_url_caches

import cms.urls
from cms.sdl import SCHEMA_FILE


@pytest.fixture
def without_reader(settings):
    """The addresses of a site whose readers have another frontend."""
    settings.READER = False
    _read_addresses_anew()
    yield
    settings.READER = True
    _read_addresses_anew()


def _read_addresses_anew():
    importlib.reload(cms.urls)
    clear_url_caches()


def test_without_a_readers_site_the_front_door_says_where_the_api_is(client, without_reader):
    page = client.get("/").content.decode()

    for address in ("/graphiql/", "/graphql/", "/schema.graphql", "/admin/"):
        assert f'href="{address}"' in page
    assert '<html lang="nb">' in page


def test_the_server_does_not_start_without_the_static_files(db, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }

    with pytest.raises(CommandError, match="The static files are not gathered: run `manage"):
        call_command("serve", check=True)
    (tmp_path / "staticfiles.json").write_text('{"version": "1.1", "paths": {"a.css": "a.1.css"}, "hash": "1"}')
    settings.STATIC_ROOT = str(tmp_path)

    call_command("serve", check=True)


def test_the_server_does_not_start_where_no_upload_could_be_kept(db, settings):
    settings.MEDIA_ROOT = "/proc/media"

    with pytest.raises(
        SystemExit, match=r"^MEDIA_ROOT cannot be written .*: it should look like a directory of the user"
    ):
        call_command("serve", check=True)


def test_the_schema_file_is_served_as_it_is_committed(client):
    answer = client.get("/schema.graphql")

    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content == SCHEMA_FILE.read_bytes()


def test_what_does_not_exist_is_said_in_norwegian(client, home):
    answer = client.get("/finnes-ikke")

    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert "<h1>Fant ikke siden</h1>" in answer.content.decode()


def test_a_failure_is_said_in_norwegian(client, monkeypatch):
    def fail(*arguments, **named):
        raise RuntimeError("secret detail")

    monkeypatch.setattr("cms.reader.pages.ask", fail)
    client.raise_request_exception = False

    answer = client.get("/")

    assert answer.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    assert "<h1>Noe gikk galt</h1>" in answer.content.decode()
    assert "secret detail" not in answer.content.decode()


@pytest.mark.parametrize("address", ["/graphiql/", "/admin/"])
def test_robots_leave_it_alone_without_a_readers_site_too(client, without_reader, address):
    assert f"Disallow: {address}\n" in client.get("/robots.txt").content.decode()


@pytest.mark.parametrize("address", ["/graphiql/", "/admin/", "/sok/"])
def test_robots_leave_it_alone(client, address):
    assert f"Disallow: {address}\n" in client.get("/robots.txt").content.decode()
