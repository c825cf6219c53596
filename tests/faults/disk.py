"""The disk that files are uploaded to is full, or that of temporary files."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import requests
from PIL import Image as Picture

from snippets.models import Image
from snippets.upload_forms import NO_ROOM
from tests.bench import product
from tests.faults.outcome import Outcome
from tests.stress.kills import Admin, token_in

SIZE = "1m"


@contextmanager
def _small_disk(directory: Path) -> Iterator[bool]:
    """A file system with room for a megabyte; false where nobody may mount one."""
    directory.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(directory)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        yield False
        return
    try:
        yield True
    finally:
        subprocess.run(["umount", str(directory)], check=True)


def full(environment: dict[str, str], var: Path, login: str) -> Outcome:
    """An editor uploads a picture for which there is no room, and then a smaller one: the form says so."""
    said = NO_ROOM.partition(",")[0]
    return _uploaded("Disk full on upload", environment, var, login, setting="MEDIA_ROOT", status=200, said=said)


def temporary_full(environment: dict[str, str], var: Path, login: str) -> Outcome:
    """The same where there is room for pictures, but not for what the server keeps of one meanwhile: a page says so."""
    fault = "Disk of temporary files full on upload"
    return _uploaded(fault, environment, var, login, setting="TMPDIR", status=507, said="ikke plass")


def _uploaded(
    fault: str, environment: dict[str, str], var: Path, login: str, *, setting: str, status: int, said: str
) -> Outcome:
    """What came of it on a server for which the setting names a small disk."""
    outcome = Outcome(fault)
    directory = var / "small-disk"
    with _small_disk(directory) as is_mounted:
        if not is_mounted:
            return Outcome(fault, ["not tried: only root may mount a small disk"], is_tried=False)
        with product.serving(environment | {setting: str(directory)}, var / "disk-server.log") as server:
            admin = Admin(server, login)
            before, images = _files(directory), Image.objects.count()
            refused = _upload(admin, server.url, side=1200)
            left = sorted(_files(directory) - before)
            kept = Image.objects.count() - images
            taken = _upload(admin, server.url, side=100)
            then = Image.objects.count() - images
    is_said = said in refused.text
    outcome.seen = [
        f"{refused.status_code}{', and the editor is told' if is_said else ''}",
        f"{len(left)} files and {kept} images left behind; a smaller picture afterwards {taken.status_code}",
    ]
    outcome.expect(refused.status_code == status and is_said, f"the editor is not told: {refused.text[:200]}")
    outcome.expect((left, kept) == ([], 0), f"left behind: {left}, {kept} images")
    outcome.expect((taken.status_code, then) == (302, 1), "nothing could be uploaded afterwards")
    return outcome


def _files(directory: Path) -> set[Path]:
    return {one for one in directory.rglob("*") if one.is_file()}


def _upload(admin: Admin, url: str, *, side: int) -> requests.Response:
    address = f"{url}/admin/images/add/"
    file = BytesIO()
    # Noise, which compresses badly.
    Picture.effect_noise((side, side), 90).convert("RGB").save(file, "PNG")
    form = {
        "csrfmiddlewaretoken": token_in(admin.session.get(address, timeout=60).text),
        "title": "Stort bilde",
        "description": "Støy",
        "collection": "1",
    }
    files = {"file": ("stort.png", file.getvalue(), "image/png")}
    return admin.session.post(address, form, files=files, timeout=60, allow_redirects=False)
