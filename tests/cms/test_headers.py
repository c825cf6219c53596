"""Browsers are told what our pages may do, on every page, and the documentation says the same."""

import re
from pathlib import Path

import pytest
from django.test import Client

from cms.headers import ADMIN, API, GRAPHIQL, SITE, as_header
from cms.security_table import table

DOCUMENTED = Path(__file__).resolve().parents[2] / "docs" / "security.md"
PAGES = ["/", "/graphiql/", "/admin/login/", "/graphql/?query={__typename}", "/finnes-ikke/"]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_a_policy_without_eval_or_inline_script(home, path):
    policy = Client().get(path)["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))

    scripts = directives.get("script-src", directives["default-src"])

    assert "unsafe-eval" not in policy
    assert "unsafe-inline" not in scripts
    assert directives["default-src"] == "'none'"
    assert directives["base-uri"] == "'none'"


@pytest.mark.parametrize(
    ("path", "policy"),
    [
        ("/", SITE),
        ("/graphiql/", GRAPHIQL),
        ("/graphql/?query={__typename}", API),
        ("/admin/login/", SITE),
        ("/admin/", ADMIN),
    ],
)
def test_each_kind_of_page_has_its_own(home, path, policy):
    assert Client().get(path)["Content-Security-Policy"] == as_header(policy)


def test_a_kept_answer_has_the_headers_of_a_new_one(home):
    first, second = (Client().get("/graphql/?query={site{name}}") for _ in range(2))

    for header in ("Content-Security-Policy", "Permissions-Policy", "X-Content-Type-Options", "Vary"):
        assert first[header] == second[header]


def test_no_word_of_a_readers_page_is_a_script_or_a_style(home):
    for path in ("/", "/graphiql/", "/finnes-ikke/"):
        text = Client().get(path).content.decode()
        scripts = re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*application/ld\+json)[^>]*>", text)

        assert (scripts, re.findall(r"<style|\sstyle=|\son[a-z]+=", text)) == ([], [])


def test_the_documentation_has_the_table_that_the_command_makes(home, settings):
    settings.ALLOWED_HOSTS = ["www.example.no"]
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 365 * 24 * 3600, True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SESSION_COOKIE_NAME = "__Host-sessionid"

    assert table().replace("http://127.0.0.1:8000", "https://www.example.no") in DOCUMENTED.read_text()
