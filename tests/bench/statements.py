"""SQL statements that a request takes, counted by Django inside of the product that answers it."""

import json
import subprocess
from pathlib import Path

from tests.bench.asking import HEADERS, Request

COUNTER = Path(__file__).with_name("count_statements.py")


def counted(requests: list[Request], *, python: Path | str, directory: Path, environment: dict[str, str]) -> list[int]:
    """How many each of the requests takes, when it is not the first of its kind."""
    asked = json.dumps([[one.path, one.body, HEADERS] for one in requests])
    # As a text and not as a file: Python would look for modules beside the file first.
    command = [str(python), "-W", "ignore", "-c", COUNTER.read_text()]
    done = subprocess.run(
        command, input=asked, cwd=directory, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"Statements could not be counted: {done.stderr.strip()[-600:]}")
    return [int(number) for number in json.loads(done.stdout.strip().splitlines()[-1])]
