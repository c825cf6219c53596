"""What editors upload is what its name says, fits into a memory, and holds no program."""

import io
import os
import time
import zipfile
import zlib

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Picture
from wagtail.models import Collection, UploadedFile

from snippets.contact_import import Unreadable, read_rows
from snippets.models import Document, Image
from snippets.uploads import forget_unfinished

pytestmark = pytest.mark.django_db


def archive(**files):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    return made.getvalue()


def office(folder, **more):
    return archive(**{"[Content_Types].xml": "<Types/>", f"{folder}/document.xml": "<w/>"} | more)


def bomb():
    """Says that it unpacks to 600 MB."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("[Content_Types].xml", "<Types/>")
        zipped.writestr("xl/sharedStrings.xml", "x")
    whole = bytearray(made.getvalue())
    # The size in the archive's directory, which is what a reader believes.
    place = whole.rindex(b"PK\x01\x02") + 24
    whole[place : place + 4] = (600 * 1024 * 1024).to_bytes(4, "little")
    return bytes(whole)


def picture(format, size=(20, 10)):
    made = io.BytesIO()
    Picture.new("RGB", size).save(made, format)
    return made.getvalue()


def huge_picture():
    """A PNG of a hundred bytes that says it has 400 million pixels."""

    def chunk(kind, data):
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    size = (20_000).to_bytes(4, "big") * 2
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (chunk(b"IHDR", size + b"\x08\x02\0\0\0"), chunk(b"IDAT", zlib.compress(b"")), chunk(b"IEND", b""))
    )


def upload_document(client, name, content):
    given = {"title": "Referat", "file": SimpleUploadedFile(name, content)}
    return client.post(reverse("wagtaildocs:add"), given | {"collection": Collection.get_first_root_node().pk})


def upload_image(client, name, content):
    given = {"title": "Bilde", "description": "Et bilde", "file": SimpleUploadedFile(name, content)}
    return client.post(reverse("wagtailimages:add"), given | {"collection": Collection.get_first_root_node().pk})


def stored(folder):
    return default_storage.listdir(folder)[1] if default_storage.exists(folder) else []


GOOD = {
    "referat.pdf": b"%PDF-1.7\n",
    "referat.docx": office("word"),
    "tall.xlsx": office("xl"),
    "lysbilder.pptx": office("ppt"),
    "referat.odt": archive(mimetype="application/vnd.oasis.opendocument.text"),
    "tall.csv": "navn;sted\nKari;Røros\n".encode("cp1252"),
    "notat.TXT": "På «norsk»".encode(),
    "kalender.ics": b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
}


@pytest.mark.parametrize("name", GOOD)
def test_a_document_of_a_known_kind_is_taken(admin_client, name):
    answer = upload_document(admin_client, name, GOOD[name])

    assert answer.status_code == 302
    assert Document.objects.count() == 1


BAD = {
    "script.html": (b"<script>", "Denne filtypen kan ikke lastes opp."),
    "tegning.svg": (b"<svg/>", "Denne filtypen kan ikke lastes opp."),
    "program.exe": (b"MZ", "Denne filtypen kan ikke lastes opp."),
    "uten-ending": (b"x", "Denne filtypen kan ikke lastes opp."),
    "egentlig.pdf": (b"<html><script>alert(1)</script>", "Filen er ikke en PDF-fil"),
    "egentlig.docx": (b"%PDF-1.7", "Filen er ikke en DOCX-fil"),
    "regneark.docx": (office("xl"), "Filen er ikke en DOCX-fil"),
    "makroer.docx": (office("word", **{"word/vbaProject.bin": "x"}), "eller den inneholder makroer"),
    "bombe.xlsx": (bomb(), "Filen er ikke en XLSX-fil"),
    "egentlig.csv": (b"PK\x03\x04\0\0", "Filen er ikke en CSV-fil"),
    "egentlig.txt": (b"  <svg onload=alert(1)>", "Filen er ikke en TXT-fil"),
    "tom.odt": (archive(), "Filen er ikke en ODT-fil"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_document_that_is_something_else_is_refused_and_leaves_nothing(admin_client, name):
    content, says = BAD[name]
    before = stored("documents")

    answer = upload_document(admin_client, name, content)

    assert says in answer.content.decode()
    assert (Document.objects.count(), UploadedFile.objects.count()) == (0, 0)
    assert stored("documents") == before


def test_a_document_that_is_too_large_is_refused(admin_client, settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 1000

    answer = upload_document(admin_client, "stor.pdf", b"%PDF-" + b"x" * 2000)

    assert "Denne fila er for stor" in answer.context["form"].errors["file"][0]
    assert not Document.objects.exists()


def test_a_document_is_renamed_without_being_read_again(admin_client):
    upload_document(admin_client, "referat.pdf", b"%PDF-1.7\n")
    document = Document.objects.get()

    given = {"title": "Nytt navn", "collection": document.collection_id}
    answer = admin_client.post(reverse("wagtaildocs:edit", args=[document.pk]), given)

    assert answer.status_code == 302
    assert Document.objects.get().title == "Nytt navn"


BAD_PICTURES = {
    "tegning.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "egentlig.png": picture("JPEG"),
    "tegning.png": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "tekst.jpg": b"ingen bilde",
    "bombe.png": huge_picture(),
    "brukket.png": picture("PNG")[:8] + b"\x00\xff" * 40,
    "brukket.gif": b"GIF89a" + b"\xff\xff" * 20,
}


@pytest.mark.parametrize("name", BAD_PICTURES)
def test_what_is_no_picture_of_its_kind_is_refused_and_leaves_nothing(admin_client, name):
    before = stored("original_images")

    answer = upload_image(admin_client, name, BAD_PICTURES[name])

    assert answer.context["form"].errors["file"]
    assert (Image.objects.count(), UploadedFile.objects.count()) == (0, 0)
    assert stored("original_images") == before


def test_a_picture_of_too_many_pixels_is_refused(admin_client, settings):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 1_000_000

    answer = upload_image(admin_client, "stort.png", picture("PNG", (2_000, 1_000)))

    said = "Bildet har for mange piksler: Bredde ganger høyde kan være høyst 1\xa0000\xa0000. "
    advice = "Gjør bildet mindre, for eksempel 4000 piksler bredt, og last det opp på nytt."
    assert answer.context["form"].errors["file"] == [said + advice]
    assert not Image.objects.exists()


def test_a_spreadsheet_that_unpacks_to_too_much_is_not_read():
    with pytest.raises(Unreadable, match="pakker ut til mer"):
        read_rows(bomb(), "kontakter.xlsx")


def test_what_was_uploaded_and_never_finished_goes_after_a_day(admin_client):
    for name in ("ny.png", "gammel.png"):
        UploadedFile.objects.create(file=SimpleUploadedFile(name, picture("PNG")))
    new, old = UploadedFile.objects.order_by("pk")
    two_days_ago = time.time() - 2 * 24 * 3600
    os.utime(old.file.path, (two_days_ago, two_days_ago))

    forget_unfinished()

    assert list(UploadedFile.objects.all()) == [new]
    assert default_storage.exists(new.file.name)
    assert not default_storage.exists(old.file.name)
