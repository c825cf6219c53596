"""`manage.py serve`: the production server."""

from argparse import ArgumentParser
from importlib import import_module
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from cms.database.encoding import refuse_other_encodings
from cms.migration_state import unapplied_migrations
from cms.reloading import is_reloading
from cms.server import refuse_missing_static_files, refuse_taken_port, refuse_unwritable_media, serve


class Command(BaseCommand):
    help = (
        "Serves the site with several workers; settings come from the environment. SIGTERM lets running requests "
        "finish, SIGHUP also goes on with the version that is installed by then."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", type=ip_address, default=settings.BIND)
        parser.add_argument("--port", type=int, default=settings.PORT)
        parser.add_argument("--workers", type=int, default=settings.WORKERS)
        parser.add_argument("--threads", type=int, default=settings.THREADS)
        parser.add_argument("--check", action="store_true", help="only say whether it could start, now that it runs")

    def handle(
        self,
        *,
        host: IPv4Address | IPv6Address,
        port: int,
        workers: int,
        threads: int,
        check: bool,
        **options: Any,
    ) -> None:
        if not check and not is_reloading():
            refuse_taken_port(str(host), port)
        refuse_other_encodings()
        if missing := unapplied_migrations():
            raise CommandError(f"{len(missing)} migrations are not applied: run `manage.py migrate` first")
        refuse_missing_static_files()
        refuse_unwritable_media()
        if check:
            import_module(settings.ROOT_URLCONF)
            return
        serve(host=str(host), port=port, workers=workers, threads=threads)
