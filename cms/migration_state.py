"""Tells which migrations are missing: those that the database lacks, and those that nobody has written."""

from pkgutil import iter_modules

from django.apps import apps
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState
from django.utils import translation


def unapplied_migrations() -> set[tuple[str, str]]:
    """App and name of each migration that is on disk and not in the database; one small query, and no graph.

    `migrate` imports and sorts some 300 modules to learn the same. Squashed migrations do no harm: Django
    records those they replace along with them.
    """
    return migrations_on_disk() - set(MigrationRecorder(connection).applied_migrations())


def migrations_on_disk() -> set[tuple[str, str]]:
    """App and name of each migration that this version of the project has."""
    found: set[tuple[str, str]] = set()
    for app in apps.get_app_configs():
        module, _ = MigrationLoader.migrations_module(app.label)
        if module != f"{app.name}.migrations":
            continue
        folder = f"{app.path}/migrations"
        found |= {(app.label, name) for _, name, _ in iter_modules([folder]) if name[0] not in "_~"}
    return found


def apps_without_migrations() -> list[str]:
    """The apps whose models differ from what their migrations make, as `makemigrations --check` finds; no query."""
    # Names that are translated would differ.
    with translation.override(None):
        loader = MigrationLoader(None, ignore_no_migrations=True)
        detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
        return sorted(detector.changes(graph=loader.graph))
