"""GraphiQL works in a browser, and asks no other host for anything."""

import re

import pytest
from playwright.sync_api import Page, expect


# Without the rollback, what is left makes the restoring of the next test's content fail.
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_it_runs_its_first_query(live_server, page: Page):
    asked: list[str] = []
    failures: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: failures.append(str(error)))

    page.goto(f"{live_server.url}/graphiql/")
    page.get_by_role("button", name=re.compile("Execute query")).click()

    expect(page.get_by_role("region", name="Result Window")).to_contain_text('"data"')
    assert failures == []
    assert f"{live_server.url}/graphql/" in asked
    assert [url for url in asked if not url.startswith((live_server.url, "data:", "blob:"))] == []


def test_it_has_no_script_in_the_page(client):
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", client.get("/graphiql/").content.decode())

    assert scripts
    assert all("src=" in attributes and content == "" for attributes, content in scripts)
