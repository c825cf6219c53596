"""Each request can be followed in OpenTelemetry, which learns of nobody what they asked for."""

import gzip
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import DataError, connection
from django.test import Client
from django.test.utils import override_settings
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from cms import tracing
from cms.logs import JSONLines
from cms.settings import BASE_DIR, MIDDLEWARE

TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736"
FROM_CLIENT = {"HTTP_TRACEPARENT": f"00-{TRACE_ID}-00f067aa0ba902b7-01"}


@pytest.fixture
def spans(monkeypatch):
    """The spans that have ended, in that order."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(tracing, "tracer", provider.get_tracer("test"))
    with override_settings(MIDDLEWARE=["cms.tracing.Trace", *MIDDLEWARE]):
        yield exporter.get_finished_spans


@pytest.mark.usefixtures("home")
def test_a_request_is_a_span_with_its_statements_within(spans):
    response = Client().post(
        "/graphql/",
        {"query": "query Themes { themes { label } }"},
        content_type="application/json",
        **FROM_CLIENT,
    )

    *statements, request = spans()
    assert f"{request.context.trace_id:032x}" == TRACE_ID
    assert (request.name, request.kind) == ("POST /graphql/", SpanKind.SERVER)
    assert dict(request.attributes) == {
        "http.request.method": "POST",
        "http.response.status_code": 200,
        "http.route": "/graphql/",
        "url.scheme": "http",
        "foui.request.id": response["X-Request-ID"],
        "graphql.operation.name": "Themes",
        "foui.cost": request.attributes["foui.cost"],
        "foui.statements": len(statements),
        "foui.answer": "made",
    }
    assert "SELECT snippets_theme" in [one.name for one in statements]
    assert {one.parent.span_id for one in statements} == {request.context.span_id}


@pytest.mark.usefixtures("home")
def test_nothing_that_was_asked_is_in_a_span(spans):
    secret = "hemmelig navn"
    query = "query ($words: String!) { search(query: $words) { totalCount } }"

    Client().get("/graphql/", {"query": query, "variables": f'{{"words": "{secret}"}}'})
    Client().get("/sok/", {"q": secret})

    told = "".join(one.to_json() for one in spans())
    assert "SELECT search_entry" in told
    assert not [word for word in secret.split() if word in told]


def test_a_statement_that_is_refused_is_an_error_of_its_type_and_says_nothing_of_the_row(spans, home):
    secret = "hemmelig"

    with pytest.raises(DataError), connection.execute_wrapper(tracing._statement), connection.cursor() as cursor:
        cursor.execute("SELECT %s::int FROM snippets_theme RIGHT JOIN (SELECT) AS one ON true", [secret])

    [refused] = spans()
    assert refused.status.status_code is StatusCode.ERROR
    assert dict(refused.attributes) == {
        "db.system.name": "postgresql",
        "db.query.summary": "SELECT snippets_theme",
        "error.type": "DataError",
    }
    assert secret not in refused.to_json()


@pytest.mark.django_db
def test_how_the_site_is_is_no_span(spans):
    Client().get("/healthz")

    assert spans() == ()


def test_a_fault_is_an_error_in_its_span(spans, home, monkeypatch):
    monkeypatch.setattr("cms.api.view.run", None)

    with pytest.raises(TypeError):
        Client().post("/graphql/", {"query": "{ themes { label } }"}, content_type="application/json")

    assert spans()[-1].status.status_code is StatusCode.ERROR


@pytest.mark.usefixtures("home")
@pytest.mark.usefixtures("spans")
def test_a_log_line_names_the_trace(caplog, monkeypatch):
    lines = []
    monkeypatch.setattr(caplog.handler, "emit", lambda record: lines.append(JSONLines().format(record)))

    Client().post("/graphql/", {"query": "{ themes { label } }"}, content_type="application/json", **FROM_CLIENT)

    assert any(f'"trace_id": "{TRACE_ID}"' in line for line in lines)


class Collector(BaseHTTPRequestHandler):
    """Takes spans as a collector does."""

    names: list[str]

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            service = {one.key: one.value.string_value for one in resource.resource.attributes}["service.name"]
            self.names += [f"{service}: {span.name}" for scope in resource.scope_spans for span in scope.spans]
        self.send_response(200)
        self.end_headers()

    def log_message(self, *arguments):
        pass


def test_a_server_sends_its_spans_to_the_collector_that_is_configured():
    names = []
    collector = ThreadingHTTPServer(("127.0.0.1", 0), type("Ours", (Collector,), {"names": names}))
    threading.Thread(target=collector.serve_forever, daemon=True).start()
    # Without a database, which a span does not need.
    serve = "import cms.wsgi\nfrom django.test import Client\nClient(raise_request_exception=False).get('/robots.txt')"

    subprocess.run(
        [sys.executable, "-c", serve],
        cwd=BASE_DIR,
        env=os.environ
        | {
            "DEBUG": "1",
            "DJANGO_SETTINGS_MODULE": "cms.settings",
            "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
            "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{collector.server_port}",
        },
        check=False,
        capture_output=True,
    )
    collector.shutdown()
    collector.server_close()

    assert names
    assert names[-1].startswith("foui-cms: GET")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318", "is not a web address"),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc", "is one that spans are not sent by"),
    ],
)
def test_what_cannot_be_a_collector_is_told_at_the_start(name, value, said):
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=BASE_DIR,
        env=os.environ | {"DEBUG": "1", name: value},
        check=False,
        capture_output=True,
        text=True,
    )

    assert done.returncode
    assert name in done.stderr
    assert said in done.stderr
