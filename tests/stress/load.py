"""Reads while content changes, and the judgement of each: it must be an answer that was true while it was asked."""

import time
from collections import defaultdict
from dataclasses import dataclass, field

from cms.progress import progress
from tests.bench.servers import Server
from tests.stress.changes import Editor
from tests.stress.operations import Operation
from tests.stress.reading import Read, Reader

READERS = 4


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
    # Reads for which more than one state could have been true, since a change was under way.
    during_changes: int = 0
    changes: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    untrue: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def under_load(server: Server, operations: list[Operation], editor: Editor, *, changes: int) -> Judgement:
    """Readers read all the while that the editor works."""
    states = [State(0.0, {one.name: one.truth() for one in operations}, "at first")]
    bodies = {one.name: one.body for one in operations}
    readers = [Reader(server.port, bodies, number * 13) for number in range(READERS)]
    with progress("Changing content under load", changes) as advance:
        for _ in range(changes):
            began = time.monotonic()
            name = editor.change()
            answered = time.monotonic()
            states.append(State(began, {one.name: one.truth() for one in operations}, name, answered))
            advance()
    found = [reader.stop() for reader in readers]
    judgement = Judgement(errors=[error for _, errors in found for error in errors])
    for state in states[1:]:
        judgement.changes[state.change] += 1
    for reads, _ in found:
        _judge(judgement, reads, states)
    return judgement


def _judge(judgement: Judgement, reads: list[Read], states: list[State]) -> None:
    """Count the reads of one reader, which are in order of time, and name those that were never true."""
    ends = [state.answered for state in states[1:]] + [float("inf")]
    first = 0
    for read in reads:
        # The first state that may still have been true: the change after it had not answered its editor yet.
        while ends[first] < read.began:
            first += 1
        last = first
        while last + 1 < len(states) and states[last + 1].began < read.ended:
            last += 1
        judgement.reads += 1
        judgement.kept += read.was_kept
        judgement.during_changes += last > first
        if all(read.digest != state.truths[read.operation] for state in states[first : last + 1]):
            meanwhile = ", ".join(state.change for state in states[first + 1 : last + 1])
            judgement.untrue.append(
                f"{read.operation} after {states[first].change}" + (f", during {meanwhile}" if meanwhile else "")
            )
