"""Redis, in which workers leave answers for each other, is killed, hangs, and comes back."""

import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench import product, servers
from tests.bench.servers import Server
from tests.faults.outcome import Outcome, ask
from tests.stress.changes import Editor
from tests.stress.operations import Operation
from tests.stress.reading import digest

PROGRAM = "redis-server"
# Each of some workers and threads is asked.
ASKED = 6
LONGEST = 5
HANGING = "while it hangs"


@contextmanager
def _running(port: int, directory: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [PROGRAM, "--port", str(port), "--bind", servers.HOST, "--save", "", "--dir", str(directory)]
    with (directory / "redis.log").open("ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    time.sleep(0.5)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGCONT)
        process.kill()
        process.wait()


def gone(environment: dict[str, str], var: Path, operations: list[Operation], editor: Editor) -> Outcome:
    """Content changes while it is there, hangs, is gone, and is back with what it had not."""
    outcome = Outcome("Redis stopped, killed and started again")
    if shutil.which(PROGRAM) is None:
        return Outcome(outcome.fault, ["not tried: there is no redis-server"], is_tried=False)
    port = servers.free_port()
    settings = environment | {"CACHE_URL": f"rediscache://{servers.HOST}:{port}/0"}
    with product.serving(settings, var / "redis-server.log") as server:
        with _running(port, var) as redis:
            _compare(outcome, server, operations, "with Redis")
            redis.send_signal(signal.SIGSTOP)
            editor.change()
            _compare(outcome, server, operations, HANGING)
        editor.change()
        _compare(outcome, server, operations, "without Redis")
        with _running(port, var):
            editor.change()
            _compare(outcome, server, operations, "with a new one")
    return outcome


def _compare(outcome: Outcome, server: Server, operations: list[Operation], when: str) -> None:
    """Hold each answer of each worker to the truth."""
    slowest, count, wrong = 0.0, 0, []
    for operation in operations:
        truth = operation.truth()
        for _ in range(ASKED):
            began = time.monotonic()
            answer = ask(server, operation.body)
            slowest, count = max(slowest, time.monotonic() - began), count + 1
            if answer.status_code != 200 or digest(answer.content) != truth:
                wrong.append(f"{when}: {operation.name} {answer.status_code} {answer.text[:100]}")
    outcome.seen.append(f"{when}: {count} answers right, slowest {slowest:.2f} s" if not wrong else f"{when}: wrong")
    outcome.wrong += wrong[:3]
    outcome.expect(when != HANGING or slowest < LONGEST, f"{when}: an answer took {slowest:.1f} s")
