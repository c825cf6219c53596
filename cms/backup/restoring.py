"""Brings a backup back, all of it or nothing."""

import errno
from pathlib import Path

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connection, transaction
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, Site

from cms.api.changes import note_everything
from cms.backup import media, tables
from cms.backup.archive import Backup, Manifest, Unusable
from cms.migration_state import migrations_on_disk, unapplied_migrations
from cms.progress import progress
from snippets.models import Contact

# The front page that migrations make stands at this depth; what lies deeper was written by somebody.
FRONT_PAGE_DEPTH = 2
SECONDS_FOR_LOCKS = 10


def verify(backup: Backup) -> None:
    """Unusable if anything in the backup is not as it was written."""
    with progress("Checking the backup", len(backup.manifest.members)) as advance:
        backup.verify(advance)


def restore(backup: Backup, *, with_media: bool, replace: bool) -> None:
    """Make the database and the media what they were; with `replace` whatever they are now.

    Unusable if that cannot be done; nothing has changed then, but that an empty database may have its tables now.
    """
    manifest = backup.manifest
    _refuse_other_version(manifest)
    root = media.directory() if with_media and manifest.has_media else None
    if not replace:
        _refuse_somebodys_files(root)
    verify(backup)
    _make_tables(replace=replace)
    if not replace:
        _refuse_somebodys_site()
    _refuse_other_tables(manifest)
    if root is None:
        _load(backup)
    else:
        _load_with_media(backup, root)
    _forget_what_was()


def _load_with_media(backup: Backup, root: Path) -> None:
    media.refuse_small_disk(root, sum(file.length for file in backup.manifest.files))
    try:
        media.prepare(root)
        try:
            with progress("Unpacking the media", len(backup.manifest.files)) as advance:
                for file in backup.manifest.files:
                    media.unpack(root, backup, file)
                    advance()
            _load(backup)
        except BaseException:
            media.discard(root)
            raise
    except OSError as error:
        reason = "has no room left" if error.errno == errno.ENOSPC else f"cannot be written ({error.strerror})"
        raise Unusable(f"{root} {reason}: nothing was restored") from error
    try:
        media.put_in_place(root)
    except OSError as error:
        raise Unusable(
            f"the database is restored, but the media could not be moved within {root} ({error}): "
            "mend that, and run the same command again with --replace"
        ) from error


def _load(backup: Backup) -> None:
    try:
        with transaction.atomic():
            _load_rows(backup)
    except OperationalError as error:
        raise Unusable(
            f"the database refused ({_line(error)}): nothing was restored. Is the server stopped?"
        ) from error
    except DatabaseError as error:
        raise Unusable(f"the database refused what the backup holds ({_line(error)}): nothing was restored") from error


def _load_rows(backup: Backup) -> None:
    tables.write_values_alike()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{SECONDS_FOR_LOCKS}s"])
    tables.empty(tables.all_tables())
    with progress("Loading the database", len(backup.manifest.tables)) as advance:
        for kept in backup.manifest.tables:
            rows = tables.fill(kept.table, backup.pieces(kept.member))
            if rows != kept.rows:
                raise Unusable(f"of {kept.rows} rows in {kept.name} the database took {rows}: nothing was restored")
            advance()
    tables.settle(backup.manifest.sequences)
    # No trigger has seen the rows come, so servers that run meanwhile must be told.
    note_everything()


def _forget_what_was() -> None:
    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _make_tables(*, replace: bool) -> None:
    """Migrate a database that is empty, or may be replaced."""
    missing = unapplied_migrations()
    if not missing:
        return
    is_new = missing == migrations_on_disk()
    if is_new and tables.all_tables():
        raise Unusable("the database holds tables that are not this site's: restore into an empty one")
    if not is_new and not replace:
        raise Unusable(
            f"the database is in use, and {len(missing)} migrations are not applied: restore into an empty one, "
            "or replace what is there with --replace"
        )
    with progress("Making the tables", 1) as advance:
        call_command("migrate", verbosity=0)
        advance()


def _refuse_other_version(manifest: Manifest) -> None:
    here, there = migrations_on_disk(), {(app, name) for app, name in manifest.migrations}
    if here == there:
        return
    version = f"version {manifest.version[:12]}" if manifest.version else "the version that made it"
    if there - here:
        example = ".".join(min(there - here))
        raise Unusable(f"the backup is of another version, with the migration {example}: use {version} of the site")
    example = ".".join(min(here - there))
    raise Unusable(
        f"the backup is older than the migration {example}: check out {version} of the site, restore with it, "
        "then come back to this version and run `manage.py migrate`"
    )


def _refuse_somebodys_files(root: Path | None) -> None:
    if root is not None and root.exists() and next(media.files(root), None) is not None:
        raise Unusable(f"there are files in {root} already: empty it, or replace what is there with --replace")


def _refuse_somebodys_site() -> None:
    written = {
        "user accounts": get_user_model().objects.all(),
        "pages": Page.objects.filter(depth__gt=FRONT_PAGE_DEPTH),
        "contacts": Contact.objects.all(),
        "pictures": get_image_model().objects.all(),
        "documents": get_document_model().objects.all(),
    }
    if found := [name for name, things in written.items() if things.exists()]:
        raise Unusable(
            f"the database is not empty, it holds {' and '.join(found)}: restore into an empty one, "
            "or replace what is there with --replace"
        )


def _refuse_other_tables(manifest: Manifest) -> None:
    here = {table.name: table.columns for table in tables.kept_tables()}
    there = {table.name: table.columns for table in manifest.tables}
    if different := sorted(name for name in here.keys() | there.keys() if here.get(name) != there.get(name)):
        raise Unusable(f"the database has other tables or columns than the backup: {', '.join(different)}")


def _line(error: Exception) -> str:
    return " ".join(str(error).split())
