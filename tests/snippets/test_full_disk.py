"""An upload that cannot be stored: a message in the form, and nothing left behind."""

import errno
import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from cms.whole_files import WholeFiles
from snippets.models import Document, Image
from snippets.upload_forms import NO_ROOM
from tests.snippets.pictures import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def media(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def files(folder: Path) -> list[Path]:
    return [one for one in folder.rglob("*") if one.is_file()]


UPLOADS = {
    "images": lambda: SimpleUploadedFile("rapport.png", picture().getvalue(), content_type="image/png"),
    "documents": lambda: SimpleUploadedFile("rapport.txt", b"Rapport", content_type="text/plain"),
}


class HalfWritten(ContentFile):
    """What a full disk does to a file."""

    def chunks(self, chunk_size=None):
        yield b"the first half"
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_file_is_stored_whole_or_not_at_all(media):
    storage = WholeFiles(location=media)

    with pytest.raises(OSError, match="No space left"):
        storage.save("folder/report.pdf", HalfWritten(b"", name="report.pdf"))

    assert files(media) == []


def test_a_taken_name_is_left_to_whom_it_belongs(media):
    storage = WholeFiles(location=media)

    names = [storage.save("report.txt", ContentFile(text)) for text in (b"one", "två")]

    assert len(set(names)) == 2
    assert [(media / name).read_bytes() for name in names] == [b"one", "två".encode()]
    assert [oct((media / name).stat().st_mode)[-3:] for name in names] == ["644", "644"]


@pytest.mark.parametrize(("address", "model"), [("images", Image), ("documents", Document)])
def test_an_editor_is_told_when_there_is_no_room(admin_client, media, monkeypatch, address, model):
    def full(self, chunk_size=None):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        yield b""

    monkeypatch.setattr("django.core.files.uploadedfile.InMemoryUploadedFile.chunks", full)
    form = {"title": "Rapport", "description": "Et bilde", "collection": "1", "file": UPLOADS[address]()}

    answer = admin_client.post(f"/admin/{address}/add/", form)

    assert answer.status_code == 200
    assert answer.context["form"].errors == {"file": [NO_ROOM]}
    assert (model.objects.count(), files(media)) == (0, [])


@pytest.mark.parametrize(("address", "model"), [("images", Image), ("documents", Document)])
def test_what_there_is_room_for_is_stored_once(admin_client, media, address, model):
    form = {"title": "Rapport", "description": "Et bilde", "collection": "1", "file": UPLOADS[address]()}

    admin_client.post(f"/admin/{address}/add/", form)

    stored = model.objects.get()
    assert (media / stored.file.name) in files(media)
    assert not [one for one in files(media) if one.name.startswith(".")]
    assert (stored.title, stored.file_size > 0, len(stored.file_hash)) == ("Rapport", True, 40)
