"""`manage.py search_send`: sends what has changed to the search server, where that did not work at once."""

import signal
import time
from argparse import ArgumentParser
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError, connection

from cms import environment
from search import opensearch
from search.opensearch.server import NotAnswered

SECONDS_BETWEEN = 1
SECONDS_TO_TRY_AGAIN = 10


class Command(BaseCommand):
    help = (
        "Sends to the server at SEARCH_URL what has changed and is not there yet: after an outage, after statements"
        " past Django, after a large tree was moved. Readers are answered by PostgreSQL until then."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--keep-on", action="store_true", help="look for changes each second, until it is stopped")

    def handle(self, *, keep_on: bool, **options: Any) -> None:
        if not settings.SEARCH_URL:
            environment.refuse("SEARCH_URL", "is missing", "https://user:password@search.example.no:9200")
        if keep_on:
            # Also as the first process of a container, which no signal ends that it does not ask for.
            signal.signal(signal.SIGTERM, signal.default_int_handler)
            with suppress(KeyboardInterrupt):
                self._keep_on()
            return
        try:
            sent = opensearch.send()
        except NotAnswered as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{sent} entries sent.")

    def _keep_on(self) -> None:
        while True:
            try:
                if sent := opensearch.send():
                    self.stdout.write(f"{sent} entries sent.")
                time.sleep(SECONDS_BETWEEN)
            except (NotAnswered, DatabaseError) as error:
                self.stderr.write(f"{error}. Trying again in {SECONDS_TO_TRY_AGAIN} s.")
                connection.close()
                time.sleep(SECONDS_TO_TRY_AGAIN)
