"""Our own product, served as in production: granian with two workers, with and without its cache of answers."""

import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench import servers

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "product"
WORKERS = 2
# Switches the cache of answers off; everything else stays as it is.
COLD = {"ANSWERS_BYTES": "0"}
WARM: dict[str, str] = {}


def settings(database_url: str, media: Path) -> dict[str, str]:
    """Production's settings, without the proxy that ends TLS."""
    return {
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": database_url,
        "MEDIA_ROOT": str(media),
        "SECRET_KEY": secrets.token_urlsafe(60),
        "ALLOWED_HOSTS": servers.HOST,
        "FRONTEND_URL": "https://www.example.no",
        "HTTPS": "0",
        "LOG_LEVEL": "WARNING",
        # All clients have one address here.
        "RATE_LIMIT": "0",
        # It would read a hundred thousand pages for faults meanwhile.
        "SCHEDULER": "0",
        "WORKERS": str(WORKERS),
    }


def collect_static(environment: dict[str, str]) -> None:
    """What production serves beside the API, once: its server looks through it at the start."""
    if (ROOT / "var" / "static" / "staticfiles.json").exists():
        return
    command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


@contextmanager
def serving(environment: dict[str, str], log: Path) -> Iterator[servers.Server]:
    port = servers.free_port()
    command: list[str | Path] = [sys.executable, "manage.py", "serve", f"--host={servers.HOST}", f"--port={port}"]
    with servers.running(
        command, port=port, directory=ROOT, environment=environment | {"PORT": str(port)}, log=log
    ) as server:
        yield server
