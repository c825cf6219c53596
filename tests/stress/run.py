"""One run: a site, four workers, load and kills, and a report of what was seen."""

import argparse
import datetime
import shutil
import sys
from pathlib import Path

from django.core.management import call_command
from rich.console import Console

from cms.demo.logins import make_logins
from tests.bench import machine, product
from tests.stress.changes import Editor, Site, written_below
from tests.stress.kills import PASSWORD, Agreement, killed
from tests.stress.load import Judgement, under_load
from tests.stress.operations import operations

WORKERS = {"WORKERS": "4", "THREADS": "2"}
# May publish.
LOGIN = "moderator"


def run(environment: dict[str, str], var: Path, arguments: argparse.Namespace) -> None:
    """Do it all; exits with 1 when an answer was untrue or anything disagreed."""
    shutil.rmtree(environment["MEDIA_ROOT"], ignore_errors=True)
    call_command("migrate", verbosity=0)
    call_command("load_demo", "--in-production")
    make_logins(PASSWORD)
    site = Site.made()
    asked = operations(site)
    product.collect_static(environment)
    with product.serving(environment | WORKERS, var / "server.log") as server:
        judgement = under_load(server, asked, Editor(site, seed=4), changes=arguments.changes)
        Console().print(judgement.changes, f"{judgement.reads} reads, untrue: {len(judgement.untrue)}", soft_wrap=True)
        Console().print(judgement.untrue[:10], soft_wrap=True)
        article = written_below(site.index, "Avbrutt publisering", "avbrutt", site.image)
        agreement = killed(server, article, login=LOGIN, times=arguments.kills)
    text = _report(judgement, agreement, len(asked))
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_text(text)
    Console().print(text)
    if judgement.untrue or judgement.errors or agreement.disagreements:
        Console().print(judgement.untrue[:10], judgement.errors[:10], agreement.disagreements[:10])
        sys.exit(1)


def _report(judgement: Judgement, agreement: Agreement, asked: int) -> str:
    changes = ", ".join(f"{count} × {name}" for name, count in sorted(judgement.changes.items()))
    counts = [
        *(judgement.reads, judgement.kept, judgement.during_changes),
        *(len(judgement.untrue), len(judgement.errors)),
    ]
    return f"""# Freshness under load and under kills

Made by `make stress` on {datetime.datetime.now(datetime.UTC).date().isoformat()}, commit {machine.commit()}.

{", ".join(machine.description().values())}

**Under load.** Four workers, {asked} operations, {judgement.reads} reads while
{sum(judgement.changes.values())} changes went through the classes that the admin's views call ({changes}).
Each answer is compared with what the same operation answered in a process that keeps nothing, in every state that
may have been true while it was asked: from the last change that had answered its editor before, to the last that had
begun.

| reads | from memory | while a change was under way | untrue (stale or torn) | errors |
|---|---|---|---|---|
| {" | ".join(map(str, counts))} |

**Under kills.** A worker is killed with SIGKILL at a random moment while it publishes or hides an article for an
editor at the admin's form. Afterwards the article's page, the list and the search of all workers are compared with
the database.

| kills | publications that went through | disagreements |
|---|---|---|
| {agreement.kills} | {agreement.published} | {len(agreement.disagreements)} |
"""
