"""Starts and stops what is measured: one server with its workers, on a free port of this machine only."""

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

HOST = "127.0.0.1"
SECONDS_TO_START = 90
SECONDS_TO_STOP = 20
SECONDS_TO_CALM_DOWN = 30


class ServerFailed(Exception):
    """A server that does not start or does not answer as it should."""


@dataclass(frozen=True)
class Memory:
    """What a process holds, in MiB: alone and shared (RSS), and with what is shared divided by its users (PSS)."""

    rss: float
    pss: float


@dataclass
class Server:
    """A running server."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def workers(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children()

    def memory(self) -> list[Memory]:
        """Of each worker."""
        found = []
        for worker in self.workers():
            whole = worker.memory_full_info()
            found.append(Memory(rss=whole.rss / 2**20, pss=whole.pss / 2**20))
        return found

    def calm_down(self) -> None:
        """Wait until the requests are done that a client has left behind."""
        until = time.monotonic() + SECONDS_TO_CALM_DOWN
        while time.monotonic() < until:
            before = self._seconds_worked()
            time.sleep(0.1)
            if self._seconds_worked() - before < 0.02:
                return
        raise ServerFailed(f"The server on port {self.port} is still at work after {SECONDS_TO_CALM_DOWN} s.")

    def _seconds_worked(self) -> float:
        times = [worker.cpu_times() for worker in self.workers()]
        return sum(one.user + one.system for one in times)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    command: list[str | Path], *, port: int, directory: Path, environment: dict[str, str], log: Path
) -> Iterator[Server]:
    """The server that the command starts, once it answers; stopped at the end."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=directory, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
    server = Server(port, process, log)
    try:
        _wait_for(server)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def environment(**settings: str) -> dict[str, str]:
    """This process's environment without what would change a server, and with these settings."""
    ours = {"DEBUG", "DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PORT", "WORKERS", "THREADS", "ANSWERS_BYTES"}
    return {name: value for name, value in os.environ.items() if name not in ours} | settings


def _wait_for(server: Server) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        if server.process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{server.url}/graphql/", timeout=10):
                return
        except urllib.error.HTTPError:
            # It answers; that a GET without a query is refused does not matter.
            return
        except OSError:
            time.sleep(0.2)
    last = "\n".join(server.log.read_text(errors="replace").splitlines()[-15:])
    raise ServerFailed(f"The server on port {server.port} does not answer; it said last:\n{last}")
