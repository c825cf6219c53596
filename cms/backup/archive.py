"""The file of a backup: a zip with one file for each table and each upload, and a manifest of their checksums."""

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from cms.backup.tables import Table

FORMAT = 1
MANIFEST = "manifest.json"
PIECE = 1 << 20


class Unusable(Exception):
    """A backup cannot be written or read; the message is one line that says why and what to do."""


@dataclass(frozen=True)
class Member:
    """A file in the backup."""

    name: str
    length: int
    sha256: str


@dataclass(frozen=True)
class KeptTable:
    """A table in the backup."""

    name: str
    columns: list[str]
    rows: int
    member: Member

    @property
    def table(self) -> Table:
        return Table(self.name, self.columns)


@dataclass
class Manifest:
    """What the backup holds, and where it comes from."""

    made_at: str
    # The commit of the project, where it is known.
    version: str
    postgresql: str
    migrations: list[list[str]]
    sequences: dict[str, int]
    has_media: bool
    tables: list[KeptTable] = field(default_factory=list)
    files: list[Member] = field(default_factory=list)
    format: int = FORMAT

    @property
    def members(self) -> list[Member]:
        return [*(table.member for table in self.tables), *self.files]


class Writing:
    """A backup as it is being written."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file = file

    def add(self, name: str, pieces: Iterable[bytes], *, compressed: bool) -> tuple[Member, int]:
        """Add a file; with it the number of lines in it."""
        entry = zipfile.ZipInfo(name)
        entry.compress_type = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
        entry.external_attr = 0o600 << 16
        digest, length, lines = hashlib.sha256(), 0, 0
        with self._file.open(entry, "w", force_zip64=True) as member:
            for piece in pieces:
                member.write(piece)
                digest.update(piece)
                length += len(piece)
                lines += piece.count(b"\n")
        return Member(name, length, digest.hexdigest()), lines

    def finish(self, manifest: Manifest) -> None:
        self._file.writestr(MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))


@contextmanager
def writing(path: Path) -> Iterator[Writing]:
    """A new file at the path, which only its owner may read: complete at the end, or not there at all."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.unfinished")
    try:
        descriptor = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w+b") as file:
            with zipfile.ZipFile(file, "w", allowZip64=True) as zipped:
                yield Writing(zipped)
            file.flush()
            os.fsync(file.fileno())
        # Unlike a renaming, this takes nobody's place.
        os.link(unfinished, path)
    except FileExistsError as error:
        raise Unusable(f"{path} is there already: choose another name, or remove it") from error
    finally:
        unfinished.unlink(missing_ok=True)


class Backup:
    """A backup that is there to be read."""

    def __init__(self, path: Path, file: zipfile.ZipFile) -> None:
        self._path = path
        self._file = file
        self.manifest = self._manifest()

    def verify(self, advance: Callable[[], None]) -> None:
        """Hold every file in it to its checksum; Unusable if any is missing, changed or in excess."""
        listed = [MANIFEST, *(member.name for member in self.manifest.members)]
        if sorted(listed) != sorted(self._file.namelist()):
            raise Unusable(f"{self._path} is damaged: it holds other files than it says. Take another backup")
        for member in self.manifest.members:
            for _ in self.pieces(member):
                pass
            advance()

    def pieces(self, member: Member) -> Iterator[bytes]:
        """The content of the file, whose end is reached only if it has the checksum it should have."""
        digest = hashlib.sha256()
        try:
            with self._file.open(member.name) as file:
                while piece := file.read(PIECE):
                    digest.update(piece)
                    yield piece
        except (KeyError, EOFError, NotImplementedError, zipfile.BadZipFile, zlib.error) as error:
            raise Unusable(f"{self._path} is damaged: {member.name} cannot be read. Take another backup") from error
        if digest.hexdigest() != member.sha256:
            raise Unusable(f"{self._path} is damaged: {member.name} has another checksum. Take another backup")

    def _manifest(self) -> Manifest:
        try:
            found: Any = json.loads(self._file.read(MANIFEST))
            if found["format"] != FORMAT:
                raise Unusable(f"{self._path} is of format {found['format']}, and this version reads {FORMAT}")
            tables = [KeptTable(**{**table, "member": Member(**table["member"])}) for table in found["tables"]]
            return Manifest(**{**found, "tables": tables, "files": [Member(**file) for file in found["files"]]})
        except (KeyError, TypeError, ValueError, zipfile.BadZipFile, zlib.error) as error:
            raise Unusable(f"{self._path} is no backup of this site, or damaged: it has no manifest") from error


@contextmanager
def reading(path: Path) -> Iterator[Backup]:
    """The backup at the path; Unusable if it is none."""
    try:
        with zipfile.ZipFile(path) as file:
            yield Backup(path, file)
    except FileNotFoundError as error:
        raise Unusable(f"{path} is not there") from error
    except PermissionError as error:
        raise Unusable(f"{path} may not be read by this user") from error
    except zipfile.BadZipFile as error:
        raise Unusable(f"{path} is no backup, or was cut off: {error}. Take another backup") from error
