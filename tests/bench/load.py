"""Puts load on a server with wrk, and reads what it saw."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.bench.asking import HEADERS, Request

MISSING = "wrk is missing: apt-get install wrk (Debian), brew install wrk (macOS)"
# Its parts of a second are counted in millionths; one line of JSON is easier to read than its table.
DONE = """
function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    '\\n{"requests": %d, "microseconds": %d, "p50": %.1f, "p99": %.1f, "refused": %d, "lost": %d%s}\\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.status, errors.connect + errors.read + errors.write + errors.timeout, finished and finished() or ""))
end
"""


class LoadFailed(Exception):
    """A load in which requests were refused or lost."""


@dataclass(frozen=True)
class Seen:
    """What a client sees: requests per second, and milliseconds at the median and in the slowest hundredth."""

    per_second: float
    p50: float
    p99: float


def require_wrk() -> str:
    """Where wrk is; an exit with one line when it is nowhere."""
    found = shutil.which("wrk")
    if found is None:
        raise SystemExit(MISSING)
    return found


class NothingFinished(Exception):
    """A load in whose time not one answer came."""


def script(request: Request) -> str:
    """What wrk sends, in Lua."""
    lines = []
    if request.body is not None:
        lines = ['wrk.method = "POST"', f"wrk.body = {_quoted(request.body)}"]
        lines += [f"wrk.headers[ {_quoted(name)} ] = {_quoted(value)}" for name, value in HEADERS.items()]
    return "\n".join(lines)


@dataclass(frozen=True)
class Load:
    """So many connections, each waiting for one answer before it asks again."""

    connections: int
    directory: Path

    def put(self, url: str, request: Request, *, seconds: int) -> str:
        """Ask for so many seconds; what wrk printed."""
        return self.put_script(url + request.path, script(request), seconds=seconds)

    def put_script(self, url: str, lua: str, *, seconds: int) -> str:
        """Ask what the script says; it may name a function `finished` that adds to what is printed."""
        written = self.directory / "load.lua"
        written.write_text(f"{lua}\n{DONE}")
        options = ["-t1", f"-c{self.connections}", f"-d{seconds}s", "--timeout", "300s", "-s", str(written)]
        done = subprocess.run([require_wrk(), *options, url], capture_output=True, text=True, check=False)
        if done.returncode or done.stderr:
            raise LoadFailed(f"wrk failed: {(done.stderr or done.stdout).strip()}")
        return done.stdout


def read(output: str) -> Seen:
    """What wrk's last line says; requests that failed make the load worth nothing."""
    seen = json.loads(output.strip().rpartition("\n")[2])
    if not any((seen["requests"], seen["refused"], seen["lost"])):
        raise NothingFinished
    if seen["refused"] or seen["lost"] or not seen["requests"]:
        raise LoadFailed(f"Of {seen['requests']} requests {seen['refused']} were refused and {seen['lost']} lost.")
    return Seen(seen["requests"] / seen["microseconds"] * 1e6, seen["p50"] / 1000, seen["p99"] / 1000)


def _quoted(text: str) -> str:
    """A Lua string of the text."""
    level = "="
    while f"]{level}]" in text:
        level += "="
    # A line break right after the brackets is dropped.
    return f"[{level}[\n{text}]{level}]"
