"""How long searches and suggestions take at one size of the site: one client, one question after the other."""

import http.client
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from cms.api.trusted import trusted_documents
from search.indexing import count_terms
from search.models import Entry
from search.quality import JudgedSet
from search.rebuilding import write_everything
from tests.bench.servers import HOST, Server
from tests.bench.varied import Words

JUDGED = settings.BASE_DIR / "tests" / "search" / "judged"
SAMPLED, PREFIXES = 110, 200
# The first of the rounds warms up.
ROUNDS = 4
ENGINE = Path(__file__).with_name("search_engine.py")
SIZES = """
    SELECT pg_total_relation_size('search_entry') + pg_total_relation_size('search_term')
        + pg_total_relation_size('search_suggestionkey')
"""


@dataclass
class Searched:
    """Milliseconds, over all questions; and what the index takes."""

    entries: int
    mebibytes: float
    search: dict[str, float]
    # The same searches without HTTP and GraphQL.
    engine: dict[str, float]
    suggest: dict[str, float]


def measured(server: Server, environment: Mapping[str, str]) -> Searched:
    """Ask every question once to warm up, and in three rounds to measure, of which its median counts.

    The server keeps no answers; `environment` is what it runs in.
    """
    words = Words(11)
    typed = [one.query for one in JudgedSet.read(JUDGED).queries]
    typed += [words.some(words.chance.choice([1, 1, 2, 3])) for _ in range(SAMPLED)]
    titles = [words.some(1) for _ in range(PREFIXES)]
    prefixes = [title[: words.chance.randint(1, 6)] for title in titles]
    with connection.cursor() as cursor:
        cursor.execute(SIZES)
        size = cursor.fetchone()[0]
    documents = trusted_documents()
    return Searched(
        entries=Entry.objects.count(),
        mebibytes=size / 2**20,
        search=_times(server, [(documents["search"], {"query": one, "first": 20}) for one in typed]),
        engine=_of_engine(typed, environment),
        suggest=_times(server, [(documents["suggest"], {"prefix": one}) for one in prefixes]),
    )


def built() -> float:
    """Make the index anew from nothing, but for the words there are; in seconds."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE search_entry, search_suggestionkey")
    began = time.perf_counter()
    write_everything()
    count_terms()
    return time.perf_counter() - began


def _times(server: Server, questions: list[tuple[str, dict[str, Any]]]) -> dict[str, float]:
    client = http.client.HTTPConnection(HOST, server.port, timeout=60)
    rounds = [[_ask(client, document, variables) for document, variables in questions] for _ in range(ROUNDS)]
    client.close()
    return _figures(rounds)


def _of_engine(typed: list[str], environment: Mapping[str, str]) -> dict[str, float]:
    # As a text and not as a file: Python would look for modules beside the file first.
    done = subprocess.run(
        [sys.executable, "-c", ENGINE.read_text()],
        input=json.dumps({"questions": typed, "rounds": ROUNDS}),
        cwd=settings.BASE_DIR,
        env=dict(environment),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"The search engine could not be measured: {done.stderr.strip()[-600:]}")
    return _figures(json.loads(done.stdout.splitlines()[-1]))


def _figures(rounds: Sequence[Sequence[float]]) -> dict[str, float]:
    """The median, the 95th percentile and the most of all questions, in milliseconds."""
    times = sorted(map(statistics.median, zip(*rounds[1:], strict=True)))
    return {"p50": times[len(times) // 2], "p95": times[int(len(times) * 0.95)], "most": times[-1]}


def _ask(client: http.client.HTTPConnection, document: str, variables: dict[str, Any]) -> float:
    body = json.dumps({"query": document, "variables": variables})
    began = time.perf_counter()
    client.request("POST", "/graphql/", body, {"Content-Type": "application/json"})
    answer = client.getresponse().read()
    passed = (time.perf_counter() - began) * 1000
    assert "errors" not in json.loads(answer), answer[:300]
    return passed
