"""`manage.py review_contacts`: asks contacts whether their entries hold, and hides and erases those nobody confirms."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone

from cms.people import erase_unconfirmed
from snippets.confirmations.reviewing import due, long_hidden, review_contacts


class Command(BaseCommand):
    help = (
        "Writes to contacts that nobody has confirmed for a year, reminds them after 30 days, hides their entry after "
        "90, and erases it a year later. The scheduler does the same, a few letters each minute."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say how many are due, and do nothing")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        today = timezone.localdate()
        done = due(today) if dry_run else review_contacts()
        done["erased"] = long_hidden(today).count() if dry_run else erase_unconfirmed()
        for name, count in done.items():
            self.stdout.write(f"{name}: {count}")
