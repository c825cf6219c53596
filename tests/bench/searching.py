"""How long searches and suggestions take at one size of the site: one client, one question after the other.

Counted is from when a request, sent in one piece, leaves until the last byte of its answer is there. What a client
makes of that is its own: Python's took 0.35 ms.
"""

import json
import re
import socket
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
END_OF_HEAD = b"\r\n\r\n"
LENGTH = re.compile(rb"(?i)content-length: *(\d+)")
RECEIVED_AT_ONCE = 2**18
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
    requests = [_request(server, document, variables) for document, variables in questions]
    with socket.create_connection((HOST, server.port), timeout=60) as client:
        rounds = [[_ask(client, request) for request in requests] for _ in range(ROUNDS)]
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


def _request(server: Server, document: str, variables: dict[str, Any]) -> bytes:
    body = json.dumps({"query": document, "variables": variables}).encode()
    headers = {"Host": f"{HOST}:{server.port}", "Content-Type": "application/json", "Content-Length": len(body)}
    lines = ["POST /graphql/ HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    return "\r\n".join(lines).encode() + body


def _ask(client: socket.socket, request: bytes) -> float:
    began = time.perf_counter()
    client.sendall(request)
    answer = head = b""
    length = None
    while length is None or len(answer) < len(head) + len(END_OF_HEAD) + length:
        received = client.recv(RECEIVED_AT_ONCE)
        assert received, "The server has closed the connection."
        answer += received
        if length is None and END_OF_HEAD in answer:
            head = answer.partition(END_OF_HEAD)[0]
            length = int(LENGTH.search(head)[1])  # type: ignore[index]
    passed = (time.perf_counter() - began) * 1000
    assert "errors" not in json.loads(answer[len(head) :]), answer[:600]
    return passed
