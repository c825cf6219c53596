"""`manage.py import_contacts`: contact persons from a spreadsheet."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from cms.progress import progress
from snippets.contact_import import Outcome, Unreadable, import_contacts, read_rows


class Command(BaseCommand):
    help = (
        "Imports contact persons from a CSV or Excel file with the columns of the admin's export. One wrong row keeps "
        "all from being written, unless --partial is given; --dry-run says what would become of each."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="write nothing")
        parser.add_argument("--partial", action="store_true", help="leave out the rows that are wrong")

    def handle(self, *, file: Path, dry_run: bool, partial: bool, **options: Any) -> None:
        try:
            rows = read_rows(file.read_bytes(), file.name)
        except (OSError, Unreadable) as error:
            raise CommandError(str(error)) from error
        with progress(f"Reading {len(rows)} rows", len(rows)) as advance:
            report = import_contacts(rows, partial=partial, dry_run=dry_run, advance=advance)
        for row in report.rows:
            for heading, message in row.problems:
                self.stdout.write(f"Row {row.number}, {heading}: {message}")
        counts = ", ".join(f"{report.count(outcome)} {outcome.name.lower()}" for outcome in Outcome)
        self.stdout.write(f"{counts}. {'Written.' if report.is_written else 'Nothing was written.'}")
        if report.wrong and not report.is_written and not dry_run:
            raise CommandError(f"Wrong rows: {len(report.wrong)}. Correct them, or leave them out with --partial.")
