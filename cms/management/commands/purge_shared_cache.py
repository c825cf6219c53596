"""`manage.py purge_shared_cache`: runs beside the server, and purges the cache before it of what changes."""

import signal
from argparse import ArgumentParser
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from cms import environment
from cms.api.changes import note_everything
from cms.api.purging import Purging
from cms.api.shared_cache import SharedCache
from cms.migration_state import unapplied_migrations


class Command(BaseCommand):
    help = "Purges the shared cache at PURGE_URL of whatever changes, until it is stopped."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--everything",
            action="store_true",
            help="have everything dropped, by the running command and by the workers: after a new version, for example",
        )

    def handle(self, *, everything: bool, **options: Any) -> None:
        if not everything and not settings.GRAPHQL["PURGE_URL"]:
            environment.refuse("PURGE_URL", "is missing", "http://cache.example.no:6081")
        if missing := unapplied_migrations():
            raise CommandError(f"{len(missing)} migrations are not applied: run `manage.py migrate` first")
        if everything:
            note_everything()
            return
        # Also as the first process of a container, which no signal ends that it does not ask for.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        with suppress(KeyboardInterrupt):
            Purging(SharedCache(settings.GRAPHQL["PURGE_URL"])).run()
