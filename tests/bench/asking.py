"""One request as a client sends it, and whether its answer is worth measuring."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any

HEADERS = {
    "Content-Type": "application/json",
    "Accept": "application/graphql-response+json, application/json;q=0.9",
}


class WrongAnswer(Exception):
    """An answer that holds errors or too little, so that its speed would say nothing."""


@dataclass(frozen=True)
class Request:
    """A path to GET, or a document with variables to POST there."""

    path: str
    # Where in `data` the list is that must be so long; the path ends at an object when it is no list.
    items: tuple[str, ...]
    count: int | None = None
    document: str | None = None
    variables: tuple[tuple[str, Any], ...] = ()

    @property
    def body(self) -> str | None:
        """The JSON that is posted; None for a GET."""
        if self.document is None:
            return None
        return json.dumps({"query": self.document, "variables": dict(self.variables)}, ensure_ascii=False)

    def ask(self, url: str) -> int:
        """Send it once; the number of bytes of the answer, which must hold what it should."""
        data = None if self.body is None else self.body.encode()
        request = urllib.request.Request(url + self.path, data=data, headers=HEADERS if data else {})
        try:
            with urllib.request.urlopen(request, timeout=300) as response:
                answer = response.read()
        except urllib.error.HTTPError as error:
            raise WrongAnswer(f"{self.path} answers {error.code}: {error.read()[:300]!r}") from error
        self.check(json.loads(answer))
        return len(answer)

    def check(self, answer: dict[str, Any]) -> None:
        if "errors" in answer:
            raise WrongAnswer(f"{self.path} answers with errors: {str(answer['errors'])[:300]}")
        found: Any = answer["data"]
        for name in self.items:
            found = found[name]
        if not found or (self.count is not None and len(found) != self.count):
            raise WrongAnswer(f"{self.path} gives {len(found or [])} of {'.'.join(self.items)}, not {self.count}.")
