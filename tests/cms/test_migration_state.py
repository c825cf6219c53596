"""Migrations that are missing are told of before something fails for want of them."""

from typing import Any

import pytest

from cms.management.commands import run_local
from cms.migration_state import apps_without_migrations
from pages.models import HomePage


def test_the_project_has_all_its_migrations() -> None:
    assert apps_without_migrations() == []


@pytest.mark.django_db
def test_a_model_without_its_migration_is_told_of_before_the_local_site_starts(
    home: HomePage, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(HomePage._meta.get_field("vision"), "blank", False)
    told: list[str] = []

    def serve(**options: Any) -> None:
        told.append(capsys.readouterr().err)

    monkeypatch.setattr(run_local, "serve", serve)
    monkeypatch.setattr(run_local, "refuse_taken_port", lambda host, port: None)

    run_local.Command().handle()

    [warning] = told
    assert warning.endswith("Run `DEBUG=1 .venv/bin/python manage.py makemigrations pages`, then start again.\n")
