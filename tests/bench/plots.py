"""Has the plots drawn by a library that nothing else needs, in an environment of its own."""

import subprocess
from pathlib import Path

from tests.bench.environments import environment_of

HERE = Path(__file__).parent


def draw(results: Path, var: Path) -> None:
    """`throughput.svg` beside the results, and `growth.svg` when the site was grown."""
    python = environment_of(HERE / "requirements.txt", var / "plots-venv")
    subprocess.run([python, HERE / "draw.py", results], check=True)
