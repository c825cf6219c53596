"""How long searches and suggestions take at one size of the site: one client, one question after the other."""

import http.client
import json
import time
from dataclasses import dataclass
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
    suggest: dict[str, float]


def measured(server: Server) -> Searched:
    """Ask every question once to warm up, and once to measure; the server keeps no answers."""
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
    """The median, the 95th percentile and the most, in milliseconds."""
    client = http.client.HTTPConnection(HOST, server.port, timeout=60)
    for document, variables in questions:
        _ask(client, document, variables)
    times = sorted(_ask(client, document, variables) for document, variables in questions)
    client.close()
    return {"p50": times[len(times) // 2], "p95": times[int(len(times) * 0.95)], "most": times[-1]}


def _ask(client: http.client.HTTPConnection, document: str, variables: dict[str, Any]) -> float:
    body = json.dumps({"query": document, "variables": variables})
    began = time.perf_counter()
    client.request("POST", "/graphql/", body, {"Content-Type": "application/json"})
    answer = client.getresponse().read()
    passed = (time.perf_counter() - began) * 1000
    assert "errors" not in json.loads(answer), answer[:300]
    return passed
