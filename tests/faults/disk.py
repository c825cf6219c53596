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
    """An editor uploads a picture for which there is no room, and then a smaller one."""
    outcome = Outcome("Disk full on upload")
    directory = var / "small-disk"
    with _small_disk(directory) as is_mounted:
        if not is_mounted:
            return Outcome(outcome.fault, ["not tried: only root may mount a small disk"], is_tried=False)
        with product.serving(environment | {"MEDIA_ROOT": str(directory)}, var / "disk-server.log") as server:
            admin = Admin(server, login)
            before = Image.objects.count()
            refused = _upload(admin, server.url, side=1200)
            left = [one for one in directory.rglob("*") if one.is_file()]
            kept = Image.objects.count() - before
            taken = _upload(admin, server.url, side=100)
            then = Image.objects.count() - before
    said = NO_ROOM.partition(",")[0] in refused.text
    outcome.seen = [
        f"{refused.status_code} and the form{' with the message' if said else ''}",
        f"{len(left)} files and {kept} images left behind; a smaller picture afterwards {taken.status_code}",
    ]
    outcome.expect(refused.status_code == 200 and said, f"the editor is not told: {refused.text[:200]}")
    outcome.expect((left, kept) == ([], 0), f"left behind: {left}, {kept} images")
    outcome.expect((taken.status_code, then) == (302, 1), "nothing could be uploaded afterwards")
    return outcome


def temporary_full(environment: dict[str, str], var: Path, login: str) -> Outcome:
    """An editor uploads a picture for which there is room, but not for what the server keeps of it meanwhile."""
    outcome = Outcome("Disk of temporary files full on upload")
    directory = var / "small-disk"
    with _small_disk(directory) as is_mounted:
        if not is_mounted:
            return Outcome(outcome.fault, ["not tried: only root may mount a small disk"], is_tried=False)
        # Granian and Prometheus put files there as well, before.
        with product.serving(environment | {"TMPDIR": str(directory)}, var / "disk-server.log") as server:
            admin = Admin(server, login)
            before = Image.objects.count()
            refused = _upload(admin, server.url, side=1200)
            kept = Image.objects.count() - before
            left = [one for one in directory.rglob("*.upload*") if one.is_file()]
            taken = _upload(admin, server.url, side=100)
            then = Image.objects.count() - before
    said = "ikke plass" in refused.text
    outcome.seen = [
        f"{refused.status_code} and a page{' that says so' if said else ''}",
        f"{len(left)} files and {kept} images left behind; a smaller picture afterwards {taken.status_code}",
    ]
    outcome.expect(refused.status_code == 507 and said, f"the editor is not told: {refused.text[:200]}")
    outcome.expect((left, kept) == ([], 0), f"left behind: {left}, {kept} images")
    outcome.expect((taken.status_code, then) == (302, 1), "nothing could be uploaded afterwards")
    return outcome


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
