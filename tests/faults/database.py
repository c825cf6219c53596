"""The database goes away, is full, or is too slow."""

import os
import signal
import threading
import time

import psycopg
import requests
from django.db import connection

from cms.database import embedded
from pages.models import ArticlePage
from tests.bench import product
from tests.bench.postgres import Postgres
from tests.bench.servers import Server
from tests.faults.clients import Clients
from tests.faults.outcome import Outcome, ask, seconds_until, status_of
from tests.stress.kills import Admin, disagreements

CLIENTS = 50
SECONDS_TO_BE_READY = 5
# Shorter than in production, so that a run does not take so long; what is promised is the second beyond it.
STATEMENT_TIMEOUT = 3
TIMEOUTS = {"STATEMENT_TIMEOUT": str(STATEMENT_TIMEOUT), "LOCK_TIMEOUT": "2"}
THEMES = b'{"query": "{ themes { slug label } }"}'
THEMES_ANEW = b'{"query": "{ themes { slug } audiences { slug } }"}'


def restarted(server: Server, postgres: Postgres, article: ArticlePage, login: str) -> Outcome:
    """PostgreSQL is stopped under load, stays away for a while, and comes back."""
    outcome = Outcome(f"PostgreSQL stopped for 4 s and started under {CLIENTS} clients and an editor")
    workers = {worker.pid for worker in server.workers()}
    admin = Admin(server, login)
    clients = Clients(server.port, CLIENTS)
    time.sleep(4)
    before = clients.take()
    admin.switch(article)
    article = _again(article)
    connection.close()
    os.kill(_postmaster(postgres), signal.SIGINT)
    time.sleep(4)
    embedded.ensure_running(postgres.directory, throwaway=True)
    ready = seconds_until(lambda: status_of(server, "/readyz") == 200, at_most=60)
    during = clients.take()
    time.sleep(4)
    after = clients.take()
    clients.stop()
    outcome.seen = [
        f"before: {before}",
        f"while away: {during} (slowest {during.slowest:.1f} s)",
        f"afterwards: {after}",
        f"ready {ready:.1f} s after PostgreSQL was",
    ]
    outcome.wrong = [*before.wrong[:3], *during.wrong[:3], *after.wrong[:3]]
    outcome.expect(set(before.statuses) == {200}, "not all was well before")
    outcome.expect(during.statuses[503], "nobody was told to come back: was it away at all?")
    outcome.expect(set(after.statuses) == {200}, f"not all was well again: {after}")
    outcome.expect(ready <= SECONDS_TO_BE_READY, f"ready after {ready:.1f} s only")
    outcome.expect({worker.pid for worker in server.workers()} == workers, "a worker was restarted")
    outcome.expect(_again(article).live == article.live, "what the editor had published is lost")
    outcome.wrong += disagreements(server, _again(article))[:3]
    return outcome


def full(server: Server, postgres: Postgres, role: str) -> Outcome:
    """PostgreSQL ends all connections of the site and takes no new ones."""
    outcome = Outcome("No connection left for the site")
    workers = {worker.pid for worker in server.workers()}
    connection.close()
    postgres.run(
        "postgres",
        f"ALTER ROLE {role} CONNECTION LIMIT 0",
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{role}'",
    )
    dropped = seconds_until(lambda: status_of(server, "/readyz") == 503, at_most=20)
    alive = [status_of(server, "/healthz") for _ in range(20)]
    answer = ask(server, THEMES)
    postgres.run("postgres", f"ALTER ROLE {role} CONNECTION LIMIT -1")
    ready = seconds_until(lambda: status_of(server, "/readyz") == 200, at_most=20)
    again = [ask(server, THEMES).status_code for _ in range(20)]
    outcome.seen = [
        f"/readyz 503 after {dropped:.1f} s, /healthz {sorted(set(alive))}",
        f"the API {answer.status_code}, Retry-After {answer.headers.get('Retry-After')}",
        f"ready by itself {ready:.1f} s after there were connections again",
    ]
    outcome.expect(dropped < 20, "it stayed ready")
    outcome.expect(set(alive) == {200}, "it did not stay alive")
    outcome.expect((answer.status_code, "Retry-After" in answer.headers) == (503, True), answer.text[:200])
    outcome.expect(ready < SECONDS_TO_BE_READY, "it did not become ready by itself")
    outcome.expect(set(again) == {200}, f"afterwards {again}")
    outcome.expect({worker.pid for worker in server.workers()} == workers, "a worker was restarted")
    return outcome


def slow(server: Server, postgres: Postgres) -> Outcome:
    """Somebody holds a table that a query needs."""
    outcome = Outcome(f"A statement that cannot go on (statement timeout {STATEMENT_TIMEOUT} s)")
    found: list[tuple[requests.Response, float]] = []

    def wait() -> None:
        began = time.monotonic()
        answer = ask(server, THEMES_ANEW)
        found.append((answer, time.monotonic() - began))

    with psycopg.connect(postgres.url(product.DATABASE)) as session:
        session.execute("LOCK TABLE snippets_theme, snippets_audience IN ACCESS EXCLUSIVE MODE")
        waiting = [threading.Thread(target=wait) for _ in range(4)]
        for thread in waiting:
            thread.start()
        alive = status_of(server, "/healthz")
        for thread in waiting:
            thread.join()
        session.rollback()
    longest = max(seconds for _, seconds in found)
    answer = found[0][0]
    outcome.seen = [f"{answer.status_code} after at most {longest:.1f} s: `{answer.text}`"]
    outcome.expect(longest <= STATEMENT_TIMEOUT + 1, f"after {longest:.1f} s only")
    outcome.expect({one.status_code for one, _ in found} == {503}, "another status")
    outcome.expect("canceling" not in answer.text, "it tells of the inside")
    outcome.expect(alive == 200, "it did not stay alive")
    outcome.expect(ask(server, THEMES).status_code == 200, "it did not recover")
    return outcome


def _postmaster(postgres: Postgres) -> int:
    return int((postgres.directory / "postmaster.pid").read_text().splitlines()[0])


def _again(article: ArticlePage) -> ArticlePage:
    return ArticlePage.objects.get(pk=article.pk)
