"""Lets a running server become a new version of itself, while its workers go on answering.

The process stays the same one, so whoever watches over it (systemd) sees no end: it checks that the new version can
start, becomes it, starts workers beside those of the former version, and lets those finish what they are at.
"""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from typing import Any

import psutil
from granian.server.common import AbstractServer

FORMER_WORKERS = "FORMER_WORKERS"
# As long as granian gives a worker to begin.
SECONDS_TO_BEGIN = 3.5

logger = logging.getLogger(__name__)


def is_reloading() -> bool:
    """Whether this process has just become a new version of itself."""
    return FORMER_WORKERS in os.environ


def reload_on_signal(server: AbstractServer[Any]) -> None:
    """On SIGHUP, become what is installed now; and end the workers that were there before this process became it."""
    server.on_reload(_become_new_version)
    former = [int(process) for process in os.environ.pop(FORMER_WORKERS, "").split()]
    if former:
        server.on_startup(threading.Thread(target=_end, args=(former,), daemon=True).start)


def _become_new_version() -> None:
    """Does not come back, unless the new version could not start: granian then renews the workers of this one."""
    command = [sys.executable, *sys.argv]
    if subprocess.run([*command, "--check"], check=False).returncode:
        logger.error("The version that is installed now cannot start; this one goes on")
        return
    os.environ[FORMER_WORKERS] = " ".join(str(child.pid) for child in psutil.Process().children())
    # Another one meanwhile would end the process, which does not listen for it yet.
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    os.execv(sys.executable, command)  # noqa: S606 — the program that runs already


def _end(processes: list[int]) -> None:
    time.sleep(SECONDS_TO_BEGIN)
    for process in processes:
        os.kill(process, signal.SIGTERM)
    for process in processes:
        os.waitpid(process, 0)
    logger.info("The workers of the former version have ended")
