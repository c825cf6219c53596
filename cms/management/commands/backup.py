"""`manage.py backup`: the whole site in one file."""

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
        parser.add_argument("path", type=Path, help="the new file, or a directory that gets one named by the time")
        parser.add_argument("--no-media", action="store_true", help="the database alone")

    def handle(self, *args: Any, path: Path, no_media: bool, **options: Any) -> None:
        if path.is_dir():
            path /= f"foui-{timezone.localtime():%Y-%m-%dT%H%M%S}.zip"
        try:
            manifest, gone = save(path, with_media=not no_media)
        except Unusable as error:
            raise CommandError(f"No backup was made: {error}") from error
        for name in gone:
            self.stderr.write(f"{name} was deleted while the backup was made, and is not in it")
        rows = sum(table.rows for table in manifest.tables)
        self.stdout.write(
            f"{path}: {rows} rows of {len(manifest.tables)} tables, {len(manifest.files)} files, "
            f"{path.stat().st_size / 1e6:.1f} MB. Keep SECRET_KEY elsewhere: it is not in the file."
        )
