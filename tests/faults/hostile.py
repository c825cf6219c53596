"""Many thousand requests that nobody means well with: arguments, bodies, headers, addresses and uploads."""

import http.client
import json
import random
import string
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from graphql import GraphQLNonNull

from cms.api.documents import graphql_schema
from tests.bench.servers import HOST, Server
from tests.faults.outcome import Outcome
from tests.hostile_values import INTERNAL, TEXTS, values
from tests.schema_paths import places_with_arguments
from tests.stress.kills import Admin, token_in

THREADS = 8
SECONDS_TO_WAIT = 60
# What no answer of any kind holds.
INSIDE = ("Traceback", "psycopg", "OperationalError", 'File "/', "object at 0x", "site-packages")
JSON = "application/json"
NAMES = [
    "Accept",
    "Accept-Encoding",
    "Accept-Language",
    "Authorization",
    "Content-Encoding",
    "Content-Type",
    "Cookie",
    "Forwarded",
    "Host",
    "If-Modified-Since",
    "If-None-Match",
    "Origin",
    "Range",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-HTTP-Method-Override",
    "X-Request-ID",
]
PATHS = [
    "/%s",
    "/%s/",
    "/sok/?q=%s",
    "/sok/forslag?q=%s",
    "/arrangementer/?tema=%s&nar=%s",
    "/artikler/?side=%s",
    "/events/%s.ics",
    "/events.ics?kind=%s",
    "/feed.atom?list=%s",
    "/images/%s",
    "/documents/%s/%s",
    "/pamelding/%s/",
    "/bekreft/%s/",
    "/?preview=%s",
    "/admin/login/?next=%s",
    "/graphql/?query=%s&variables=%s",
    "/graphql/?extensions=%s",
    "/static/%s",
    "/media/%s",
]
METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND"]


@dataclass(frozen=True)
class Sent:
    """One request."""

    kind: str
    method: str
    path: str
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


def endured(server: Server, login: str, count: int) -> Outcome:
    """Send so many, and look at each answer."""
    outcome = Outcome(f"{count:,} hostile requests")
    uploads = count // 100
    with ThreadPoolExecutor(THREADS) as threads:
        shares = [count // THREADS - uploads // THREADS] * THREADS
        results = list(threads.map(lambda share: _ask(server, *share), enumerate(shares)))
    statuses: Counter[str] = sum((statuses for statuses, _ in results), Counter())
    outcome.wrong = [line for _, wrong in results for line in wrong][:20]
    admin = Admin(server, login)
    for number in range(uploads):
        status, wrong = _upload(admin, server.url, random.Random(number))
        statuses[f"upload {status}"] += 1
        outcome.wrong += [wrong] if wrong else []
    by_kind: Counter[str] = Counter()
    by_code: Counter[str] = Counter()
    for name, number in statuses.items():
        kind, _, code = name.partition(" ")
        by_kind[kind] += number
        by_code[code] += number
    outcome.seen = [", ".join(f"{number:,} {kind}" for kind, number in sorted(by_kind.items()))]
    outcome.seen += [", ".join(f"{number:,} × {code}" for code, number in sorted(by_code.items()))]
    outcome.expect(sum(statuses.values()) >= count - THREADS * 2, "not all were sent")
    return outcome


def _ask(server: Server, number: int, share: int) -> tuple[Counter[str], list[str]]:
    chance = random.Random(f"hostile {number}")
    statuses: Counter[str] = Counter()
    wrong: list[str] = []
    connection = http.client.HTTPConnection(HOST, server.port, timeout=SECONDS_TO_WAIT)
    for sent in islice(_requests(chance), share):
        try:
            connection.request(sent.method, sent.path, sent.body or None, sent.headers)
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
            status = response.status
        except (OSError, http.client.HTTPException):
            # Whoever breaks the rules of HTTP itself may be hung up on; the next one must be answered.
            connection.close()
            statuses[f"{sent.kind} hung up"] += 1
            continue
        statuses[f"{sent.kind} {status}"] += 1
        if status >= 500 or any(word in text for word in INSIDE) or _says_too_much(text, response):
            wrong.append(f"{status} to {sent!r:.400}: {text[:200]}")
    connection.close()
    return statuses, wrong


def _says_too_much(text: str, response: http.client.HTTPResponse) -> bool:
    if JSON not in (response.getheader("Content-Type") or "") or '"errors"' not in text:
        return False
    answer = json.loads(text)
    one = answer[0] if isinstance(answer, list) and answer else answer
    return any(INTERNAL.search(_own_words(error)) for error in one.get("errors", []))


def _own_words(error: Any) -> str:
    """The message without what was sent; nothing of what the parser says, which is about the text sent alone."""
    message = str(error["message"])
    for text in TEXTS:
        message = message.replace(text, "") if text.strip() else message
    return "" if error["extensions"]["code"] == "GRAPHQL_PARSE_FAILED" else message


def _requests(chance: random.Random) -> Iterator[Sent]:
    arguments = list(_arguments())
    kinds: list[Callable[[], Sent]] = [
        lambda: _argument(chance, arguments),
        lambda: _argument(chance, arguments),
        lambda: _body(chance),
        lambda: _headers(chance),
        lambda: _address(chance),
    ]
    while True:
        yield chance.choice(kinds)()


def _arguments() -> Iterator[tuple[str, Any]]:
    """Each argument of the schema, at every depth, with each of the values that are bad for it."""
    for place in places_with_arguments(graphql_schema()):
        for name, definition in place.field.args.items():
            document = place.document(name, definition.type)
            for value in values(definition.type):
                if value is not None or not isinstance(definition.type, GraphQLNonNull):
                    yield document, value


def _argument(chance: random.Random, arguments: list[tuple[str, Any]]) -> Sent:
    document, value = chance.choice(arguments)
    if chance.random() < 0.5:
        value = _bent(chance, value)
    body = json.dumps({"query": document, "variables": {"value": value}}).encode()
    return Sent("arguments", "POST", "/graphql/", body, {"Content-Type": JSON})


def _bent(chance: random.Random, value: Any, depth: int = 0) -> Any:
    """The value with something else in its place, up to three levels down."""
    if depth < 3 and isinstance(value, dict) and value:
        name = chance.choice(list(value))
        return value | {name: _bent(chance, value[name], depth + 1)}
    if depth < 3 and isinstance(value, list) and value:
        return [_bent(chance, value[0], depth + 1), *value[1:5]]
    odd = [
        _text(chance),
        chance.randint(-(2**70), 2**70),
        chance.random() * 10**300,
        None,
        True,
        [],
        {},
        [[]],
        {"": ""},
    ]
    return chance.choice(odd)


def _body(chance: random.Random) -> Sent:
    whole = json.dumps({"query": chance.choice(["{ site { name } }", _text(chance)]), "variables": {_text(chance): 1}})
    body = chance.choice(
        [
            chance.randbytes(chance.randrange(2_000)),
            whole[: chance.randrange(len(whole) + 1)].encode(),
            whole.encode("utf-16"),
            ("[" * chance.randrange(5_000)).encode(),
            json.dumps([{"query": "{ site { name } }"}] * chance.randrange(30)).encode(),
            json.dumps(_bent(chance, {"query": whole, "extensions": {"persistedQuery": {"sha256Hash": 1}}})).encode(),
            b"query=%7Bsite%7Bname%7D%7D",
        ]
    )
    kind = chance.choice([JSON, "application/graphql", "text/plain", "multipart/form-data; boundary=x", _line(chance)])
    path = chance.choice(["/graphql/", "/graphql/", "/pamelding/", "/oppnevning/", "/admin/login/", "/"])
    return Sent("bodies", "POST", path, body, {"Content-Type": kind})


def _headers(chance: random.Random) -> Sent:
    headers = {chance.choice(NAMES): _line(chance) for _ in range(chance.randrange(1, 5))}
    path = chance.choice(
        ["/graphql/?query=%7Bsite%7Bname%7D%7D", "/", "/artikler/", "/sitemap.xml", "/admin/", "/readyz"]
    )
    return Sent("headers", chance.choice(METHODS), path, b"", headers)


def _address(chance: random.Random) -> Sent:
    pattern = chance.choice(PATHS)
    filled = pattern.replace("%s", "{}").format(*(_encoded(chance) for _ in range(pattern.count("%s"))))
    return Sent("addresses", chance.choice(METHODS[:3]), filled)


def _text(chance: random.Random) -> str:
    made = "".join(chr(chance.choice([chance.randrange(1, 0xD800), chance.randrange(32, 127)])) for _ in range(40))
    return chance.choice([*TEXTS, made, made * 100, "\0", "\ud800", "0" * 400, "1e999", "../" * 30, "{{7*7}}", "%00"])


def _line(chance: random.Random) -> str:
    """What may stand in a header: no line's end, or the client would refuse to send it."""
    made = "".join(chance.choice(string.printable[:95]) for _ in range(chance.randrange(200)))
    known = [
        "*/*",
        "application/json; charset=utf-7",
        "Bearer x",
        'W/"x"',
        "bytes=0-",
        "gzip, zstd;q=-1",
        "::1",
        "x" * 4_000,
    ]
    return chance.choice([made, *known, "x" * 4_000])


def _encoded(chance: random.Random) -> str:
    raw = _text(chance).encode("utf-8", "surrogatepass") if chance.random() < 0.7 else chance.randbytes(20)
    return "".join(f"%{byte:02X}" for byte in raw[: chance.choice([30, 300, 3_000])])


def _upload(admin: Admin, url: str, chance: random.Random) -> tuple[int, str]:
    kind, name = chance.choice([("images", "bilde"), ("documents", "dokument")])
    address = f"{url}/admin/{kind}/add/"
    content = chance.choice(
        [
            chance.randbytes(chance.randrange(5_000)),
            b"\x89PNG\r\n\x1a\n" + chance.randbytes(200),
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            b"%PDF-1.7\n" + chance.randbytes(300),
            b"GIF89a" + b"\xff\xff" * 20,
            b"PK\x03\x04" + chance.randbytes(300),
            b"",
        ]
    )
    ending = chance.choice(["png", "svg", "pdf", "exe", "jpg", "docx", "", "png\0.exe", "gif"])
    form = {
        "csrfmiddlewaretoken": token_in(admin.session.get(address, timeout=SECONDS_TO_WAIT).text),
        "title": _text(chance).replace("\ud800", ""),
        "description": "x",
        "collection": chance.choice(["1", "", "x", "-1", str(2**70)]),
    }
    files = {"file": (f"{name}.{ending}", content, chance.choice(["image/png", "text/html", ""]))}
    answer = admin.session.post(address, form, files=files, timeout=SECONDS_TO_WAIT, allow_redirects=False)
    bad = answer.status_code >= 500 or any(word in answer.text for word in INSIDE)
    return answer.status_code, f"{answer.status_code} to upload {ending!r} {content[:40]!r} {form}" if bad else ""
