"""A process that reads one operation after the other, so that readers and the editor do not wait for each other."""

import hashlib
import http.client
import multiprocessing
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection

HOST = "127.0.0.1"
HEADERS = {"Content-Type": "application/json"}
# Readers leave time for the editor: what is tested is truth, not speed.
SECONDS_BETWEEN_READS = 0.05


@dataclass(frozen=True)
class Read:
    """One answer, and when it was asked for and came; all processes of a machine have one monotonic clock."""

    operation: str
    began: float
    ended: float
    digest: str
    was_kept: bool


class Fault(Exception):
    """An answer with errors, or none."""


def digest(content: bytes) -> str:
    """Stands for the answer."""
    if not content.startswith(b'{"data":'):
        raise Fault(content[:300].decode(errors="replace"))
    return hashlib.sha256(content).hexdigest()


class Reader:
    """The process, seen from outside: started at once, stopped when its reads are wanted."""

    def __init__(self, port: int, operations: dict[str, bytes], first: int) -> None:
        apart = multiprocessing.get_context("spawn")
        self._ours, theirs = apart.Pipe()
        self._process = apart.Process(target=_read, args=(port, operations, first, theirs), daemon=True)
        self._process.start()

    def stop(self) -> tuple[list[Read], list[str]]:
        """What was read, and what went wrong."""
        self._ours.send("stop")
        found: tuple[list[Read], list[str]] = self._ours.recv()
        self._process.join()
        return found


def _read(port: int, operations: dict[str, bytes], first: int, orders: Connection) -> None:
    reads: list[Read] = []
    faults: list[str] = []
    names = list(operations)
    server = http.client.HTTPConnection(HOST, port, timeout=60)
    number = first
    while not orders.poll(SECONDS_BETWEEN_READS):
        name = names[number % len(names)]
        number += 7
        began = time.monotonic()
        try:
            server.request("POST", "/graphql/", operations[name], HEADERS)
            response = server.getresponse()
            content = response.read()
            kept = (response.getheader("Server-Timing") or "").endswith("kept")
            reads.append(Read(name, began, time.monotonic(), digest(content), kept))
        except (OSError, http.client.HTTPException, Fault) as fault:
            faults.append(f"{name}: {fault!r}")
            server.close()
    orders.send((reads, faults))
