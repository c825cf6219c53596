"""Puts the database back after a test that has committed something.

Django empties every table by TRUNCATE and writes the rows that migrations made again through its models, which takes
over a second for each test here. Copies of those rows inside of the database do it in some hundredths of one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db import connection, transaction
from django.test import TransactionTestCase

COPIES = "pristine"
# What a TRUNCATE would have noted: whatever was remembered of the tables is not so any more.
NOTE = "INSERT INTO cms_api_change (tags) VALUES (ARRAY['*']); SELECT pg_notify('cms_api_change', '')"
# Has no model, so that Django does not know of it: what a client has spent here it would lack in the next test.
WITHOUT_MODEL = "cms_api_spending"
COLUMNS = """
    SELECT table_name, string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position)
    FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name = ANY(%s) AND is_generated = 'NEVER'
    GROUP BY table_name ORDER BY table_name
"""


@contextmanager
def kept() -> Iterator[None]:
    """While it lasts, tests that commit find the rows of the migrations, and leave them behind.

    Needs a role that may set triggers aside. With another one Django does it in its own way, which lasts longer.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        is_superuser = cursor.fetchone() == (True,)
    if not is_superuser:
        yield
        return
    restore = _restoring()
    # The rows are back already when the next test begins.
    creation = patch.object(type(connection.creation), "deserialize_db_from_string", lambda *_: None)
    with creation, patch.object(TransactionTestCase, "_fixture_teardown", lambda _: _run(restore)):
        yield


def _restoring() -> str:
    """The statements that put every row back; copies what is there when there are no copies from an earlier run."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    statements = ["SET LOCAL session_replication_role = replica", f"DELETE FROM {WITHOUT_MODEL}"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = %s)", [COPIES])
        [has_copies] = cursor.fetchone() or [False]
        if not has_copies:
            cursor.execute(f"CREATE SCHEMA {COPIES}")
        cursor.execute(COLUMNS, [list(tables)])
        for table, columns in cursor.fetchall():
            name = connection.ops.quote_name(table)
            if not has_copies:
                cursor.execute(f"CREATE TABLE {COPIES}.{name} AS SELECT {columns} FROM {name}")
            statements.append(f"DELETE FROM {name}")
            cursor.execute(f"SELECT EXISTS (SELECT FROM {COPIES}.{name})")
            if cursor.fetchone() == (True,):
                rows = f"SELECT {columns} FROM {COPIES}.{name}"
                statements.append(f"INSERT INTO {name} ({columns}) OVERRIDING SYSTEM VALUE {rows}")
    restore = "; ".join([*statements, NOTE])
    if has_copies:
        _run(restore)
    return restore


def _run(statements: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statements)
