"""What a document may be: a known kind of file, by what is in it and not only by its name.

Its size, and all about pictures, is checked by Wagtail's own fields, by what the settings say of both.
"""

import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import UploadedFile

# A file that says it unpacks to more is made to fill a memory.
LARGEST_UNPACKED = 500 * 1024 * 1024
# Of a text, so much is read to tell it from something else.
BEGINNING = 64 * 1024
# An editor may leave a form open until tomorrow.
UNFINISHED_KEPT = timedelta(days=1)
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."


def _is_pdf(file: Any) -> bool:
    return bool(file.read(1024).lstrip().startswith(b"%PDF-"))


def _is_text(file: Any) -> bool:
    text = file.read(BEGINNING)
    if b"\0" in text or text.lstrip()[:1] == b"<":
        return False
    try:
        # A character may be cut in two at the end.
        text[: max(0, len(text) - 4)].decode()
    except UnicodeDecodeError:
        # Spreadsheet programs still write Windows' letters, in which any byte is one but control characters.
        return not any(byte < 9 for byte in text)
    return True


def _is_office(folder: str) -> Callable[[Any], bool]:
    """A Word, Excel or PowerPoint file without macros."""

    def found(file: Any) -> bool:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            return (
                "[Content_Types].xml" in names
                and any(name.startswith(f"{folder}/") for name in names)
                and not any(name.lower().endswith(("vbaproject.bin", ".exe", ".js")) for name in names)
                and is_small(archive)
            )

    return found


def _is_open_document(kind: bytes) -> Callable[[Any], bool]:
    def found(file: Any) -> bool:
        with zipfile.ZipFile(file) as archive:
            if "mimetype" not in archive.namelist() or archive.getinfo("mimetype").file_size > 100:
                return False
            has_macros = any(name.startswith("Basic/") for name in archive.namelist())
            return archive.read("mimetype").strip() == OPEN_DOCUMENT + kind and not has_macros and is_small(archive)

    return found


def is_small(archive: zipfile.ZipFile) -> bool:
    """Whether all that is in the archive fits into a memory."""
    return sum(one.file_size for one in archive.infolist()) <= LARGEST_UNPACKED


KINDS: dict[str, Callable[[Any], bool]] = {
    "pdf": _is_pdf,
    "docx": _is_office("word"),
    "xlsx": _is_office("xl"),
    "pptx": _is_office("ppt"),
    "odt": _is_open_document(b"text"),
    "ods": _is_open_document(b"spreadsheet"),
    "odp": _is_open_document(b"presentation"),
    "csv": _is_text,
    "txt": _is_text,
    "ics": _is_text,
}


def check_document(file: Any, name: str) -> None:
    """ValidationError unless the file is of the kind that its name says, one of `KINDS`."""
    kind = name.rpartition(".")[2].lower()
    if kind not in KINDS:
        known = ", ".join(KINDS)
        raise ValidationError(f"Denne filtypen kan ikke lastes opp. Bruk en av disse: {known}.")
    try:
        file.seek(0)
        is_what_it_says = KINDS[kind](file)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError):
        is_what_it_says = False
    finally:
        file.seek(0)
    if not is_what_it_says:
        raise ValidationError(
            f"Filen er ikke en {kind.upper()}-fil, selv om navnet slutter på .{kind}, eller den inneholder makroer. "
            "Lagre den på nytt i programmet den er laget med, og last opp den nye."
        )


def forget_unfinished() -> None:
    """Delete what was uploaded a day ago or longer, several files at once, and never given what its form asks for."""
    for upload in UploadedFile.objects.all():
        storage, name = upload.file.storage, upload.file.name
        if not storage.exists(name) or storage.get_modified_time(name) < timezone.now() - UNFINISHED_KEPT:
            upload.delete()
            storage.delete(name)
