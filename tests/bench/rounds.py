"""Rounds: each subject in its turn, again and again, so that a slow minute of the machine falls on all of them."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench.asking import Request
from tests.bench.load import Load, NothingFinished, Seen, read
from tests.bench.servers import Server

WARM_UP_SECONDS = 1
# A slow subject gets the time that so many of its answers take, one after the other.
ANSWERS = 4


@dataclass(frozen=True)
class Subject:
    """What is measured: one request to one server."""

    key: str
    server: Server
    request: Request


@dataclass(frozen=True)
class Pace:
    """How often everything is measured, and for how many seconds at least."""

    rounds: int
    seconds: int
    connections: int

    def loads(self, subjects: int) -> int:
        """How many loads there are, the one to warm up included."""
        return subjects * (self.rounds + 1)


Figures = dict[str, list[Seen]]


def measure(subjects: list[Subject], pace: Pace, directory: Path, advance: Callable[[], None]) -> Figures:
    """What a client saw of each subject, round by round."""
    load = Load(pace.connections, directory)

    def once(subject: Subject, seconds: int) -> str:
        printed = load.put(subject.server.url, subject.request, seconds=seconds)
        subject.server.calm_down()
        advance()
        return printed

    seconds = {}
    for subject in subjects:
        subject.request.ask(subject.server.url)
        once(subject, WARM_UP_SECONDS)
        began = time.monotonic()
        subject.request.ask(subject.server.url)
        seconds[subject.key] = max(pace.seconds, math.ceil(ANSWERS * (time.monotonic() - began)))
    figures: Figures = {subject.key: [] for subject in subjects}
    for round_number in range(1, pace.rounds + 1):
        for subject in subjects:
            while len(figures[subject.key]) < round_number:
                try:
                    figures[subject.key].append(read(once(subject, seconds[subject.key])))
                except NothingFinished:
                    seconds[subject.key] *= 2
    # What was fast and wrong is not measured.
    for subject in subjects:
        subject.request.ask(subject.server.url)
    return figures


def middle(seen: list[Seen]) -> Seen:
    """The median of each figure over the rounds."""
    return Seen(
        median(one.per_second for one in seen), median(one.p50 for one in seen), median(one.p99 for one in seen)
    )


def ratio(ours: list[Seen], theirs: list[Seen]) -> float:
    """How many times as many requests per second: the median over the rounds, each compared within itself."""
    return median(one.per_second / other.per_second for one, other in zip(ours, theirs, strict=True))
