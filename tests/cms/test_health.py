"""What a load balancer learns."""

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from cms.migration_state import unapplied_migrations


def test_the_process_answers_without_a_database(client):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_it_is_ready_when_every_migration_is_applied(client, django_assert_num_queries):
    with django_assert_num_queries(2):
        answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_it_is_not_ready_when_a_migration_is_missing(client):
    MigrationRecorder(connection).record_unapplied("wagtailcore", "0001_initial")

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {"status": "unavailable", "reason": "1 migrations are not applied"}


@pytest.mark.django_db
def test_it_is_not_ready_when_the_database_does_not_answer(client, monkeypatch):
    def refuse(recorder):
        raise OperationalError("no route to db.internal")

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", refuse)

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {"status": "unavailable", "reason": "the database does not answer"}


@pytest.mark.django_db
def test_the_cheap_look_finds_what_migrate_finds():
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)

    assert unapplied_migrations() == set()
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


@pytest.mark.django_db
def test_machines_ask_by_any_name_and_without_tls(settings):
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["www.example.no"], True

    answers = [Client().get(path, headers={"Host": "10.0.0.7"}) for path in ("/healthz", "/metrics")]

    assert [one.status_code for one in answers] == [200, 200]
