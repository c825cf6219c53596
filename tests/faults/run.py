"""One run: a site, each fault in its turn, and a report of what was seen."""

import argparse
import datetime
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from django.core.management import call_command
from rich.console import Console

from cms.demo.logins import make_logins
from tests.bench import machine, product
from tests.bench.postgres import Postgres
from tests.faults import database, disk, hostile, load, redis, scheduled, stopping
from tests.faults.__main__ import ROLE
from tests.faults.outcome import Outcome
from tests.stress.changes import Editor, Site, written_below
from tests.stress.kills import PASSWORD
from tests.stress.operations import operations

# May publish.
LOGIN = "moderator"


def run(postgres: Postgres, environment: dict[str, str], var: Path, arguments: argparse.Namespace) -> None:
    """Try all; exits with 1 when anything was as it should not be."""
    shutil.rmtree(environment["MEDIA_ROOT"], ignore_errors=True)
    call_command("migrate", verbosity=0)
    call_command("load_demo", "--in-production")
    make_logins(PASSWORD)
    site = Site.made()
    article = written_below(site.index, "Avbrutt publisering", "avbrutt", site.image)
    product.collect_static(environment)
    asked = operations(site)[::5]
    editor = Editor(site, seed=4)
    outcomes: list[Outcome] = []

    def tried(name: str, fault: Callable[[], Outcome]) -> None:
        if arguments.only and name not in arguments.only:
            return
        outcomes.append(fault())
        Console().print(outcomes[-1], soft_wrap=True)

    with product.serving(environment | database.TIMEOUTS, var / "server.log") as server:
        tried("restart", lambda: database.restarted(server, postgres, article, LOGIN))
        tried("full", lambda: database.full(server, postgres, ROLE))
        tried("slow", lambda: database.slow(server, postgres))
        tried("scheduled", lambda: scheduled.late(server, article))
        tried("reload", lambda: stopping.reloaded(server))
        tried("stop", lambda: stopping.stopped(server, postgres))
    tried("redis", lambda: redis.gone(environment, var, asked, editor))
    tried("disk", lambda: disk.full(environment, var, LOGIN))
    tried("temporary", lambda: disk.temporary_full(environment, var, LOGIN))
    with product.serving(environment, var / "server.log") as server:
        tried("hostile", lambda: hostile.endured(server, LOGIN, arguments.hostile))
        tried("load", lambda: load.held(server, var, clients=arguments.clients, seconds=arguments.seconds))
    text = _report(outcomes)
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_text(text)
    Console().print(text)
    if any(one.wrong for one in outcomes):
        sys.exit(1)


def _report(outcomes: list[Outcome]) -> str:
    rows = "\n".join(
        f"| {one.fault} | {'<br>'.join(one.seen)} | "
        f"{'not tried' if not one.is_tried else '<br>'.join(one.wrong) or 'nothing'} |"
        for one in outcomes
    )
    busy = f"{os.getloadavg()[2]:.1f}"
    return f"""# What happens when something is taken away

Made by `make faults` on {datetime.datetime.now(datetime.UTC).date().isoformat()}, commit {machine.commit()}.

{", ".join(machine.description().values())}, {product.WORKERS} workers.
Load average over the last quarter of an hour: {busy}.

| fault | seen | as it should not be |
|---|---|---|
{rows}
"""
