"""Shared caches before the site, a real Varnish and one that only takes notes, with the command that purges them."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlencode

from django.db import connection

from tests import installed

PROJECT = Path(__file__).resolve().parents[1]
CONFIGURATION = PROJECT / "docs" / "caching" / "varnish.vcl"
SECONDS_TO_START = 30


def eventually(is_so: Callable[[], object], *, seconds: float = SECONDS_TO_START) -> float:
    """After how many seconds it was so; fails when it never is."""
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() - began < seconds, f"not within {seconds} s"
        time.sleep(0.005)
    return time.monotonic() - began


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def of_the_tests() -> str:
    """The DATABASE_URL of the tests' database, for a process of its own."""
    known = {name: str(value) for name, value in connection.get_connection_params().items() if value}
    login = f"{known['user']}:{known.get('password', '')}"
    address = urlencode({name: known[name] for name in ("host", "port") if name in known})
    return f"postgresql://{login}@/{known['dbname']}?{address}"


class Command:
    """`manage.py purge_shared_cache` in a process of its own, on the database of the tests."""

    def __init__(self, url: str, log: Path) -> None:
        self._log = log
        environment = {
            "PATH": os.environ["PATH"],
            "DEBUG": "1",
            "DATABASE_URL": of_the_tests(),
            "PURGE_URL": url,
        }
        with log.open("a") as output:
            self._process = subprocess.Popen(
                [sys.executable, "manage.py", "purge_shared_cache"],
                cwd=PROJECT,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def log(self) -> str:
        return self._log.read_text()

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def end(self) -> int:
        """Ends as a supervisor ends it; gives the exit status."""
        self._process.terminate()
        return self._process.wait()


class NotingCache:
    """Takes purges at an address, and notes what they are of."""

    def __init__(self, port: int | None = None) -> None:
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.purged: list[str] = []
        noted = self.purged

        class Handler(BaseHTTPRequestHandler):
            def do_PURGE(self) -> None:
                tags = self.headers["xkey-purge"]
                assert self.headers["Cache-Tag"] == tags.replace(" ", ",")
                noted.append(tags)
                self.send_response(204)
                self.end_headers()

            def log_message(self, *arguments: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def varnish(site_port: int, port: int | None = None) -> Iterator[str]:
    """The address of a Varnish with the configuration in docs/caching, before the site at that port."""
    installed.require(installed.VARNISH_XKEY, packages="varnish varnish-modules")
    configuration = CONFIGURATION.read_text()
    assert '.port = "8000"' in configuration
    port = port or free_port()
    with tempfile.TemporaryDirectory(prefix="foui-varnish-") as name:
        file, log = Path(name, "site.vcl"), Path(name, "log")
        file.write_text(configuration.replace('.port = "8000"', f'.port = "{site_port}"'))
        address = ["-a", f"127.0.0.1:{port}", "-T", "none", "-n", f"{name}/varnish"]
        with log.open("w") as output:
            process = subprocess.Popen(
                [installed.VARNISH, "-F", "-j", "none", "-f", file, "-s", "malloc,16m", *address],
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            eventually(lambda: answers(port) or process.poll() is not None)
            assert process.poll() is None, log.read_text()
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait()


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def has_confirmed(cache_url: str) -> bool:
    """Whether the cache has purged every change so far, and once more."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) = 1 AND NOT EXISTS (SELECT FROM cms_api_change"
            " WHERE NOT pg_visible_in_snapshot(transaction, min(purged.seen::text)::pg_snapshot))"
            " FROM cms_api_purged purged WHERE cache = %s",
            [cache_url],
        )
        return bool(cursor.fetchone()[0])
