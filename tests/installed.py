"""Debian's own programs that tests drive."""

import os
from pathlib import Path

import pytest

CHROMIUM = Path("/usr/bin/chromium")
VARNISH = Path("/usr/sbin/varnishd")
VARNISH_XKEY = next(Path("/usr/lib").glob("*/varnish/vmods/libvmod_xkey.so"), Path("libvmod_xkey.so"))


def require(program: Path, *, packages: str) -> None:
    """A laptop without it skips the tests that need it; where CI is set nothing is skipped in silence."""
    if program.exists():
        return
    reason = f"{program} is missing: apt-get install {packages}"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
