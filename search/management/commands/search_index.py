"""`manage.py search_index`: writes all entries of the readers' search anew, while readers go on searching."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.progress import progress
from search import opensearch
from search.indexing import count_terms
from search.models import Entry
from search.opensearch.server import NotAnswered
from search.rebuilding import forget_the_gone, is_outdated, note_analysis, write_everything

# What a shell says of a command that was stopped from the keyboard.
STOPPED = 130


class Command(BaseCommand):
    help = "Writes the index of the readers' search anew, entry by entry; what has not changed is left as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--outdated", action="store_true", help="only if words were analysed otherwise when it was written"
        )

    def handle(self, *args: Any, outdated: bool, **options: Any) -> None:
        if outdated and not is_outdated():
            self.stdout.write("The index is of this version.")
            return
        try:
            self._write()
        except KeyboardInterrupt as error:
            stopped = "Stopped. What was written stays, and readers go on searching; run it again to write the rest."
            raise CommandError(stopped, returncode=STOPPED) from error

    def _write(self) -> None:
        write_everything()
        forget_the_gone()
        count_terms()
        note_analysis()
        total = Entry.objects.count()
        if settings.SEARCH_URL:
            try:
                with progress(f"Sending {total} entries to the search server", total) as advance:
                    opensearch.rebuild(advance)
            except NotAnswered as error:
                raise CommandError(str(error)) from error
        self.stdout.write(f"{total} entries.")
