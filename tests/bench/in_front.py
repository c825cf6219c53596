"""A shared cache in front, Debian's Varnish with the configuration in docs/caching, while an editor publishes."""

import json
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

from django.db import connection

from pages.models import ArticlePage
from tests.bench import product, questions, servers
from tests.bench.load import Load, Seen, read
from tests.shared_cache import eventually, has_confirmed, varnish

SECONDS = 20
CONNECTIONS = 8
# Somebody publishes so often meanwhile.
SECONDS_BETWEEN = 1.0
ARTICLES = 100
# Asks for one address after the other, and counts what the cache has answered by itself.
IN_TURN = """
local asked = 0
hits, misses = 0, 0
function setup(thread) only = thread end
function request()
  asked = asked + 1
  return wrk.format("GET", addresses[asked % #addresses + 1])
end
function response(status, headers)
  if headers["X-Cache"] == "hit" then hits = hits + 1 else misses = misses + 1 end
end
function finished()
  return string.format(', "hits": %d, "misses": %d', only:get("hits"), only:get("misses"))
end
"""


@dataclass
class InFront:
    """What clients saw with the cache and without, how much it answered by itself, and what was published meanwhile."""

    addresses: int
    published: int
    hits: int
    misses: int
    seen: Seen
    without: Seen

    @property
    def hit_ratio(self) -> float:
        return self.hits / (self.hits + self.misses)


def measured(environment: dict[str, str], var: Path) -> InFront:
    """Answers that clients ask for by GET, a hundred articles among them, through the cache and without it."""
    port = servers.free_port()
    url = f"http://{servers.HOST}:{port}"
    environment = environment | {"PURGE_URL": url}
    addresses = _addresses()
    load = Load(CONNECTIONS, var)
    with (
        product.serving(environment, var / "in-front.log") as site,
        varnish(site.port, port),
        _purging(environment, var / "purging.log"),
    ):
        eventually(lambda: has_confirmed(url))
        for address in addresses:
            for asked in (url, site.url):
                urllib.request.urlopen(asked + address, timeout=60).close()
        with _publishing() as published:
            through = load.put_script(url, _script(addresses), seconds=SECONDS)
        eventually(lambda: has_confirmed(url))
        _check(url, published[-1])
        with _publishing():
            without = load.put_script(site.url, _script(addresses), seconds=SECONDS)
    counted = json.loads(through.strip().rpartition("\n")[2])
    return InFront(len(addresses), len(published), counted["hits"], counted["misses"], read(through), read(without))


def _addresses() -> list[str]:
    articles = [{"path": f"/artikler/benk-artikkel-{number}/"} for number in range(1, ARTICLES + 1)]
    asked = [(one.document, one.variables) for one in questions.ALL if one is not questions.DETAIL]
    asked += [("article", variables) for variables in articles]
    return [
        "/graphql/?" + urlencode({"documentId": name, "variables": json.dumps(variables)}) for name, variables in asked
    ]


def _script(addresses: list[str]) -> str:
    quoted = ", ".join(f'"{address}"' for address in addresses)
    return f"addresses = {{ {quoted} }}\n{IN_TURN}"


@contextmanager
def _purging(environment: dict[str, str], log: Path) -> Iterator[None]:
    with log.open("w") as output:
        command = [sys.executable, "manage.py", "purge_shared_cache"]
        process = subprocess.Popen(command, cwd=product.ROOT, env=environment, stdout=output, stderr=output)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


@contextmanager
def _publishing() -> Iterator[list[ArticlePage]]:
    """While it lasts an article is published each second; gives those that were."""
    published: list[ArticlePage] = []
    stop = threading.Event()

    def publish() -> None:
        for number in count(1):
            if stop.wait(SECONDS_BETWEEN):
                break
            article = ArticlePage.objects.get(slug=f"benk-artikkel-{number % ARTICLES + 1}")
            article.title = f"{article.title.partition(' · ')[0]} · {number}"
            article.save_revision().publish()
            published.append(article)
        connection.close()

    editor = threading.Thread(target=publish)
    editor.start()
    try:
        yield published
    finally:
        stop.set()
        editor.join()


def _check(url: str, article: ArticlePage) -> None:
    """Fails when the cache still has what the article was before."""
    asked = urlencode({"documentId": "article", "variables": json.dumps({"path": f"/artikler/{article.slug}/"})})
    with urllib.request.urlopen(f"{url}/graphql/?{asked}", timeout=60) as response:
        title = json.load(response)["data"]["route"]["title"]
    assert title == article.title, f"The cache gives {title!r}, not {article.title!r}."
