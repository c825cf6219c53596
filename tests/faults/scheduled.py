"""The scheduler is down: what is planned is never shown too early, and by everybody from its time on."""

import json
import time
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from pages.models import ArticlePage
from tests.bench.servers import Server
from tests.faults.outcome import Outcome, ask

SECONDS_AHEAD = 4
# Each of the workers is asked, since the system gives new connections to any of them.
ASKED = 24
QUESTION = """query ($path: String!) {
  route(path: $path) { ... on ArticlePage { title } }
  articles(first: 100) { nodes { title } }
}"""


def late(server: Server, article: ArticlePage) -> Outcome:
    """An article is planned, its time comes, and nobody runs the tasks."""
    outcome = Outcome("Planned publication while no scheduler runs")
    article.unpublish()
    article.go_live_at = timezone.now() + timedelta(seconds=SECONDS_AHEAD)
    article.save_revision(approved_go_live_at=article.go_live_at)
    early = asked = 0
    while timezone.now() < article.go_live_at:
        is_shown = any(_shown(server, article))
        asked += 1
        early += is_shown and timezone.now() < article.go_live_at
    began = time.monotonic()
    shown = [_shown(server, article)]
    took = time.monotonic() - began
    shown += [_shown(server, article) for _ in range(ASKED)]
    connection.close()
    outcome.seen = [
        f"shown before its time: {early} of {asked} readings",
        f"the first reading after it took {took:.1f} s; shown by {sum(all(one) for one in shown)} of {len(shown)}",
    ]
    outcome.expect(not early, f"shown too early {early} times")
    outcome.expect(all(all(one) for one in shown), f"not shown by everybody: {shown}")
    return outcome


def _shown(server: Server, article: ArticlePage) -> tuple[bool, bool]:
    """Whether the article has its page, and is in the list."""
    variables = {"path": f"/artikler/{article.slug}/"}
    data = ask(server, json.dumps({"query": QUESTION, "variables": variables}).encode()).json()["data"]
    return data["route"] is not None, article.title in [one["title"] for one in data["articles"]["nodes"]]
