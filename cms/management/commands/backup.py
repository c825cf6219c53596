"""`manage.py backup`: the whole site in one file."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cms.backup.archive import Unusable
from cms.backup.saving import save


class Command(BaseCommand):
    help = "Saves the database and the media to one file with checksums, while the site runs."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", help="the new file, or a directory that gets one named by the time")
        parser.add_argument("--no-media", action="store_true", help="the database alone")

    def handle(self, *args: Any, path: str, no_media: bool, **options: Any) -> None:
        target = Path(path)
        if target.is_dir():
            target /= f"foui-{timezone.localtime():%Y-%m-%dT%H%M%S}.zip"
        elif path.endswith(os.sep):
            raise CommandError(f"No backup was made: there is no directory {path}, make it first")
        try:
            manifest, gone = save(target, with_media=not no_media)
        except Unusable as error:
            raise CommandError(f"No backup was made: {error}") from error
        for name in gone:
            self.stderr.write(f"{name} was deleted while the backup was made, and is not in it")
        rows = sum(table.rows for table in manifest.tables)
        self.stdout.write(
            f"{target}: {rows} rows of {len(manifest.tables)} tables, {len(manifest.files)} files, "
            f"{target.stat().st_size / 1e6:.1f} MB. Keep SECRET_KEY elsewhere: it is not in the file."
        )
