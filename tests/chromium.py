"""Debian's own Chromium, which the browser tests drive."""

import os
from pathlib import Path

import pytest

PATH = Path("/usr/bin/chromium")


def require_chromium() -> None:
    """A laptop without it skips the browser tests; where CI is set nothing is skipped in silence."""
    if PATH.exists():
        return
    reason = f"{PATH} is missing: apt-get install chromium"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
