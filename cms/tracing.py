"""Spans for OpenTelemetry, where a collector is configured: one for each request, and in it one for each statement.

Named as the semantic conventions of OpenTelemetry say for HTTP servers, GraphQL and databases; what is of this site
begins with `foui.`. As in the logs there are no variables, query strings, values of statements or addresses of people:
so this is not OpenTelemetry's own instrumentation of Django, and no exception is recorded, which may quote a row.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.propagate import extract
from opentelemetry.trace import Span, SpanKind, StatusCode

from cms.watching import ANSWERS_TO_MACHINES

SERVICE = "foui-cms"
# What a statement does, and the table that it names first.
OPERATION = re.compile(r"[\s(]*(\w+)")
TABLE = re.compile(r"\b(?:FROM|INTO|UPDATE)\s+\"?(\w+)")
tracer = trace.get_tracer(SERVICE)


def send_spans() -> None:
    """Send spans to the collector from now on; in a process that serves, since a fork would not take the sender along.

    OpenTelemetry's own variables say where it is, how many requests are traced, and what else is said of this service.
    """
    # Takes long to import, and most installations have no collector.
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import SERVICE_NAME, Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    resource = Resource.create({SERVICE_NAME: os.environ.get("OTEL_SERVICE_NAME", SERVICE)})
    provider = TracerProvider(resource=resource)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)


class Trace:
    """Middleware: a request's span, a part of the client's trace if that names one; the outermost of all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response to the request."""
        if request.path_info in ANSWERS_TO_MACHINES:
            return self.get_response(request)
        carrier = {name: request.META.get(f"HTTP_{name.upper()}", "") for name in ("traceparent", "tracestate")}
        method = str(request.method)
        with (
            _span(method, SpanKind.SERVER, extract(carrier)) as span,
            connection.execute_wrapper(_statement),
        ):
            response = self.get_response(request)
            match = request.resolver_match
            if match is not None:
                # The operation is known already to whoever has answered it.
                span.set_attribute("http.route", f"/{match.route}")
                span.update_name(f"{method} /{match.route}")
            span.set_attributes(
                {
                    "http.request.method": method,
                    "http.response.status_code": response.status_code,
                    "url.scheme": str(request.scheme),
                    "foui.request.id": response.get("X-Request-ID", ""),
                }
            )
            if response.status_code >= 500:
                span.set_status(StatusCode.ERROR)
        return response


@contextmanager
def _span(name: str, kind: SpanKind, context: Context | None = None) -> Iterator[Span]:
    """A span that an exception passes through as an error of its type."""
    with tracer.start_as_current_span(
        name, context, kind, record_exception=False, set_status_on_exception=False
    ) as span:
        try:
            yield span
        except Exception as error:
            span.set_attribute("error.type", type(error).__qualname__)
            span.set_status(StatusCode.ERROR)
            raise


def _statement(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    """Run the statement in a span of its own."""
    operation, table = OPERATION.match(sql), TABLE.search(sql)
    summary = " ".join(found[1] for found in (operation, table) if found)
    with _span(summary, SpanKind.CLIENT) as span:
        span.set_attributes({"db.system.name": "postgresql", "db.query.summary": summary})
        return execute(sql, params, many, context)
