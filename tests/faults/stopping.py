"""The server is reloaded and stopped, as a deployment does, while it answers."""

import os
import signal
import subprocess
import threading
import time

import psycopg
import requests

from tests.bench import product
from tests.bench.postgres import Postgres
from tests.bench.servers import Server
from tests.faults.clients import Clients
from tests.faults.outcome import Outcome, ask, seconds_until

CLIENTS = 50
# Under that load a new version takes long to start, three times: to see whether it can, as itself, and its workers.
SECONDS_TO_CHANGE_WORKERS = 90
# Less than the statement and lock timeouts of the run.
SECONDS_LOCKED = 1
# A list of its own, so that no answer is kept of it.
AUDIENCES = b'{"query": "{ audiences { slug } themes { slug } }"}'


def reloaded(server: Server) -> Outcome:
    """The server gets SIGHUP under load: other workers in the same process, and nobody sees anything of it."""
    outcome = Outcome(f"SIGHUP under {CLIENTS} clients")
    before = {worker.pid for worker in server.workers()}
    clients = Clients(server.port, CLIENTS)
    time.sleep(3)
    os.kill(server.process.pid, signal.SIGHUP)
    took = seconds_until(
        lambda: before.isdisjoint(worker.pid for worker in server.workers()), at_most=SECONDS_TO_CHANGE_WORKERS
    )
    time.sleep(3)
    seen = clients.stop()
    outcome.seen = [f"{seen} (slowest {seen.slowest:.1f} s)", f"other workers after {took:.1f} s"]
    outcome.wrong = seen.wrong[:5]
    outcome.expect(set(seen.statuses) == {200}, f"not all were answered: {seen}")
    outcome.expect(took < SECONDS_TO_CHANGE_WORKERS, "the workers are the same")
    outcome.expect(server.process.poll() is None, "the server has ended")
    return outcome


def stopped(server: Server, postgres: Postgres) -> Outcome:
    """The server gets SIGTERM while a request waits for the database: that one is answered, and the server ends."""
    outcome = Outcome(f"SIGTERM while a request waits {SECONDS_LOCKED} s for the database")
    answers: list[requests.Response] = []
    waiting = threading.Thread(target=lambda: answers.append(ask(server, AUDIENCES)))
    with psycopg.connect(postgres.url(product.DATABASE)) as session:
        session.execute("LOCK TABLE snippets_audience, snippets_theme IN ACCESS EXCLUSIVE MODE")
        waiting.start()
        time.sleep(SECONDS_LOCKED / 2)
        began = time.monotonic()
        server.process.terminate()
        time.sleep(SECONDS_LOCKED / 2)
        session.rollback()
    waiting.join()
    try:
        code = server.process.wait(30)
    except subprocess.TimeoutExpired:
        code = None
    ended = time.monotonic() - began
    outcome.seen = [f"answered {[one.status_code for one in answers]}, ended with {code} after {ended:.1f} s"]
    is_whole = [one.status_code for one in answers] == [200] and "errors" not in answers[0].json()
    outcome.expect(is_whole, "the request was not answered")
    outcome.expect(code == 0, f"the server ended with {code}")
    return outcome
