"""Clients that frontends use read the API over HTTP; each of their checks is a subtest that a sentence names."""

import json
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.clients.content import publish_a_site
from tests.clients.installing import NODE, PYTHON, install_node_packages, install_python_packages

HERE = Path(__file__).parent
ON_NODE = sorted(path.stem for path in (HERE / "checks").glob("*.mjs"))
# The slowest takes five seconds on an idle machine.
PATIENCE_SECONDS = 180


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_every_client_gets_what_it_asks_for(live_server: Any, subtests: pytest.Subtests) -> None:
    """One test for all clients: they only read, and publishing the site takes longer than most of them."""
    install_node_packages()
    install_python_packages()
    publish_a_site()
    endpoint = f"{live_server.url}/graphql/"
    commands = {client: [NODE, "run.mjs", endpoint, client] for client in ON_NODE}
    commands["gql"] = [PYTHON, "python/checks.py", endpoint]

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        checks = [check for found in pool.map(run_checks, commands.items()) for check in found]

    for check in checks:
        with subtests.test(check["sentence"]):
            assert check["failure"] is None, check["failure"]


def run_checks(client: tuple[str, list[str | Path]]) -> list[dict[str, Any]]:
    """What the client's checks found: a sentence for each, with the failure or None."""
    name, command = client
    ended = subprocess.run(command, cwd=HERE, check=False, capture_output=True, text=True, timeout=PATIENCE_SECONDS)
    checks = [json.loads(line) for line in ended.stdout.splitlines()]
    if ended.returncode or not checks:
        checks.append({"sentence": f"{name} runs its checks to the end", "failure": ended.stderr or "It has none."})
    return checks
