"""Very many clients at once on the six questions of the benchmark."""

from pathlib import Path

from rich.console import Console

from tests.bench.load import Load, LoadFailed, read
from tests.bench.questions import ALL
from tests.bench.servers import Server
from tests.faults.outcome import Outcome

# MiB that a worker may have more at the end than after the first round: what it keeps of six answers is less.
MOST_GROWTH = 20
ARTICLE = "/artikler/avbrutt/"


def held(server: Server, var: Path, *, clients: int, seconds: int) -> Outcome:
    """So many clients for so many seconds, all questions together; no error, and no memory that is not given back."""
    outcome = Outcome(f"{clients} clients for {seconds} s on the six questions, {len(server.workers())} workers")
    workers = {worker.pid for worker in server.workers()}
    load = Load(clients, var)
    memory = []
    for question in ALL:
        variables = question.variables | ({"path": ARTICLE} if "path" in question.variables else {})
        request = type(question)(question.name, question.title, question.document, variables, (), None).ours
        try:
            seen = read(load.put(server.url, request, seconds=seconds // len(ALL)))
        except LoadFailed as error:
            outcome.wrong.append(f"{question.title}: {error}")
            continue
        finally:
            server.calm_down()
        memory.append(sum(one.pss for one in server.memory()) / len(workers))
        outcome.seen.append(
            f"{question.title}: {seen.per_second:,.0f} a second, p50 {seen.p50:.0f} ms, p99 {seen.p99:.0f} ms"
        )
        Console().print(outcome.seen[-1])
        # By Little's law: whoever waits without ever being served shows in no percentile.
        served = seen.per_second * seen.p50 / 1000
        outcome.expect(served > clients / 2, f"{question.title}: only some {served:.0f} clients got answers")
    outcome.seen.append("MiB in each worker (PSS) after each: " + ", ".join(f"{one:.0f}" for one in memory))
    outcome.expect(memory and memory[-1] - memory[0] <= MOST_GROWTH, f"memory grew: {memory}")
    outcome.expect({worker.pid for worker in server.workers()} == workers, "a worker was restarted")
    return outcome
