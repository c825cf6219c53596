"""Uploaded files and the pictures made of them, as they lie in a directory of this machine."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage

from cms.backup.archive import Backup, Member, Unusable

FOLDER = "media/"
# Inside of the directory itself, which may be a disk of its own: from there a file moves in one step.
INCOMING = ".restoring"
FORMER = ".replaced"


def directory() -> Path:
    """Where the files are; Unusable when they lie elsewhere than on this machine."""
    if not isinstance(default_storage, FileSystemStorage):
        raise Unusable(
            f"the media are not on this machine but in {settings.STORAGES['default']['BACKEND']}: "
            "back them up there, and use --no-media here"
        )
    return Path(default_storage.location)


def files(root: Path) -> Iterator[Path]:
    """Every file in the directory, in order."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in {INCOMING, FORMER})
        yield from (Path(folder) / name for name in sorted(names))


def refuse_small_disk(root: Path, length: int) -> None:
    """Unusable if the disk of the directory has no room for so many bytes."""
    there = next(path for path in [root, *root.parents] if path.exists())
    free = shutil.disk_usage(there).free
    if free < length:
        raise Unusable(f"{root} has no room: {length / 1e6:.0f} MB are needed, {free / 1e6:.0f} MB are free")


def unpack(root: Path, backup: Backup, member: Member) -> None:
    """Lay the file ready beside the others."""
    place = root / INCOMING / member.name.removeprefix(FOLDER)
    if not place.resolve().is_relative_to((root / INCOMING).resolve()):
        raise Unusable(f"the backup holds a file that would lie outside of the media directory: {member.name}")
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("wb") as file:
        file.writelines(backup.pieces(member))


def prepare(root: Path) -> None:
    """Make a place for what comes in, without what an interrupted attempt has left there."""
    discard(root)
    (root / INCOMING).mkdir(parents=True)


def put_in_place(root: Path) -> None:
    """Let the files that lie ready take the place of all others."""
    former = root / FORMER
    former.mkdir(exist_ok=True)
    for path in sorted(root.iterdir()):
        # A new disk holds a folder of its own, which is nobody's.
        if path.name not in {INCOMING, FORMER, "lost+found"}:
            path.replace(former / path.name)
    for path in sorted((root / INCOMING).iterdir()):
        path.replace(root / path.name)
    (root / INCOMING).rmdir()
    shutil.rmtree(former)


def discard(root: Path) -> None:
    """Remove what lies ready, and never took its place."""
    shutil.rmtree(root / INCOMING, ignore_errors=True)
