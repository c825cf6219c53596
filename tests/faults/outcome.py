"""What came of one fault: what was done, what was seen, and what should not have been."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import requests

from tests.bench.servers import Server


@dataclass
class Outcome:
    """One line of the report; it went well when nothing is in `wrong`."""

    fault: str
    seen: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    is_tried: bool = True

    def expect(self, is_so: object, otherwise: str) -> None:
        """Note what should not have been, unless it is so."""
        if not is_so:
            self.wrong.append(otherwise)


def status_of(server: Server, path: str) -> int:
    """The status that the address answers with; 0 for none within five seconds."""
    try:
        return requests.get(server.url + path, timeout=5, headers={"Connection": "close"}).status_code
    except requests.RequestException:
        return 0


def seconds_until(is_so: Callable[[], object], *, at_most: float) -> float:
    """After how many seconds it was so; infinite when it was not in the time given."""
    began = time.monotonic()
    while time.monotonic() - began < at_most:
        if is_so():
            return time.monotonic() - began
        time.sleep(0.05)
    return float("inf")


def ask(server: Server, body: bytes) -> requests.Response:
    """The API's answer on a connection of its own, so that any of the workers may give it."""
    headers = {"Content-Type": "application/json", "Connection": "close"}
    return requests.post(f"{server.url}/graphql/", body, headers=headers, timeout=60)
