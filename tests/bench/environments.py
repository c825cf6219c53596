"""Environments for what is no part of the product: the comparator, and the library that draws."""

import hashlib
import subprocess
from pathlib import Path

from uv import find_uv_bin


def environment_of(lock: Path, home: Path) -> Path:
    """The Python of an environment with what the lock file names; made anew only when that has changed."""
    stamp, digest = home / ".installed", hashlib.sha256(lock.read_bytes()).hexdigest()
    python = home / "bin" / "python"
    if not stamp.exists() or stamp.read_text() != digest:
        subprocess.run([find_uv_bin(), "venv", "--quiet", "--clear", home], check=True)
        fill = [find_uv_bin(), "pip", "install", "--quiet", "--python", python, "--requirement", lock]
        subprocess.run(fill, check=True)
        stamp.write_text(digest)
    return python
