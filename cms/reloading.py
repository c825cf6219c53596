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
# Workers that do not listen by then never will, and those of the former version go on.
SECONDS_TO_BEGIN = 120
# A client that uses its connection once in that time hears that it is to be closed.
SECONDS_TO_HAND_OVER = 5

logger = logging.getLogger(__name__)


def is_reloading() -> bool:
    """Whether this process has just become a new version of itself."""
    return FORMER_WORKERS in os.environ


def reload_on_signal(server: AbstractServer[Any]) -> None:
    """On SIGHUP, become what is installed now; and end the workers that were there before this process became it."""
    former = os.environ.pop(FORMER_WORKERS, "").split()
    # Granian has a SIGHUP of its own, which starts workers from what this process has loaded and what is installed now.
    server.on_startup(lambda: signal.signal(signal.SIGHUP, lambda *_: _become_new_version(server)))
    if former:
        workers = [psutil.Process(int(process)) for process in former]
        server.on_startup(threading.Thread(target=_end, args=(workers, server), daemon=True).start)


def _become_new_version(server: AbstractServer[Any]) -> None:
    """Does not come back, unless the new version could not start, or somebody stops the server meanwhile."""
    command = [sys.executable, *sys.argv]
    if subprocess.run([*command, "--check"], check=False).returncode:
        logger.error("The version that is installed now cannot start; this one goes on")
        return
    if server.interrupt_signal:
        return
    os.environ[FORMER_WORKERS] = " ".join(str(child.pid) for child in psutil.Process().children())
    # Another one meanwhile would end the process, which does not listen for it yet.
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    os.execv(sys.executable, command)  # noqa: S606 — the program that runs already


def _end(former: list[psutil.Process], server: AbstractServer[Any]) -> None:
    until = time.monotonic() + SECONDS_TO_BEGIN
    while _count_of_listening(server.bind_port, apart_from=former) < server.workers:
        if time.monotonic() > until:
            logger.error("Not all workers of this version listen; those of the former one go on beside them")
            return
        time.sleep(0.2)
    for worker in former:
        worker.send_signal(signal.SIGHUP)
    time.sleep(SECONDS_TO_HAND_OVER)
    for worker in former:
        worker.terminate()
    for worker in psutil.wait_procs(former, server.workers_kill_timeout)[1]:
        logger.warning("Worker %s of the former version does not end: it is killed", worker.pid)
        worker.kill()
        worker.wait()
    logger.info("The workers of the former version have ended")


def _count_of_listening(port: int, *, apart_from: list[psutil.Process]) -> int:
    """How many other children of this process take in connections at the port."""
    return sum(_listens(child, port) for child in psutil.Process().children() if child not in apart_from)


def _listens(process: psutil.Process, port: int) -> bool:
    try:
        connections = process.net_connections("tcp")
    except psutil.Error:
        # It has ended already.
        return False
    return any(one.status == psutil.CONN_LISTEN and one.laddr.port == port for one in connections)
