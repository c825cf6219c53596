"""What Prometheus reads, and who may."""

import json
from pathlib import Path

import pytest
from django.db import OperationalError
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from cms import prometheus
from cms.api.trusted import trusted_documents

pytestmark = pytest.mark.django_db


def read(**headers: str) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """The samples by name and labels, as Prometheus parses them."""
    answer = Client().get("/metrics", headers=headers)
    assert answer.status_code == 200, answer.content
    families = text_string_to_metric_families(answer.content.decode())
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in families
        for sample in family.samples
    }


def answers_to(operation: str, answer: str) -> float:
    labels = (("answer", answer), ("operation", operation))
    return read().get(("foui_graphql_seconds_count", labels), 0)


def ask(**body: object) -> None:
    Client().post("/graphql/", json.dumps(body), content_type="application/json")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_trusted_document_counts_under_its_operations_name_be_it_made_or_kept(home):
    made, kept = answers_to("Articles", "made"), answers_to("Articles", "kept")

    ask(documentId="articles", variables={"first": 3})
    ask(documentId="articles", variables={"first": 3})
    ask(query=trusted_documents()["articles"], variables={"first": 4})

    assert (answers_to("Articles", "made"), answers_to("Articles", "kept")) == (made + 2, kept + 1)


@pytest.mark.parametrize(
    ("body", "counted_as"),
    [
        ({"query": "query Articles { themes { slug } }"}, "other"),
        ({"query": "{ themes { slug } }"}, "other"),
        ({"query": "{ nothing }"}, "none"),
        ({"documentId": "no-such"}, "none"),
    ],
)
def test_a_name_that_a_client_has_thought_of_is_no_label(body, counted_as):
    before = answers_to(counted_as, "made")

    ask(**body)

    assert answers_to(counted_as, "made") == before + 1


def test_statements_and_errors_are_counted(home):
    statements = ("foui_graphql_sql_statements_total", (("operation", "other"),))
    errors = ("foui_graphql_errors_total", (("code", "GRAPHQL_VALIDATION_FAILED"),))
    before = read()

    ask(query="query { themes { label } }")
    ask(query="{ nothing }")
    after = read()

    assert after[statements] == before.get(statements, 0) + 2
    assert after[errors] == before.get(errors, 0) + 1


@pytest.mark.parametrize(("words", "found"), [("innovasjon", "no")])
def test_a_search_without_hits_is_counted(home, words, found):
    name = ("foui_searches_total", (("found", found),))
    before = read().get(name, 0)

    ask(query="query ($words: String!) { search(query: $words) { totalCount } }", variables={"words": words})

    assert read()[name] == before + 1


def test_the_site_and_the_admin_are_counted_by_status():
    name = ("foui_http_seconds_count", (("part", "admin"), ("status", "302")))
    before = read().get(name, 0)

    Client().get("/admin/")

    assert read()[name] == before + 1


def test_what_waits_in_the_database_is_shown():
    depths = {labels[0][1] for name, labels in read() if name == "foui_queue_depth"}

    assert depths == set(prometheus.QUEUES)


def test_it_answers_without_a_database(monkeypatch):
    class Away:
        def cursor(self):
            raise OperationalError("no route to db.internal")

        def close(self):
            pass

    monkeypatch.setattr(prometheus, "connection", Away())

    assert read()["foui_database_up", ()] == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "127.0.0.1"},
        {"X-Forwarded-Proto": "https"},
        {"Forwarded": "for=127.0.0.1"},
        {"Authorization": "Bearer something"},
    ],
)
def test_a_proxy_on_the_same_machine_opens_it_to_nobody(settings, headers):
    settings.METRICS_TOKEN = "0123456789-0123456789" if "Authorization" in headers else ""

    answer = Client().get("/metrics", headers=headers)

    assert (answer.status_code, b"foui_" in answer.content) == (403, False)


def test_another_machine_needs_the_token(settings):
    settings.METRICS_TOKEN = "0123456789-0123456789"
    elsewhere = Client(REMOTE_ADDR="203.0.113.7")
    through_a_proxy = {"X-Forwarded-For": "203.0.113.7", "Authorization": f"Bearer {settings.METRICS_TOKEN}"}

    assert elsewhere.get("/metrics").status_code == 403
    assert elsewhere.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 403
    assert elsewhere.get("/metrics", headers=through_a_proxy).status_code == 200


def test_processes_count_together(tmp_path: Path):
    """Each of them in files of its own, which whoever is asked adds up."""
    code = (
        "import os, sys; from pathlib import Path; import manage; import django; django.setup();"
        "from cms.prometheus import share_between_workers; share_between_workers(Path(sys.argv[1]));"
        "from cms.api.metrics import kept_answers, operation_seconds;"
        "operation_seconds.labels('Articles', 'made').observe(0.02);"
        "kept_answers.observe('Articles', 0.0002); kept_answers.observe('Articles', 99.0); kept_answers.flush();"
        "from prometheus_client import CollectorRegistry, generate_latest;"
        "from prometheus_client.multiprocess import MultiProcessCollector;"
        "registry = CollectorRegistry(); MultiProcessCollector(registry, path=sys.argv[1]);"
        "sys.stdout.write(generate_latest(registry).decode())"
    )

    said = [_python(code, str(tmp_path)) for _ in range(2)]

    assert 'foui_graphql_seconds_count{answer="made",operation="Articles"} 2.0' in said[1]
    assert 'foui_graphql_seconds_count{answer="kept",operation="Articles"} 4.0' in said[1]
    assert 'foui_graphql_seconds_bucket{answer="kept",le="0.0005",operation="Articles"} 2.0' in said[1]
    assert 'foui_graphql_seconds_bucket{answer="kept",le="10.0",operation="Articles"} 2.0' in said[1]


def _python(code: str, *arguments: str) -> str:
    import os
    import subprocess
    import sys

    environment = {"PATH": os.environ["PATH"], "DEBUG": "1", "DJANGO_SETTINGS_MODULE": "cms.settings"}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=Path(__file__).resolve().parents[2],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
