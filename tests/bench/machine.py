"""What the figures were made on: machine, versions, commit."""

import os
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import psutil

from tests.bench.product import ROOT

PACKAGES = ["wagtail", "django", "wagtail-grapple", "graphene", "graphql-core", "psycopg", "granian"]


def description() -> dict[str, str]:
    """The machine in a few words each."""
    one_minute, _, _ = os.getloadavg()
    return {
        "processor": f"{os.cpu_count()} cores of {_processor()}",
        "memory": f"{psutil.virtual_memory().total / 2**30:.0f} GiB",
        "system": f"{_system()}, Linux {platform.release()}" if sys.platform == "linux" else platform.platform(),
        "load before the run": f"{one_minute:.2f}",
    }


def versions(postgres: str) -> dict[str, str]:
    """Of what takes part in an answer."""
    return {
        "python": platform.python_version(),
        "postgresql": postgres,
        **{package: version(package) for package in PACKAGES},
    }


def commit() -> str:
    """The commit in short, with a plus when files differ from it."""
    short = _git("rev-parse", "--short=10", "HEAD")
    results = (":!docs/benchmarks/results.*", ":!docs/benchmarks/*.svg")
    return f"{short}+" if _git("status", "--porcelain", "--", ".", *results) else short


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def _processor() -> str:
    cpus = Path("/proc/cpuinfo")
    if cpus.exists():
        for line in cpus.read_text().splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor() or platform.machine()


def _system() -> str:
    release = Path("/etc/os-release")
    if release.exists():
        for line in release.read_text().splitlines():
            if line.startswith("PRETTY_NAME="):
                return line.partition("=")[2].strip('"')
    return platform.system()
