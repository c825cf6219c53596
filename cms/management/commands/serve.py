"""`manage.py serve`: the production server."""

import os
from argparse import ArgumentParser
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from cms import environment
from cms.migration_state import unapplied_migrations
from cms.reloading import is_reloading
from cms.server import (
    DEFAULT_THREADS,
    refuse_missing_static_files,
    refuse_taken_port,
    refuse_unwritable_media,
    serve,
)


class Command(BaseCommand):
    help = (
        "Serves the site with several workers; settings come from the environment. SIGTERM lets running requests "
        "finish, SIGHUP also goes on with the version that is installed by then."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        parser.add_argument("--host", default=environment.text("BIND", default="127.0.0.1", looks_like="127.0.0.1"))
        parser.add_argument("--port", type=int, default=settings.PORT)
        parser.add_argument("--workers", type=int, default=environment.number("WORKERS", default=cores, at_least=1))
        parser.add_argument(
            "--threads", type=int, default=environment.number("THREADS", default=DEFAULT_THREADS, at_least=1)
        )
        parser.add_argument("--check", action="store_true", help="only say whether it could start, now that it runs")

    def handle(self, *, host: str, port: int, workers: int, threads: int, check: bool, **options: Any) -> None:
        if not check and not is_reloading():
            refuse_taken_port(host, port)
        if missing := unapplied_migrations():
            raise CommandError(f"{len(missing)} migrations are not applied: run `manage.py migrate` first")
        refuse_missing_static_files()
        refuse_unwritable_media()
        if check:
            import_module(settings.ROOT_URLCONF)
            return
        serve(host=host, port=port, workers=workers, threads=threads)
