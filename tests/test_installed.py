"""Tests are skipped where a program they drive is missing, but never where CI is set."""

import pytest

from tests import installed


def test_without_the_program_a_laptop_skips_and_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.delenv("CI", raising=False)

    with pytest.raises(pytest.skip.Exception, match="is missing: apt-get install chromium"):
        installed.require(tmp_path / "chromium", packages="chromium")


def test_without_the_program_ci_fails(monkeypatch, tmp_path):
    monkeypatch.setenv("CI", "true")

    with pytest.raises(pytest.fail.Exception, match="is missing: apt-get install chromium"):
        installed.require(tmp_path / "chromium", packages="chromium")
