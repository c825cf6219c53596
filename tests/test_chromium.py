"""Browser tests are skipped where there is no browser, but never where CI is set."""

import pytest

from tests import chromium


@pytest.fixture
def no_chromium(monkeypatch, tmp_path):
    monkeypatch.setattr(chromium, "PATH", tmp_path / "chromium")


def test_without_a_browser_a_laptop_skips_and_says_what_to_install(no_chromium, monkeypatch):
    monkeypatch.delenv("CI", raising=False)

    with pytest.raises(pytest.skip.Exception, match="is missing: apt-get install chromium"):
        chromium.require_chromium()


def test_without_a_browser_ci_fails(no_chromium, monkeypatch):
    monkeypatch.setenv("CI", "true")

    with pytest.raises(pytest.fail.Exception, match="is missing: apt-get install chromium"):
        chromium.require_chromium()
