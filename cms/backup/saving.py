"""Saves the site to a file while it runs: the database as at one moment, and then the files it speaks of."""

import errno
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from cms.api.snapshot import one_snapshot
from cms.backup import media, tables
from cms.backup.archive import PIECE, KeptTable, Manifest, Unusable, Writing, writing
from cms.migration_state import migrations_on_disk, unapplied_migrations
from cms.progress import progress


def save(path: Path, *, with_media: bool) -> tuple[Manifest, list[str]]:
    """What has been saved, and the names of files that were deleted while that was going on.

    Unusable if it could not be saved; there is no file then.
    """
    if missing := unapplied_migrations():
        raise Unusable(f"{len(missing)} migrations are not applied: run `manage.py migrate` first")
    root = media.directory() if with_media else None
    try:
        with writing(path) as archive, one_snapshot():
            return _save(archive, path, root)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise Unusable(
                f"{path.parent} has no room left, so there is no backup: make room, or save elsewhere"
            ) from error
        raise Unusable(f"{error.filename or path} cannot be read or written ({error.strerror})") from error
    except DatabaseError as error:
        raise Unusable(f"the database cannot be read ({' '.join(str(error).split())})") from error


def _save(archive: Writing, path: Path, root: Path | None) -> tuple[Manifest, list[str]]:
    tables.write_values_alike()
    kept = tables.kept_tables()
    manifest = Manifest(
        made_at=timezone.now().isoformat(timespec="seconds"),
        version=_version(),
        postgresql=connection.cursor().connection.info.parameter_status("server_version") or "",
        migrations=sorted([app, name] for app, name in migrations_on_disk()),
        sequences=tables.sequences(),
        has_media=root is not None,
    )
    # Listed after the snapshot, so every file that a row in it speaks of is among them.
    files = [] if root is None else list(media.files(root))
    media.refuse_small_disk(path.parent, sum(_length(file) for file in files))
    gone: list[str] = []
    with progress("Saving the site", len(kept) + len(files)) as advance:
        for table in kept:
            member, rows = archive.add(f"tables/{table.name}.copy", tables.rows_of(table), compressed=True)
            manifest.tables.append(KeptTable(table.name, table.columns, rows, member))
            advance()
        for file in files:
            name = file.relative_to(root or file).as_posix()
            try:
                content = file.open("rb")
            except FileNotFoundError:
                gone.append(name)
            else:
                with content:
                    member, _ = archive.add(f"{media.FOLDER}{name}", _pieces(content), compressed=False)
                manifest.files.append(member)
            advance()
    archive.finish(manifest)
    return manifest, gone


def _pieces(content: BinaryIO) -> Iterator[bytes]:
    while piece := content.read(PIECE):
        yield piece


def _length(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0


def _version() -> str:
    """The commit that runs here; empty where the project is no checkout."""
    asked = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )
    return asked.stdout.strip()
