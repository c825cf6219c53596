"""Reads while content changes, and the judgement of each: it must be an answer that was true while it was asked."""

import http.client
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field

from cms.progress import progress
from tests.bench.servers import HOST, Server
from tests.stress.changes import Editor
from tests.stress.operations import Operation, digest

READERS = 4
HEADERS = {"Content-Type": "application/json"}


@dataclass
class Read:
    """One answer, and when it was asked for and came."""

    operation: Operation
    began: float
    ended: float
    digest: str
    was_kept: bool


@dataclass
class State:
    """What was true from when a change began until the next one had answered its editor."""

    began: float
    truths: dict[str, str]
    change: str
    answered: float = 0.0


@dataclass
class Judgement:
    """What came of a run."""

    reads: int = 0
    kept: int = 0
    changes: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    untrue: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


# Readers leave time for the editor: what is tested is truth, not speed.
SECONDS_BETWEEN_READS = 0.03


class Reader(threading.Thread):
    """Reads one operation after the other until told to stop, each time over the same connection."""

    def __init__(self, server: Server, operations: list[Operation], first: int, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.server, self.operations, self.first, self.stop_event = server, operations, first, stop
        self.reads: list[Read] = []
        self.errors: list[str] = []

    def run(self) -> None:
        connection = http.client.HTTPConnection(HOST, self.server.port, timeout=60)
        number = self.first
        while not self.stop_event.is_set():
            operation = self.operations[number % len(self.operations)]
            number += 7
            began = time.monotonic()
            try:
                connection.request("POST", "/graphql/", operation.body, HEADERS)
                response = connection.getresponse()
                content = response.read()
                kept = (response.getheader("Server-Timing") or "").endswith("kept")
                self.reads.append(Read(operation, began, time.monotonic(), digest(content), kept))
            except (OSError, http.client.HTTPException, AssertionError) as fault:
                self.errors.append(f"{operation.name}: {fault!r}")
                connection.close()
            time.sleep(SECONDS_BETWEEN_READS)
        connection.close()


def under_load(server: Server, operations: list[Operation], editor: Editor, *, changes: int, reads: int) -> Judgement:
    """Readers read all the while that the editor works; at least so many times."""
    stop = threading.Event()
    states = [State(0.0, {one.name: one.truth() for one in operations}, "at first")]
    readers = [Reader(server, operations, number * 13, stop) for number in range(READERS)]
    for reader in readers:
        reader.start()
    with progress("Changing content under load", changes) as advance:
        for _ in range(changes):
            began = time.monotonic()
            name = editor.change()
            answered = time.monotonic()
            states.append(State(began, {one.name: one.truth() for one in operations}, name, answered))
            advance()
    while sum(len(reader.reads) for reader in readers) < reads:
        time.sleep(0.1)
    stop.set()
    for reader in readers:
        reader.join()
    return _judged(readers, states)


def _judged(readers: list[Reader], states: list[State]) -> Judgement:
    judgement = Judgement(errors=[error for reader in readers for error in reader.errors])
    for state in states[1:]:
        judgement.changes[state.change] += 1
    ends = [state.answered for state in states[1:]] + [float("inf")]
    for reader in readers:
        place = 0
        for read in reader.reads:
            judgement.reads += 1
            judgement.kept += read.was_kept
            # The first state that may still have been true: the next one had not answered its editor yet.
            while ends[place] < read.began:
                place += 1
            last = place
            while last + 1 < len(states) and states[last + 1].began < read.ended:
                last += 1
            if all(read.digest != state.truths[read.operation.name] for state in states[place : last + 1]):
                judgement.untrue.append(f"{read.operation.name} after {states[place].change}")
    return judgement
