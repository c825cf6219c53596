"""Which release of the site this is: what answers are made by, besides what is in the database."""

import hashlib
from pathlib import Path

from django.conf import settings

PACKAGES = ("cms", "pages", "snippets", "search")


def release() -> str:
    """A hash over the code, what lies beside it, the packages that it was written for, and the API's settings.

    Another release may answer otherwise, and must not be served what this one has left.
    """
    root: Path = settings.BASE_DIR
    files = [path for package in PACKAGES for path in (root / package).rglob("*") if path.is_file()]
    hashed = hashlib.sha256(repr((settings.GRAPHQL, settings.MEDIA_URL)).encode())
    for path in sorted([*files, root / "requirements.txt"]):
        if path.parent.name != "__pycache__":
            hashed.update(repr((path.relative_to(root).as_posix(), path.stat().st_size)).encode())
            hashed.update(path.read_bytes())
    return hashed.hexdigest()
