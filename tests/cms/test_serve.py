"""The production server stops and renews itself without breaking off what it is at."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import psutil
import psycopg
import pytest
from django.db import connection

PROJECT = Path(__file__).resolve().parents[2]
PORT = 8147
KEY = "0123456789-abcdefghijklmnopqrstuvwxyz-0123456789-abcdefghijk"


@pytest.fixture
def address(db):
    known = connection.get_connection_params()
    return {name: known[name] for name in ("dbname", "user", "password", "host", "port") if known.get(name)}


def ask(path: str) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{PORT}{path}", timeout=30) as response:
        return response.status


def wait_for(condition, seconds=120):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.1)


def answers() -> bool:
    try:
        return ask("/healthz") == 200
    except OSError:
        return False


def children(server) -> set[int]:
    return {child.pid for child in psutil.Process(server.pid).children()}


def test_a_running_request_is_finished_whatever_the_server_is_told(address):
    known = dict(address)
    path = f"{known.pop('user')}:{known.pop('password', '')}@/{known.pop('dbname')}"
    environment = {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": KEY,
        "ALLOWED_HOSTS": "127.0.0.1",
        "HTTPS": "0",
        "PORT": str(PORT),
        "SCHEDULER": "0",
        "DATABASE_URL": f"postgresql://{path}?{urlencode(known)}",
    }
    with (
        subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--workers", "1"],
            cwd=PROJECT,
            env=environment,
            stdout=subprocess.DEVNULL,
        ) as server,
        psycopg.connect(**address, autocommit=True) as other,
        ThreadPoolExecutor() as clients,
    ):
        wait_for(answers)
        former = children(server)

        server.send_signal(signal.SIGHUP)
        wait_for(lambda: (now := children(server)) and not now & former)
        renewed = ask("/healthz")
        with other.transaction():
            # What /readyz asks for; it waits until the lock is given up.
            other.execute("LOCK TABLE django_migrations IN ACCESS EXCLUSIVE MODE")
            slow = clients.submit(ask, "/readyz")
            wait_for(lambda: has_waiting(other))
            server.send_signal(signal.SIGTERM)
            time.sleep(0.5)
        server.wait(timeout=40)

        assert (renewed, slow.result(), server.returncode) == (200, 200, 0)


def has_waiting(session) -> bool:
    [waiting] = session.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()
    return waiting > 0
