"""How log lines look: for people, or as one JSON object each for machines. Both name the request they belong to.

What is logged with `extra={"fields": {...}}` is in both a field of its own.
"""

import json
import logging
import time
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from opentelemetry.trace import format_trace_id, get_current_span

from cms.api.request_ids import current_request_id

# No line says which thread or process it is from: logging need not ask for each.
logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
_encoded = json.JSONEncoder(ensure_ascii=False, default=str).encode


class Routes(logging.Filter):
    """Lets Django's own lines on a request name its route, where they have its path: that may hold a secret."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple) and record.args:
            # The path is the last thing in each of them, in Django's own spelling: "Not Found: %s".
            match = request.resolver_match
            record.args = (*record.args[:-1], match.route if match else "no route")
        return True


class Lines(logging.Formatter):
    """`2026-01-31 12:00:00,000 INFO cms.watching: answered status=200 ms=3.1 request=5f1c…`."""

    def format(self, record: logging.LogRecord) -> str:
        moment = f"{_local(int(record.created))},{int(record.msecs):03}"
        line = f"{moment} {record.levelname} {record.name}: {record.getMessage()}"
        for name, value in _fields(record).items():
            line += f" {name}={value}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


class JSONLines(logging.Formatter):
    """`{"time": "2026-01-31T11:00:00.000Z", "level": "INFO", "logger": "cms.watching", "message": "answered"}`."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": f"{_universal(int(record.created))}.{int(record.msecs):03}Z",
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= _fields(record)
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return _encoded(line)


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    fields: dict[str, Any] = getattr(record, "fields", {})
    request_id = current_request_id.get()
    if request_id:
        fields = {**fields, "request": request_id}
    span = get_current_span().get_span_context()
    return {**fields, "trace_id": format_trace_id(span.trace_id)} if span.is_valid else fields


# Many lines are of one second, and to write it takes as long as all the rest of the line.
@lru_cache(maxsize=2)
def _local(second: int) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(second))


@lru_cache(maxsize=2)
def _universal(second: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(second))
