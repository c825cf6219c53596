"""A statement that takes too long, or waits too long for others, is given up."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from cms.database.locks import Lock
from cms.database.sessions import begin_with
from cms.database.timeouts import Timeouts, limited
from tests import migration_safety

PROJECT = Path(__file__).resolve().parents[2]


def shown(cursor, name):
    return cursor.execute(f"SHOW {name}").fetchone()[0]


def test_a_request_has_limits_and_what_the_address_says_goes_before(db):
    description = {"OPTIONS": {"options": "-c statement_timeout=7s -c search_path=public"}}
    begin_with(description, Timeouts(statement=15, lock=5, idle=60).settings)
    known = connection.get_connection_params()
    address = {name: known[name] for name in ("host", "port", "user", "password", "dbname") if known.get(name)}

    with psycopg.connect(**address, **description["OPTIONS"]) as session:
        found = [
            shown(session, name)
            for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "search_path")
        ]

    assert found == ["7s", "5s", "1min", "public"]


def test_the_server_limits_its_requests():
    code = (
        "import cms.wsgi; from django.conf import settings; print(settings.DATABASES['default']['OPTIONS']['options'])"
    )
    environment = {"PATH": os.environ["PATH"], "DEBUG": "1", "STATEMENT_TIMEOUT": "20", "LOCK_TIMEOUT": "0"}

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, env=environment, capture_output=True, text=True, check=True
    )

    assert done.stdout == (
        "-c statement_timeout=20s -c lock_timeout=0s -c idle_in_transaction_session_timeout=60s"
        " -c plan_cache_mode=force_generic_plan -c jit=off\n"
    )


def test_the_limits_end_with_the_work(db):
    with limited(Timeouts(statement=3, lock=2)), connection.cursor() as cursor:
        within = shown(cursor, "statement_timeout"), shown(cursor, "lock_timeout")

    with connection.cursor() as cursor:
        assert (within, shown(cursor, "statement_timeout")) == (("3s", "2s"), "0")


@pytest.mark.parametrize(
    ("limits", "statement", "message"),
    [
        (
            Timeouts(statement=1, lock=0),
            "SELECT pg_sleep(20)",
            r"A statement took more than 1 s \(MIGRATE_STATEMENT_TIMEOUT\)",
        ),
        (
            Timeouts(statement=0, lock=1),
            "SELECT pg_advisory_lock(801)",
            r"Something else held a lock for more than 1 s \(MIGRATE_LOCK_TIMEOUT\)",
        ),
    ],
)
def test_a_migration_gives_up(db, settings, monkeypatch, limits, statement, message):
    def run(*args, **kwargs):
        # As a migration runs; what holds a lock around it can still be given back.
        with transaction.atomic():
            connection.cursor().execute(statement)

    settings.MIGRATE_TIMEOUTS = limits
    monkeypatch.setattr("django.core.management.commands.migrate.Command.handle", run)
    known = connection.get_connection_params()
    address = {name: known[name] for name in ("host", "port", "user", "password", "dbname") if known.get(name)}

    with psycopg.connect(**address) as other:
        other.execute("SELECT pg_advisory_lock(801)")
        with pytest.raises(CommandError, match=message):
            call_command("migrate", verbosity=0)


def test_of_two_that_migrate_one_waits_for_the_other(db, monkeypatch, capsys):
    done = []
    known = connection.get_connection_params()
    address = {name: known[name] for name in ("host", "port", "user", "password", "dbname") if known.get(name)}

    with psycopg.connect(**address, autocommit=True) as other:

        def the_other_ends(seconds):
            done.append("the other")
            other.execute("SELECT pg_advisory_unlock(%s)", [Lock.MIGRATING])

        def run(*args, **kwargs):
            done.append("it")

        monkeypatch.setattr("cms.management.commands.migrate.time.sleep", the_other_ends)
        monkeypatch.setattr("django.core.management.commands.migrate.Command.handle", run)
        other.execute("SELECT pg_advisory_lock(%s)", [Lock.MIGRATING])
        call_command("migrate", verbosity=0)

    assert done == ["the other", "it"]
    assert capsys.readouterr().out == "Another `migrate` is at work on this database: waiting for it to end.\n"


def test_a_dangerous_migration_is_found():
    dangerous = {
        "pages.9001_index": ("CREATE INDEX slow ON pages_articlepage (lead);", True),
        "pages.9002_type": ('ALTER TABLE "pages_articlepage" ALTER COLUMN "lead" TYPE varchar(10);', True),
        "pages.9003_gone": ('ALTER TABLE "pages_articlepage" DROP COLUMN "lead";', True),
        "pages.9004_alone": ("CREATE INDEX CONCURRENTLY quick ON pages_articlepage (lead);", False),
        "pages.0003_page_at_path": ("CREATE INDEX slow ON wagtailcore_page (url_path);", True),
    }

    found = [line.split(": ")[:2] for line in migration_safety.dangers(dangerous) if not line.startswith("  ")]

    assert found == [
        ["pages.9001_index, line 1 of its SQL", "require-concurrent-index-creation"],
        ["pages.9002_type, line 1 of its SQL", "changing-column-type"],
        ["pages.9003_gone, line 1 of its SQL", "ban-drop-column"],
    ]


def test_a_foreign_key_is_safe_in_the_three_migrations_that_the_documentation_shows():
    column = "ALTER TABLE pages_standardpage ADD COLUMN contact_id bigint NULL"
    key = "FOREIGN KEY (contact_id) REFERENCES snippets_contact (id) DEFERRABLE INITIALLY DEFERRED"
    constraint = f"ALTER TABLE pages_standardpage ADD CONSTRAINT contact_fk {key}"
    index = "CREATE INDEX CONCURRENTLY contact ON pages_standardpage (contact_id)"
    gentle = {
        "pages.9001_contact": (f"{column};\n{constraint} NOT VALID;", True),
        "pages.9002_index": (f"DROP INDEX CONCURRENTLY IF EXISTS contact;\n{index};", False),
        "pages.9003_valid": ("ALTER TABLE pages_standardpage VALIDATE CONSTRAINT contact_fk;", True),
    }
    at_once = {"pages.9001_contact": (f"{column} CONSTRAINT contact_fk REFERENCES snippets_contact (id);", True)}

    assert migration_safety.dangers(gentle) == []
    assert "adding-foreign-key-constraint" in migration_safety.dangers(at_once)[0]
