"""What every test may ask for: a throw-away database, and a browser."""

import json
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client, override_settings
from playwright.sync_api import Browser, Page, sync_playwright
from wagtail.models import Site

from cms import database
from cms.database import embedded
from pages.models import HomePage
from tests import installed, pristine
from tests.page_factories import HomePageFactory


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that take long begin first: of several processes, the last ones would wait for them."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """A test that leaves a transaction open fails itself, instead of all that come after it."""
    try:
        yield
    finally:
        session = connection.connection
        if session is not None and not connection.in_atomic_block:
            left = session.info.transaction_status.name, session.autocommit, connection.autocommit
            if left != ("IDLE", True, True):
                connection.close()
                pytest.fail(f"It left its connection {left}: the status, and whether psycopg and Django commit.")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """Tests have a server of their own, unless DATABASE_URL names one."""
    if not database.is_embedded():
        yield
        return
    with embedded.throwaway_server() as directory:
        connections["default"].settings_dict.update(database.embedded_settings(directory))
        yield
        connections.close_all()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Tests that commit leave nothing behind."""
    with django_db_blocker.unblock(), pristine.kept(), django_db_blocker.block():
        yield


@pytest.fixture(scope="session", autouse=True)
def _fast_and_apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with override_settings(
        MEDIA_ROOT=tmp_path_factory.mktemp("media"),
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """Wagtail remembers where the sites' front pages are; the next test has others."""
    yield
    cache.clear()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's own Chromium, without a screen."""
    installed.require(installed.CHROMIUM, packages="chromium")
    # Playwright's synchronous API keeps an event loop in this thread, and Django would take the
    # ORM calls of the test itself for calls from inside of it.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    outside = {alias: connections[alias] for alias in connections}
    with sync_playwright() as playwright:
        # Inside of a loop Django opens other connections, which do not know what the migrations made.
        for alias, connection in outside.items():
            connections[alias] = connection
        started = playwright.chromium.launch(
            executable_path=installed.CHROMIUM,
            args=["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
        )
        yield started
        started.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh window, with Norwegian as its language."""
    with browser.new_context(locale="nb-NO") as context:
        yield context.new_page()


@pytest.fixture
def home(db: None) -> HomePage:
    """The front page of the only site."""
    front = HomePageFactory(title="Forside", slug="forside")
    Site.objects.update(hostname="testserver", root_page=front)
    return front


@pytest.fixture
def ask(db: None) -> Callable[..., Any]:
    """Sends a document with variables to the API, as a frontend does, and gives the response."""

    def send(text: str, **variables: Any) -> Any:
        body = json.dumps({"query": text, "variables": variables})
        return Client().post("/graphql/", body, content_type="application/json")

    return send


@pytest.fixture
def query(ask: Callable[..., Any]) -> Callable[..., Any]:
    """Gives the data of the answer; an answer with errors fails the test."""

    def data(text: str, **variables: Any) -> Any:
        answer = ask(text, **variables).json()
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    return data


@pytest.fixture
def errors(ask: Callable[..., Any]) -> Callable[..., list[tuple[str, str]]]:
    """Gives the codes and messages of the answer's errors."""

    def found(text: str, **variables: Any) -> list[tuple[str, str]]:
        answer = ask(text, **variables).json()
        return [(error["extensions"]["code"], error["message"]) for error in answer.get("errors", [])]

    return found
