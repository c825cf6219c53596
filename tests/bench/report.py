"""The results as a page of Markdown."""

from collections.abc import Iterable

from tests.bench import ceilings, questions
from tests.bench.results import Results
from tests.bench.rounds import middle, ratio

SIDES = {"cold": "ours, cold", "warm": "ours, warm"}
THEIRS = "plain grapple"


def markdown(results: Results) -> str:
    parts = [
        "# Results",
        _made(results),
        "## Six questions",
        _questions(results),
        "## Ceilings",
        _ceilings(results),
        "## Memory",
        _memory(results),
        "## Behind Varnish",
        _in_front(results),
        "## Growth",
        _growth(results),
    ]
    return "\n\n".join(parts) + "\n"


def _made(results: Results) -> str:
    machine = ", ".join(f"{name} {value}" for name, value in results.machine.items())
    versions = ", ".join(f"{name} {value}" for name, value in results.versions.items())
    pace = results.pace
    kept = (
        "Warm is the product as production runs it; cold is the same with `ANSWERS_BYTES=0`, so that no answer is kept."
        if results.keeps_answers
        else "This commit keeps no answers: warm and cold are the same program, measured twice."
    )
    compared = (
        "Ratios compare requests per second within each round, and are the median of the rounds."
        if results.has_comparator
        else "**The comparator was not there: no ratios.**"
    )
    return "\n".join(
        [
            f"Made by `{results.command}` on {results.date}, commit `{results.commit}`.",
            "[What it means](README.md), [every round](results.json).",
            "",
            f"- Machine: {machine}.",
            f"- Versions: {versions}.",
            f"- Medians of {pace.rounds} rounds of {pace.seconds} s, {pace.connections} connections, two workers.",
            f"- {kept}",
            f"- {compared}",
        ]
    )


def _questions(results: Results) -> str:
    rows = []
    for question in questions.ALL:
        theirs = results.figures.get(f"{question.name}/comparator")
        if theirs is not None:
            rows.append([f"**{question.title}**", THEIRS, *_seen(results, f"{question.name}/comparator"), "1"])
        for side, title in SIDES.items():
            key = f"{question.name}/{side}"
            compared = "not there" if theirs is None else f"**{_times(ratio(results.figures[key], theirs))}**"
            name = f"**{question.title}**" if theirs is None and side == "cold" else ""
            rows.append([name, title, *_seen(results, key), compared])
    return _table(["question", "who", *SEEN, "times plain"], rows)


SEEN = ["requests/s", "p50 ms", "p99 ms", "SQL", "kB"]


def _seen(results: Results, key: str) -> list[str]:
    seen = middle(results.figures[key])
    return [
        _number(seen.per_second),
        _number(seen.p50),
        _number(seen.p99),
        str(results.statements[key]),
        _number(results.bytes[key] / 1000),
    ]


def _ceilings(results: Results) -> str:
    ours = [
        [one.title, *_seen(results, _ceiling(one)), *(_share(results, one, side) for side in SIDES)]
        for one in ceilings.OURS
    ]
    table = _table(["in our server", *SEEN, "ours, cold, of it", "ours, warm, of it"], ours)
    if not results.has_comparator:
        return table
    theirs = [
        [one.title, *_seen(results, _ceiling(one)), _share(results, one, "comparator")] for one in ceilings.THEIRS
    ]
    return f"{table}\n\n{_table(['in the comparator', *SEEN, 'plain grapple, of it'], theirs)}"


def _ceiling(one: ceilings.Ceiling) -> str:
    return f"ceiling/{one.key}"


def _share(results: Results, one: ceilings.Ceiling, side: str) -> str:
    """How much of the ceiling the answer to the same question by GraphQL reaches."""
    reached = ratio(results.figures[f"{one.question}/{side}"], results.figures[_ceiling(one)])
    return f"{_number(100 * reached)} %"


def _memory(results: Results) -> str:
    rows = [
        [
            {"comparator": THEIRS, "full": "ours, warm, all memory for kept answers in use", **SIDES}[side],
            ", ".join(f"{one.pss:.0f}" for one in workers),
            ", ".join(f"{one.rss:.0f}" for one in workers),
        ]
        for side, workers in results.memory.items()
    ]
    return _table(["MiB of each worker, after the rounds", "PSS", "RSS"], rows)


def _in_front(results: Results) -> str:
    measured = results.in_front
    if measured is None:
        return "Not measured."
    rows = [
        ["through Varnish", _number(measured.seen.per_second), _number(measured.seen.p50), _number(measured.seen.p99)],
        ["straight, warm", *map(_number, (measured.without.per_second, measured.without.p50, measured.without.p99))],
    ]
    said = (
        f"{measured.addresses} different answers by GET, one after the other over 8 connections, while an article is "
        f"published each second ({measured.published} times). Varnish answered {100 * measured.hit_ratio:.1f} % by "
        f"itself ({measured.hits:,} of {measured.hits + measured.misses:,}); afterwards it had the last article as "
        "that had become."
    )
    return f"{said}\n\n{_table(['', 'requests/s', 'p50 ms', 'p99 ms'], rows)}"


def _growth(results: Results) -> str:
    if not results.growth:
        return "Not measured in a quick run."
    first = results.growth[0]
    titles = {
        f"{question.name}/{side}": f"{question.title}, {title}"
        for question in questions.GROWING
        for side, title in SIDES.items()
    }
    titles[_ceiling(ceilings.CONTROL)] = f"control: {ceilings.CONTROL.title}"
    rows = []
    for key, title in titles.items():
        start = middle(first.figures[key]).p50
        cells = [
            f"{_number(now)} ({_times(now / start)})"
            for now in (middle(step.figures[key]).p50 for step in results.growth)
        ]
        rows.append([title, *cells])
    sizes = [f"{step.articles:,} articles, {step.events:,} events" for step in results.growth]
    said = (
        f"Median milliseconds of one client that waits for each answer ({results.alone.rounds} rounds of "
        f"{results.alone.seconds} s), and how many times the first column that is."
    )
    return f"{said}\n\n{_table(['one answer, ms', *sizes], rows)}\n\n![Growth](growth.svg)\n\n{_searching(results)}"


def _searching(results: Results) -> str:
    """How long searches take as the site grows, and how large their index is."""
    said = (
        "**Search**, nothing kept: milliseconds of one client over 300 different queries with total, facets, excerpts "
        "and better words (the judged ones, and random words), over HTTP and by the engine alone, without HTTP and "
        "GraphQL, and over 200 beginnings for `suggest`. Each was asked once to warm up and three times to measure, of "
        "which its median counts."
    )
    rows = [
        [
            f"{step.searched.entries:,} entries",
            *(_number(step.searched.search[name]) for name in ("p50", "p95", "most")),
            *(_number(step.searched.engine[name]) for name in ("p50", "p95", "most")),
            *(_number(step.searched.suggest[name]) for name in ("p50", "p95", "most")),
            _number(step.searched.mebibytes),
            "" if step.build_seconds is None else _number(step.build_seconds),
        ]
        for step in results.growth
    ]
    figures = (f"{what} {name}" for what in ("search", "engine", "suggest") for name in ("p50", "p95", "most"))
    head = ["index", *figures, "MiB", "made anew, s"]
    return f"{said}\n\n{_table(head, rows)}"


def _table(head: list[str], rows: Iterable[list[str]]) -> str:
    numbers = ["---"] + ["---:" if name != "who" else "---" for name in head[1:]]
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, numbers, *rows])


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _times(value: float) -> str:
    return f"{_number(value)} ×"
