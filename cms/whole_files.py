"""Keeps files in a folder: whole or not at all, also when the disk is full or the process is killed meanwhile."""

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class _Written(File):
    """A file that lies beside where it shall be, and has only to be moved."""

    def temporary_file_path(self) -> str:
        return str(self.name)


class WholeFiles(FileSystemStorage):
    """Django's storage, in which no name ever leads to a part of a file."""

    def _save(self, name: str, content: Any) -> str:
        Path(self.location).mkdir(parents=True, exist_ok=True)
        # In the same folder, since only within one file system can a file be moved in one step.
        with NamedTemporaryFile(dir=self.location, prefix=".upload-", delete=False) as written:
            try:
                for chunk in content.chunks():
                    written.write(chunk.encode() if isinstance(chunk, str) else chunk)
                written.flush()
                return str(super()._save(name, _Written(written, name=written.name)))  # type: ignore[misc]  # Django has it
            finally:
                Path(written.name).unlink(missing_ok=True)
