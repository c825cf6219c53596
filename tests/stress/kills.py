"""Workers that are killed while they publish: afterwards database, search index and kept answers agree."""

import random
import re
import signal
import threading
import time
from dataclasses import dataclass, field

import psutil
import requests
from django.db import connection

from cms.progress import progress
from pages.models import ArticlePage
from tests.bench.servers import Server

# The demo's own opens nothing on a server with production's settings.
PASSWORD = "bare for et nettsted som prøves"
# granian takes a worker that ends again within 5.5 seconds for one that cannot start, and stops.
SECONDS_BETWEEN_KILLS = 6
SECONDS_TO_RECOVER = 30
QUESTION = """query ($path: String!, $words: String!) {
  route(path: $path) { ... on ArticlePage { title } }
  articles(first: 100) { nodes { title } }
  search(query: $words) { nodes { ... on ArticlePage { title } } }
}"""
# Each of the workers is asked, since the system gives new connections to any of them.
ASKED = 24


@dataclass
class Agreement:
    """What came of the kills."""

    kills: int = 0
    published: int = 0
    disagreements: list[str] = field(default_factory=list)


class Admin:
    """An editor at the admin's form, over HTTP."""

    def __init__(self, server: Server, login: str) -> None:
        self.server = server
        self.session = requests.Session()
        self.session.headers["Connection"] = "close"
        page = self.session.get(f"{server.url}/admin/login/", timeout=60).text
        form = {"username": login, "password": PASSWORD, "csrfmiddlewaretoken": token_in(page)}
        answer = self.session.post(f"{server.url}/admin/login/", form, timeout=60)
        if "login" in answer.url:
            raise AssertionError("The admin lets nobody in.")

    def switch(self, article: ArticlePage) -> None:
        """Hide the article where it is shown, and show it where it is hidden; a killed worker gives no answer."""
        action = "unpublish" if article.live else "publish"
        address = f"{self.server.url}/admin/bulk/wagtailcore/page/{action}/?id={article.pk}"
        try:
            form = self.session.get(address, timeout=60).text
            fields = {"csrfmiddlewaretoken": token_in(form), "next": "/admin/"}
            self.session.post(address, fields, timeout=60, allow_redirects=False)
        except requests.RequestException:
            return


def killed(server: Server, article: ArticlePage, *, login: str, times: int) -> Agreement:
    """Kill a worker so many times at some moment of a publication, and see what is left."""
    agreement, chance = Agreement(), random.Random(9)
    admin = Admin(server, login)
    with progress("Killing workers in mid-publish", times) as advance:
        for _ in range(times):
            before = ArticlePage.objects.get(pk=article.pk)
            editor = threading.Thread(target=admin.switch, args=(before,))
            editor.start()
            killed_at = _kill_soon(server, editor, chance)
            editor.join()
            _recover(server)
            after = ArticlePage.objects.get(pk=article.pk)
            agreement.kills += 1
            agreement.published += before.live != after.live
            agreement.disagreements += disagreements(server, after)
            connection.close()
            time.sleep(max(0.0, killed_at + SECONDS_BETWEEN_KILLS - time.monotonic()))
            advance()
    return agreement


def _kill_soon(server: Server, editor: threading.Thread, chance: random.Random) -> float:
    """Kill the worker that is at work, some time after it has begun; gives the moment."""
    workers = server.workers()
    before = {worker.pid: sum(worker.cpu_times()[:2]) for worker in workers}
    time.sleep(chance.uniform(0.02, 0.6))
    busy = max(workers, key=lambda worker: sum(worker.cpu_times()[:2]) - before[worker.pid])
    if editor.is_alive():
        busy.send_signal(signal.SIGKILL)
    return time.monotonic()


def _recover(server: Server) -> None:
    """Wait until the killed worker has a successor that answers."""
    until = time.monotonic() + SECONDS_TO_RECOVER
    while time.monotonic() < until:
        if sum(_is_alive(worker) for worker in server.workers()) >= 4:
            return
        time.sleep(0.05)


def _is_alive(worker: psutil.Process) -> bool:
    try:
        return bool(worker.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        # It was there a moment ago.
        return False


def disagreements(server: Server, article: ArticlePage) -> list[str]:
    """How the workers' answers differ from the database."""
    wanted = [article.title] if article.live else []
    variables = {"path": f"/artikler/{article.slug}/", "words": article.title}
    found = []
    for _ in range(ASKED):
        answer = requests.post(
            f"{server.url}/graphql/",
            json={"query": QUESTION, "variables": variables},
            headers={"Connection": "close"},
            timeout=60,
        ).json()
        if "errors" in answer:
            found.append(str(answer["errors"])[:300])
            continue
        data = answer["data"]
        seen = {
            "route": [data["route"]["title"]] if data["route"] else [],
            "articles": [one["title"] for one in data["articles"]["nodes"] if one["title"] == article.title],
            "search": [one["title"] for one in data["search"]["nodes"] if one.get("title") == article.title],
        }
        found += [f"{place} has {titles}, not {wanted}" for place, titles in seen.items() if titles != wanted]
    return found


def token_in(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found, page[:500]
    return found[1]
