"""Clients that go on asking whatever happens, and what each of them saw."""

import http.client
import json
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

from tests.bench.servers import HOST

# What an answer would hold that tells of the inside.
INSIDE = ("psycopg", "FATAL", "Traceback", "connection to server", "/tmp", "server closed", "django", "SELECT ")
SECONDS_TO_WAIT = 60
# One kept, one made anew each time, one page of the readers' site.
KEPT = json.dumps({"documentId": "articles", "variables": {"first": 20}})


@dataclass
class Seen:
    """What clients saw: how often each status, the slowest answer, and what should not have been."""

    statuses: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    slowest: float = 0.0

    def __str__(self) -> str:
        return ", ".join(f"{count} × {status}" for status, count in sorted(self.statuses.items()))


class Clients:
    """So many clients, each with a connection of its own; they stop when they are told."""

    def __init__(self, port: int, count: int) -> None:
        self._port = port
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self.seen = Seen()
        self._threads = [threading.Thread(target=self._ask, args=(number,)) for number in range(count)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> Seen:
        """What they saw."""
        self._stop.set()
        for thread in self._threads:
            thread.join()
        return self.seen

    def take(self) -> Seen:
        """What they saw since this was last asked."""
        with self._lock:
            seen, self.seen = self.seen, Seen()
        return seen

    def _ask(self, number: int) -> None:
        chance = random.Random(number)
        connection = http.client.HTTPConnection(HOST, self._port, timeout=SECONDS_TO_WAIT)
        while not self._stop.is_set():
            kind = chance.randrange(3)
            began = time.monotonic()
            try:
                if kind == 2:
                    connection.request("GET", "/")
                else:
                    body = KEPT if kind else _new(chance)
                    connection.request("POST", "/graphql/", body, {"Content-Type": "application/json"})
                response = connection.getresponse()
                text = response.read().decode(errors="replace")
            except (OSError, http.client.HTTPException) as error:
                connection.close()
                self._note(0, f"no answer: {type(error).__name__} {error}", time.monotonic() - began)
                continue
            self._note(response.status, _wrong(response, text), time.monotonic() - began)
            time.sleep(0.02)
        connection.close()

    def _note(self, status: int, wrong: str, seconds: float) -> None:
        with self._lock:
            self.seen.statuses[status] += 1
            self.seen.slowest = max(self.seen.slowest, seconds)
            if wrong:
                self.seen.wrong.append(wrong)


def _new(chance: random.Random) -> str:
    return json.dumps({"documentId": "articles", "variables": {"first": 5, "offset": chance.randrange(10_000)}})


def _wrong(response: http.client.HTTPResponse, text: str) -> str:
    """What is wrong with the answer: neither what was asked for nor a masked 503 that says when to come back."""
    if response.status not in (200, 503):
        return f"{response.status}: {text[:200]}"
    if response.status == 503 and not (response.getheader("Retry-After") or "").isdigit():
        return f"503 without Retry-After: {text[:200]}"
    if response.status == 503 and (found := [word for word in INSIDE if word in text]):
        return f"503 that tells of the inside ({found}): {text[:300]}"
    if response.status == 200 and text.startswith("{") and "errors" in json.loads(text):
        return f"200 with errors: {text[:300]}"
    return ""
