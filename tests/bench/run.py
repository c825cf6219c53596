"""One run: fill the databases, measure in rounds, grow and measure again, write down what was seen."""

import datetime
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from rich.console import Console
from rich.markdown import Markdown

from cms.progress import progress
from tests.bench import (
    ceilings,
    comparator,
    filling,
    in_front,
    machine,
    multiplying,
    one_statement,
    plots,
    product,
    questions,
    report,
    searching,
    seeding,
    varied,
)
from tests.bench.postgres import Postgres
from tests.bench.results import Growth, Results
from tests.bench.rounds import Pace, Subject, measure
from tests.bench.servers import Server
from tests.bench.statements import counted

SIZES = [1_000, 10_000, 100_000]
# Entry by entry, a hundred thousand take ten times what ten thousand take.
LARGEST_BUILT = 10_000
EVENTS_PER_ARTICLE = 1 / 5
FULL, QUICK = Pace(rounds=5, seconds=4, connections=8), Pace(rounds=2, seconds=2, connections=8)
# One client that waits for each answer: how long an answer takes, not how many there are in a second.
ALONE = Pace(rounds=3, seconds=2, connections=1)


@dataclass
class Bench:
    """Where a run works: its PostgreSQL, the product's settings, a directory of its own."""

    postgres: Postgres
    environment: dict[str, str]
    var: Path

    def fill(self) -> None:
        """The site at its first size."""
        shutil.rmtree(self.environment["MEDIA_ROOT"], ignore_errors=True)
        seeding.load_demo()
        seeding.make_originals(seeding.Amounts())
        one_statement.prepare()
        varied.prepare()
        self.grow(SIZES[0])

    def grow(self, articles: int) -> None:
        multiplying.grow(multiplying.ARTICLES, articles)
        multiplying.grow(multiplying.EVENTS, int(articles * EVENTS_PER_ARTICLE))
        varied.vary()
        connection.close()
        self.postgres.tidy(product.DATABASE)

    def servers(self, up: ExitStack) -> dict[str, Server]:
        """The product twice, without and with its cache of answers."""
        return {
            side: up.enter_context(product.serving(self.environment | switched, self.var / f"{side}.log"))
            for side, switched in {"cold": product.COLD, "warm": product.WARM}.items()
        }


def run(bench: Bench, *, quick: bool, comparator_at: Path, output: Path) -> None:
    """Measure everything and write it to the output directory."""
    results = _results(bench, quick=quick, has_comparator=comparator_at.exists())
    with ThreadPoolExecutor(1) as beside:
        # It has programs of its own for everything, so both are filled at the same time.
        prepared = beside.submit(comparator.prepare, comparator_at, bench.var, bench.postgres)
        bench.fill()
        product.collect_static(bench.environment)
        if results.has_comparator:
            Console().print("Waiting for the comparator's content …")
        other = prepared.result()
    _side_by_side(bench, results, other)
    Console().print("Publishing behind Varnish …")
    results.in_front = in_front.measured(bench.environment, bench.var)
    _write_down(results, output, bench)
    for size in [] if quick else SIZES:
        results.growth.append(_grown(bench, size))
        _write_down(results, output, bench)
    Console().print(Markdown(report.markdown(results)))


def _write_down(results: Results, output: Path, bench: Bench) -> None:
    """What is known so far: a run that is stopped leaves that."""
    output.mkdir(parents=True, exist_ok=True)
    results.write(output / "results.json")
    (output / "results.md").write_text(report.markdown(results))
    plots.draw(output / "results.json", bench.var)


def _results(bench: Bench, *, quick: bool, has_comparator: bool) -> Results:
    return Results(
        command='make bench ARGS="--quick"' if quick else "make bench",
        date=datetime.datetime.now(datetime.UTC).date().isoformat(),
        commit=machine.commit(),
        machine=machine.description(),
        versions=machine.versions(bench.postgres.version),
        keeps_answers="ANSWERS_BYTES" in settings.GRAPHQL,
        has_comparator=has_comparator,
        pace=QUICK if quick else FULL,
        alone=ALONE,
        titles={question.name: question.title for question in questions.ALL},
        growth_titles={question.name: question.title for question in questions.GROWING},
    )


def _side_by_side(bench: Bench, results: Results, other: comparator.Comparator | None) -> None:
    """The six questions and all ceilings, in the same rounds."""
    with ExitStack() as up:
        servers = bench.servers(up)
        if other is not None:
            servers["comparator"] = up.enter_context(other.serving(bench.var / "comparator.log"))
        subjects = _subjects(servers, other)
        with progress("Measuring in rounds", results.pace.loads(len(subjects))) as advance:
            results.figures = measure(subjects, results.pace, bench.var, advance)
        results.memory = {side: server.memory() for side, server in servers.items()}
        Console().print("Filling the memory for kept answers …")
        results.memory["full"] = filling.filled(servers["warm"], SIZES[0])
        results.bytes = {subject.key: subject.request.ask(subject.server.url) for subject in subjects}
    for side in servers:
        sent = [subject for subject in subjects if subject.server is servers[side]]
        requests = [subject.request for subject in sent]
        if side == "comparator":
            assert other is not None
            numbers = counted(
                requests,
                python=other.python,
                directory=other.directory,
                environment=other.environment | {"DJANGO_SETTINGS_MODULE": "project.settings"},
            )
        else:
            switched = product.COLD if side == "cold" else product.WARM
            numbers = counted(
                requests, python=sys.executable, directory=product.ROOT, environment=bench.environment | switched
            )
        results.statements |= {subject.key: number for subject, number in zip(sent, numbers, strict=True)}


def _subjects(servers: dict[str, Server], other: comparator.Comparator | None) -> list[Subject]:
    """In an order in which what is compared stands side by side."""
    subjects = []
    for question in questions.ALL:
        if other is not None:
            subjects.append(Subject(f"{question.name}/comparator", servers["comparator"], other.request(question)))
        subjects += [Subject(f"{question.name}/{side}", servers[side], question.ours) for side in ("cold", "warm")]
    subjects += [Subject(f"ceiling/{one.key}", servers["warm"], one.request) for one in ceilings.OURS]
    if other is not None:
        subjects += [Subject(f"ceiling/{one.key}", servers["comparator"], one.request) for one in ceilings.THEIRS]
    return subjects


def _grown(bench: Bench, size: int) -> Growth:
    """How long answers take when the site has so many articles; new servers, since rows came past the old ones."""
    bench.grow(size)
    with ExitStack() as up:
        servers = bench.servers(up)
        subjects = [
            Subject(f"{question.name}/{side}", servers[side], question.ours)
            for question in questions.GROWING
            for side in ("cold", "warm")
        ]
        subjects.append(Subject(f"ceiling/{ceilings.CONTROL.key}", servers["warm"], ceilings.CONTROL.request))
        with progress(f"Measuring at {size} articles", ALONE.loads(len(subjects))) as advance:
            figures = measure(subjects, ALONE, bench.var, advance)
        searched = searching.measured(servers["cold"], bench.environment | product.COLD)
    # The texts of copies are those of their originals then, until they are varied again at the next size.
    build_seconds = searching.built() if size <= LARGEST_BUILT else None
    return Growth(size, int(size * EVENTS_PER_ARTICLE), figures, searched, build_seconds)
