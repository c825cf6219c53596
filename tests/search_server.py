"""A search server that speaks the few words of OpenSearch and Elasticsearch that we use, and refuses all others.

It is written after the documentation of both, and stricter where they differ or forgive: what it refuses may work
somewhere, what it takes is documented for both. It holds documents, and finds among them by the query that it is given.
"""

import base64
import json
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.shared_cache import free_port

LARGEST = {"long": 2**63 - 1, "integer": 2**31 - 1}
MOST_TERMS = 65_536
MOST_CLAUSES = 1_024
# Up to so many values Lucene makes a clause of each.
TERMS_OF_THEIR_OWN = 16
DEFAULT_WINDOW = 10_000
# Between two values of a text, by default.
GAP = 100
FORBIDDEN_IN_NAMES = re.compile(r'[A-Z\s:"*+/\\|?#><,]|^[-_+]')


class Refused(Exception):
    """What the server answers with an error."""

    def __init__(self, status: int, kind: str, reason: str) -> None:
        super().__init__(reason)
        self.status, self.kind = status, kind


def refuse_unless(is_right: object, reason: str, *, kind: str = "parsing_exception") -> None:
    if not is_right:
        raise Refused(400, kind, reason)


def only(mapping: Any, *keys: str) -> Any:
    """The mapping, which may have no other keys."""
    refuse_unless(isinstance(mapping, dict), f"expected an object, got {mapping!r}")
    refuse_unless(set(mapping) <= set(keys), f"unknown key in {sorted(mapping)}, allowed are {sorted(keys)}")
    return mapping


class Index:
    """Documents with their versions: as they were written, and as they can be found since the last refresh."""

    def __init__(self, body: Any) -> None:
        only(body, "settings", "mappings")
        settings = only(only(body["settings"], "index")["index"], *INDEX_SETTINGS)
        mappings = only(body["mappings"], "dynamic", "properties")
        assert mappings["dynamic"] == "strict"
        self.window = settings.get("max_result_window", DEFAULT_WINDOW)
        self.fields = dict(_fields(mappings["properties"]))
        self.written: dict[str, dict[str, Any]] = {}
        self.found: dict[str, dict[str, Any]] = {}
        self.versions: dict[str, int] = {}

    def refresh(self) -> None:
        self.found = dict(self.written)

    def take(self, action: str, meta: Any, document: Any) -> tuple[int, dict[str, Any]]:
        """Status and result of one line of a bulk."""
        only(meta, "_id", "version", "version_type")
        assert isinstance(meta["_id"], str)
        assert meta["version_type"] == "external"
        name, version = meta["_id"], meta["version"]
        if version <= self.versions.get(name, 0):
            reason = f"current version [{self.versions[name]}] is higher or equal to the one provided [{version}]"
            return 409, {"error": {"type": "version_conflict_engine_exception", "reason": reason}}
        if action == "delete":
            self.versions[name] = version
            was_there = self.written.pop(name, None) is not None
            return (200, {"result": "deleted"}) if was_there else (404, {"result": "not_found"})
        try:
            _check_document(document, self.fields, "")
        except Refused as error:
            return 400, {"error": {"type": error.kind, "reason": str(error)}}
        self.versions[name] = version
        was_there = name in self.written
        self.written[name] = document
        return (200, {"result": "updated"}) if was_there else (201, {"result": "created"})


INDEX_SETTINGS = ("number_of_shards", "auto_expand_replicas", "max_result_window")
FIELD_TYPES = {
    "keyword": {"type", "doc_values"},
    "text": {"type", "analyzer", "norms"},
    "boolean": {"type"},
    "long": {"type"},
    "integer": {"type"},
    "nested": {"type", "dynamic", "properties"},
}


def _fields(properties: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for name, field in properties.items():
        kind = field["type"]
        refuse_unless(kind in FIELD_TYPES, f"no handler for type {kind}", kind="mapper_parsing_exception")
        only(field, *FIELD_TYPES[kind])
        yield f"{prefix}{name}", field
        yield from _fields(field.get("properties", {}), f"{prefix}{name}.")


def _check_document(document: Any, fields: Mapping[str, Any], prefix: str) -> None:
    for name, value in document.items():
        field = fields.get(f"{prefix}{name}")
        refuse_unless(field, f"introducing [{prefix}{name}] is not allowed", kind="strict_dynamic_mapping_exception")
        for one in value if isinstance(value, list) else [value]:
            if field["type"] == "nested":
                _check_document(one, fields, f"{prefix}{name}.")
            else:
                _check_value(f"{prefix}{name}", field, one)


def _check_value(name: str, field: Mapping[str, Any], value: Any) -> None:
    kind = field["type"]
    is_right = (
        (isinstance(value, str) and len(value.encode()) < 32_766) or kind == "text"
        if kind in ("keyword", "text")
        else isinstance(value, bool)
        if kind == "boolean"
        else type(value) is int and -LARGEST[kind] <= value <= LARGEST[kind]
    )
    refuse_unless(is_right, f"failed to parse field [{name}] of type [{kind}]", kind="mapper_parsing_exception")


class Finding:
    """Evaluates a query over one document: its score, or None when it is not found."""

    def __init__(self, fields: Mapping[str, Any], prefix: str = "") -> None:
        self.fields = fields
        # Within a nested query its path.
        self.prefix = prefix
        self.clauses = 0

    def score(self, query: Any, document: Mapping[str, Any]) -> float | None:
        refuse_unless(isinstance(query, dict) and len(query) == 1, f"a query has one clause, got {query!r}")
        ((name, body),) = query.items()
        evaluate: Callable[..., float | None] | None = getattr(self, f"_{name}", None)
        refuse_unless(evaluate, f"unknown query [{name}]")
        assert evaluate is not None
        return evaluate(body, document)

    def values(self, name: str, document: Mapping[str, Any]) -> list[Any]:
        self._field(name)
        value = document.get(name.removeprefix(self.prefix))
        return value if isinstance(value, list) else [] if value is None else [value]

    def _field(self, name: str) -> Mapping[str, Any]:
        """A field is asked for under its full name, and those of nested documents within a nested query alone."""
        refuse_unless(name in self.fields and name.rpartition(".")[0] == self.prefix.rstrip("."), f"no field {name}")
        return self.fields[name]

    def _count(self, number: int = 1) -> None:
        self.clauses += number
        refuse_unless(self.clauses <= MOST_CLAUSES, "maxClauseCount is set to 1024", kind="too_many_nested_clauses")

    def _bool(self, body: Any, document: Mapping[str, Any]) -> float | None:
        only(body, "must_not", "should", "filter", "minimum_should_match")
        parts = {name: body.get(name, []) for name in ("filter", "must_not", "should")}
        refuse_unless(all(isinstance(part, list) for part in parts.values()), "lists of queries")
        needed = body.get("minimum_should_match", 0 if parts["filter"] else 1 if parts["should"] else 0)
        refuse_unless(isinstance(needed, int), "a number of clauses")
        # Each is evaluated, so that each is checked.
        filtered = [self.score(one, document) is not None for one in parts["filter"]]
        excluded = [self.score(one, document) is not None for one in parts["must_not"]]
        should = [self.score(one, document) for one in parts["should"]]
        there = [score for score in should if score is not None]
        return sum(there) if all(filtered) and not any(excluded) and len(there) >= needed else None

    def _constant_score(self, body: Any, document: Mapping[str, Any]) -> float | None:
        only(body, "filter", "boost")
        return None if self.score(body["filter"], document) is None else float(body["boost"])

    def _dis_max(self, body: Any, document: Mapping[str, Any]) -> float | None:
        scores = [self.score(one, document) for one in only(body, "queries")["queries"]]
        return max((score for score in scores if score is not None), default=None)

    def _nested(self, body: Any, document: Mapping[str, Any]) -> float | None:
        only(body, "path", "query", "score_mode")
        refuse_unless(self.fields[body["path"]]["type"] == "nested", "path is not nested")
        assert body["score_mode"] == "none"
        inner = Finding(self.fields, f"{body['path']}.")
        # Also without documents in there the query is read.
        inner.score(body["query"], {})
        self._count(inner.clauses)
        there = [one for one in self.values(body["path"], document) if inner.score(body["query"], one) is not None]
        return 0.0 if there else None

    def _terms(self, body: Any, document: Mapping[str, Any]) -> float | None:
        ((name, wanted),) = body.items()
        refuse_unless(isinstance(wanted, list) and 0 < len(wanted) <= MOST_TERMS, "a list of terms")
        self._count(len(wanted) if len(wanted) <= TERMS_OF_THEIR_OWN else 1)
        for one in wanted:
            _check_value(name, self._field(name), one)
        return 1.0 if set(wanted).intersection(self.values(name, document)) else None

    def _term(self, body: Any, document: Mapping[str, Any]) -> float | None:
        ((name, wanted),) = body.items()
        return self._terms({name: [wanted]}, document)

    def _range(self, body: Any, document: Mapping[str, Any]) -> float | None:
        self._count()
        ((name, bounds),) = body.items()
        only(bounds, "gt", "lte")
        for bound in bounds.values():
            _check_value(name, self._field(name), bound)
        values = self.values(name, document)
        return 1.0 if any(bounds.get("gt", one - 1) < one <= bounds.get("lte", one) for one in values) else None

    def _exists(self, body: Any, document: Mapping[str, Any]) -> float | None:
        self._count()
        return 1.0 if self.values(only(body, "field")["field"], document) else None

    def _match_none(self, body: Any, document: Mapping[str, Any]) -> float | None:
        only(body)
        return None

    def _match_all(self, body: Any, document: Mapping[str, Any]) -> float | None:
        only(body)
        return 1.0

    def _match_phrase(self, body: Any, document: Mapping[str, Any]) -> float | None:
        self._count()
        ((name, wanted),) = body.items()
        words = only(wanted, "query")["query"].split()
        places = self._places(name, document)
        starts = places.get(words[0], [])
        return 1.0 if any(all(s + n in places.get(word, []) for n, word in enumerate(words)) for s in starts) else None

    def _places(self, name: str, document: Mapping[str, Any]) -> dict[str, list[int]]:
        field = self._field(name)
        refuse_unless(field["type"] == "text", f"field:[{name}] was indexed without position data")
        assert field["analyzer"] == "whitespace"
        places: dict[str, list[int]] = {}
        place = 0
        for text in self.values(name, document):
            for word in text.split():
                places.setdefault(word, []).append(place)
                place += 1
            place += GAP
        return places


class SearchServer:
    """The server, at a port of its own; `sent` are the requests that it got."""

    def __init__(self, port: int | None = None, *, login: str = "") -> None:
        self.port = port or free_port()
        self.url = f"http://{login + '@' if login else ''}127.0.0.1:{self.port}"
        self.indices: dict[str, Index] = {}
        self.aliases: dict[str, set[str]] = {}
        self.sent: list[tuple[str, str, Any]] = []
        self.refused: list[str] = []
        # What it answers instead, to paths that end so: a status, or seconds to wait.
        self.answers_instead: dict[str, int | float] = {}
        self.has_failed_shards = False
        authorization = f"Basic {base64.b64encode(login.encode()).decode()}" if login else None
        answer = self.answer
        lock = threading.Lock()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_one(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length)
                if self.headers["Authorization"] != authorization:
                    status, said = 401, {"error": {"type": "security_exception", "reason": "who are you"}}
                else:
                    status, said = answer(lock, self.command, self.path, self.headers["Content-Type"], body)
                text = json.dumps(said).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            do_GET = do_PUT = do_POST = do_DELETE = handle_one  # noqa: N815 — the library's names

            def log_message(self, *arguments: object) -> None:
                """Say nothing."""

        class Listener(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *arguments: object) -> None:
                """Whoever did not wait has gone."""

        self._server = Listener(("127.0.0.1", self.port), Handler)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(
        self, lock: threading.Lock, method: str, target: str, content_type: str | None, body: bytes
    ) -> tuple[int, Any]:
        parts = urlsplit(target)
        for end, instead in list(self.answers_instead.items()):
            if parts.path.endswith(end):
                if isinstance(instead, float):
                    time.sleep(instead)
                else:
                    return instead, {"error": {"type": "unavailable", "reason": "not now"}, "status": instead}
        with lock:
            try:
                return 200, self._answer(method, parts.path, dict(parse_qsl(parts.query)), content_type, body)
            except Refused as error:
                if error.status != 404:
                    self.refused.append(f"{method} {target}: {error}")
                return error.status, {
                    "error": {"type": error.kind, "reason": str(error)},
                    "status": error.status,
                }
            except (KeyError, ValueError, TypeError, AssertionError, AttributeError) as error:
                self.refused.append(f"{method} {target}: {error!r}")
                return 400, {"error": {"type": "parsing_exception", "reason": repr(error)}, "status": 400}

    def _answer(self, method: str, path: str, parameters: dict[str, str], content_type: str | None, body: bytes) -> Any:
        names = [name for name in path.split("/") if name]
        if path.endswith("/_bulk"):
            refuse_unless(content_type == "application/x-ndjson", "bulk takes application/x-ndjson")
            self.sent.append((method, path, body.decode()))
            return self._bulk(method, names[0], parameters, body)
        refuse_unless(not body or content_type == "application/json", "bodies are application/json")
        given = json.loads(body) if body else None
        self.sent.append((method, path, given))
        match method, names:
            case "POST", [name, "_search"]:
                return self._search(name, only(parameters, "allow_partial_search_results"), given)
            case "POST", [name, "_refresh"]:
                self._index(name).refresh()
                return {"_shards": {"total": 1, "successful": 1, "failed": 0}}
            case "PUT", [name]:
                refuse_unless(not FORBIDDEN_IN_NAMES.search(name), name, kind="invalid_index_name_exception")
                refuse_unless(name not in self.indices | self.aliases, name, kind="resource_already_exists_exception")
                self.indices[name] = Index(given)
                return {"acknowledged": True, "shards_acknowledged": True, "index": name}
            case "DELETE", [name]:
                refuse_unless(name not in self.aliases, "matches an alias", kind="illegal_argument_exception")
                self._index(name)
                del self.indices[name]
                for indices in self.aliases.values():
                    indices.discard(name)
                return {"acknowledged": True}
            case "GET", ["_alias", name]:
                if not self.aliases.get(name):
                    raise Refused(404, "aliases_not_found_exception", f"alias [{name}] missing")
                return {index: {"aliases": {name: {}}} for index in self.aliases[name]}
            case "POST", ["_aliases"]:
                return self._change_aliases(only(given, "actions")["actions"])
        raise Refused(405, "method_not_allowed", f"{method} {path}")

    def _index(self, name: str) -> Index:
        if name not in self.indices:
            raise Refused(404, "index_not_found_exception", f"no such index [{name}]")
        return self.indices[name]

    def _change_aliases(self, actions: Any) -> Any:
        after = {name: set(indices) for name, indices in self.aliases.items()}
        for action in actions:
            ((verb, body),) = only(action, "add", "remove").items()
            only(body, "index", "alias")
            self._index(body["index"])
            refuse_unless(body["alias"] not in self.indices, "an index has that name", kind="invalid_alias_name")
            indices = after.setdefault(body["alias"], set())
            if verb == "remove" and body["index"] not in indices:
                raise Refused(404, "aliases_not_found_exception", "aliases missing")
            (indices.add if verb == "add" else indices.remove)(body["index"])
        self.aliases = after
        return {"acknowledged": True}

    def _bulk(self, method: str, name: str, parameters: dict[str, str], body: bytes) -> Any:
        refuse_unless(method == "POST", "POST")
        assert only(parameters, "refresh")["refresh"] in ("true", "false", "wait_for")
        refuse_unless(body.endswith(b"\n"), "The bulk request must be terminated by a newline [\\n]")
        index = self._index(name)
        lines = iter(body.decode().splitlines())
        items = []
        for line in lines:
            ((action, meta),) = json.loads(line).items()
            assert action in ("index", "delete")
            document = json.loads(next(lines)) if action == "index" else None
            status, result = index.take(action, meta, document)
            items.append({action: {"_index": name, "_id": meta["_id"], "status": status, **result}})
        if parameters["refresh"] == "true":
            index.refresh()
        return {"took": 1, "errors": any("error" in next(iter(item.values())) for item in items), "items": items}

    def _search(self, name: str, parameters: dict[str, str], body: Any) -> Any:
        assert parameters["allow_partial_search_results"] == "false"
        only(body, "query", "size", "from", "sort", "_source", "track_total_hits", "aggs", "timeout", "post_filter")
        if not self.aliases.get(name):
            raise Refused(404, "index_not_found_exception", f"no such index [{name}]")
        (index,) = (self.indices[one] for one in self.aliases[name])
        start, size = body.get("from", 0), body["size"]
        refuse_unless(start + size <= index.window, "Result window is too large", kind="illegal_argument_exception")
        hits = []
        # Also an index without documents reads the query.
        Finding(index.fields).score(body["query"], {})
        for key, document in index.found.items():
            score = Finding(index.fields).score(body["query"], document)
            if score is not None:
                hits.append((key, score, document))
        documents = [document for _, _, document in hits]
        if "post_filter" in body:
            # What is counted knows nothing of it.
            kept = Finding(index.fields)
            kept.score(body["post_filter"], {})
            hits = [hit for hit in hits if kept.score(body["post_filter"], hit[2]) is not None]
        for sort in reversed(body.get("sort", [])):
            field = "_score"
            if sort != field:
                ((field, how),) = sort.items()
                assert only(how, "order", "missing")["order"] == "desc"
                assert index.fields[field]["type"] in LARGEST
            hits.sort(key=lambda hit, field=field: _sort_key(hit, field), reverse=True)
        exact = body.get("track_total_hits") is True
        total = {"value": len(hits), "relation": "eq"}
        if not exact and len(hits) > DEFAULT_WINDOW:
            total = {"value": DEFAULT_WINDOW, "relation": "gte"}
        answer: dict[str, Any] = {
            "took": 1,
            "timed_out": False,
            "_shards": {"total": 1, "successful": 1, "skipped": 0, "failed": int(self.has_failed_shards)},
            "hits": {
                "total": total,
                "hits": [_hit(hit, body.get("_source", True)) for hit in hits[start : start + size]],
            },
        }
        if "aggs" in body:
            answer["aggregations"] = {
                one: _aggregated(index, documents, only(how, "terms", "filter")) for one, how in body["aggs"].items()
            }
        return answer


def _sort_key(hit: tuple[str, float, Mapping[str, Any]], field: str) -> float:
    value = hit[1] if field == "_score" else hit[2].get(field)
    return float("-inf") if value is None else value


def _hit(hit: tuple[str, float, Mapping[str, Any]], source: Any) -> dict[str, Any]:
    if source is False:
        return {"_id": hit[0], "_score": hit[1]}
    return {"_id": hit[0], "_source": {name: hit[2][name] for name in source if name in hit[2]}}


def _aggregated(index: Index, documents: list[Any], how: Mapping[str, Any]) -> Any:
    ((kind, given),) = how.items()
    if kind == "terms":
        return _buckets(index, documents, only(given, "field", "size"))
    found = [one for one in documents if Finding(index.fields).score(given, one) is not None]
    return {"doc_count": len(found)}


def _buckets(index: Index, documents: list[Any], how: Mapping[str, Any]) -> Any:
    field = index.fields[how["field"]]
    refuse_unless(field.get("doc_values", True) and field["type"] != "text", "no doc values", kind="illegal_argument")
    counts: Counter[Any] = Counter()
    for document in documents:
        value = document.get(how["field"])
        counts.update(set(value) if isinstance(value, list) else [] if value is None else [value])
    frequent = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return {
        "doc_count_error_upper_bound": 0,
        "sum_other_doc_count": sum(count for _, count in frequent[how["size"] :]),
        "buckets": [{"key": key, "doc_count": count} for key, count in frequent[: how["size"]]],
    }
