"""What is planned happens by itself, and personal data is forgotten in time."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.utils import timezone

from cms import scheduled
from cms.database.locks import Lock
from pages.models import Registration
from snippets.models import Nomination, NominationStatus
from tests.factories import MunicipalityFactory
from tests.page_factories import ArticleIndexPageFactory, ArticlePageFactory, EventIndexPageFactory, EventPageFactory

DAY = datetime.timedelta(days=1)


def days_ago(days):
    return timezone.now() - days * DAY


def test_what_was_planned_is_published_and_expires(home, query):
    index = ArticleIndexPageFactory(parent=home)
    coming = ArticlePageFactory(parent=index, title="Ny", live=False, go_live_at=days_ago(1))
    coming.save_revision(approved_go_live_at=days_ago(1))
    going = ArticlePageFactory(parent=index, title="Gammel", expire_at=days_ago(1))

    scheduled.run_scheduled()

    assert query("{ articles { nodes { title } } }") == {"articles": {"nodes": [{"title": "Ny"}]}}
    going.refresh_from_db()
    assert not going.live


def test_who_came_is_forgotten_a_month_after_the_event(home, settings):
    index = EventIndexPageFactory(parent=home)
    settings.REGISTRATIONS_KEPT_DAYS = 30
    for days in (29, 31):
        event = EventPageFactory(parent=index, starts_at=days_ago(days + 1), ends_at=days_ago(days))
        Registration.objects.create(
            event=event, name=f"{days}", email="x@example.no", sent_at=days_ago(60), sender="av hvem"
        )

    scheduled.run_scheduled()

    assert [(one.name, one.sender) for one in Registration.objects.all()] == [("29", "")]


@pytest.mark.parametrize(
    ("status", "days", "is_kept"),
    [
        (NominationStatus.SENT, 13, True),
        (NominationStatus.SENT, 15, False),
        (NominationStatus.CONFIRMED, 89, True),
        (NominationStatus.CONFIRMED, 91, False),
    ],
)
@pytest.mark.django_db
def test_nominations_are_forgotten_in_time(status, days, is_kept):
    Nomination.objects.create(
        municipality=MunicipalityFactory(),
        name="n",
        email="n@example.no",
        sender_name="o",
        sender_email="o@example.no",
        sent_at=days_ago(days),
        status=status,
        sender="av hvem",
    )

    scheduled.run_scheduled()

    assert [one.sender for one in Nomination.objects.all()] == ([""] if is_kept else [])


@pytest.mark.django_db
def test_one_task_that_fails_keeps_no_other_from_running(monkeypatch, caplog):
    ran = []

    def fails():
        raise ValueError("nei")

    def runs():
        ran.append(True)

    monkeypatch.setattr(scheduled, "TASKS", (fails, runs))

    assert scheduled.run_scheduled() == {"fails": False, "runs": True}
    assert ran == [True]
    assert "A scheduled task has failed: fails" in caplog.text
    with pytest.raises(CommandError, match="Not all tasks ended well"):
        call_command("run_scheduled")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_only_one_process_is_at_it(capsys):
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [Lock.SCHEDULED_TASKS])
        assert scheduled.run_scheduled() == {}
        call_command("run_scheduled")
        with other.cursor() as cursor:
            # A session that is closed ends a moment later, and with it what it has locked.
            cursor.execute("SELECT pg_advisory_unlock(%s)", [Lock.SCHEDULED_TASKS])
    finally:
        other.close()

    assert "Another process is at it" in capsys.readouterr().out
    outcomes = scheduled.run_scheduled()
    assert outcomes
    assert all(outcomes.values())
    with connection.cursor() as cursor:
        # The databases of tests that run beside this one stand on the same server.
        cursor.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database"
            " WHERE locktype = 'advisory' AND datname = current_database()"
        )
        assert cursor.fetchone() == (0,)
