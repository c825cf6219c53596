"""Long work shows how far it has come, and no more than that."""

import logging
import os
import pty
import subprocess
import sys
from pathlib import Path

from cms.progress import progress

PROJECT = Path(__file__).resolve().parents[2]
WORK = """
from cms.progress import progress
with progress("Counting", 3) as advance:
    for _ in range(3):
        advance()
"""


def test_it_is_one_plain_line_where_no_terminal_listens(capsys):
    with progress("Counting", 3) as advance:
        advance()

    assert capsys.readouterr() == ("Counting …\n", "")


def _read(terminal):
    """What the terminal shows next; a terminal gives it in pieces, and an error at its end."""
    try:
        return os.read(terminal, 65536).decode(errors="replace")
    except OSError:
        return ""


def test_it_is_a_bar_on_a_terminal():
    ours, theirs = pty.openpty()

    subprocess.run(
        [sys.executable, "-c", WORK], cwd=PROJECT, stdout=theirs, env=os.environ | {"TERM": "xterm"}, check=True
    )

    os.close(theirs)
    shown = "".join(iter(lambda: _read(ours), ""))
    assert "Counting …" in shown
    assert "3/3" in shown


def test_wagtail_does_not_log_each_page_meanwhile(caplog):
    logger = logging.getLogger("wagtail")
    caplog.set_level(logging.INFO)

    with progress("Counting", 1):
        logger.info("Page created")
        logger.warning("Page broken")
    logger.info("Page edited")

    assert caplog.messages == ["Page broken", "Page edited"]
