"""Fills the workers' memory for kept answers: long answers to questions that nobody has asked before."""

import http.client
import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from cms.api.trusted import trusted_documents
from tests.bench.servers import HOST, Memory, Server

# Each connection stays with one worker, whichever; with so many, every worker has some.
CONNECTIONS = 8
# Answers of 100 kB, each with another article at its head: together several times what a worker keeps.
FIRST = 100
LISTING = (
    trusted_documents()["articles"]
    .replace("$after: String", "$offset: Int")
    .replace("after: $after", "offset: $offset")
)
# Each is asked for in every form, which is then kept, too.
ENCODINGS = ["identity", "gzip", "br", "zstd"]


def filled(server: Server, articles: int) -> list[Memory]:
    """What each worker holds once it has been asked for far more than it keeps."""
    offsets = range(articles - FIRST)
    with ThreadPoolExecutor(CONNECTIONS) as connections:
        list(connections.map(lambda start: _ask(server, offsets[start::CONNECTIONS]), range(CONNECTIONS)))
    return server.memory()


def _ask(server: Server, offsets: Iterable[int]) -> None:
    client = http.client.HTTPConnection(HOST, server.port, timeout=300)
    for offset in offsets:
        body = json.dumps({"query": LISTING, "variables": {"first": FIRST, "offset": offset}})
        for encoding in ENCODINGS:
            client.request("POST", "/graphql/", body, {"Content-Type": "application/json", "Accept-Encoding": encoding})
            response = client.getresponse()
            answer = response.read()
            assert response.status == 200, answer[:300]
    client.close()
