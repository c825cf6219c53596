"""`manage.py restore`: a backup becomes the site again."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.backup.archive import Unusable, reading
from cms.backup.restoring import restore, verify
from cms.demo.logins import closed_logins


class Command(BaseCommand):
    help = "Brings back what `manage.py backup` has saved, into an empty database and media directory."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="the backup")
        parser.add_argument("--verify", action="store_true", help="only hold the backup to its checksums")
        parser.add_argument("--no-media", action="store_true", help="the database alone")
        parser.add_argument("--replace", action="store_true", help="lose what the database and the media hold now")

    def handle(self, *args: Any, path: Path, no_media: bool, replace: bool, **options: Any) -> None:
        try:
            with reading(path) as backup:
                if options["verify"]:
                    verify(backup)
                    self.stdout.write(f"{path} is whole: made at {backup.manifest.made_at}")
                    return
                restore(backup, with_media=not no_media, replace=replace)
        except Unusable as error:
            raise CommandError(f"Nothing is restored: {error}" if not options["verify"] else str(error)) from error
        self.stdout.write(
            f"Restored what was saved at {backup.manifest.made_at}. Restart the servers that use this database; "
            "everybody logs in anew."
        )
        if names := closed_logins():
            self.stderr.write(
                f"The demo's password opens nothing here, and {', '.join(names)} still have it: remove them in the "
                "admin, or give each another one by `manage.py changepassword NAME`."
            )
