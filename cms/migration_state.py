"""Tells which migrations the database lacks, without building their graph."""

from pkgutil import iter_modules

from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def unapplied_migrations() -> set[tuple[str, str]]:
    """App and name of each migration that is on disk and not in the database; one small query.

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
