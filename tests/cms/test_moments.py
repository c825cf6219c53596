"""Moments come from PostgreSQL as they were written, whatever their form there."""

import datetime

import pytest
from django.db import DataError, connection
from psycopg.pq import Format
from psycopg.types.datetime import TimestamptzLoader

from cms.database.moments import MomentLoader


def read(text):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::timestamptz", [text])
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-28 06:01:37+00",
        "2026-11-28 06:01:37.1+00",
        "2026-11-28 06:01:37.123456+00",
        "2026-03-29 02:30:00+02",
        "0001-01-01 00:00:00+00",
        "9999-12-31 23:59:59.999999+00",
    ],
)
def test_a_moment_is_read_as_psycopg_reads_it(db, text):
    written = datetime.datetime.fromisoformat(text)
    with connection.cursor() as cursor:
        found = cursor.adapters.get_loader(connection.connection.adapters.types["timestamptz"].oid, Format.TEXT)

    assert found is MomentLoader
    assert read(text) == written
    assert read(text).utcoffset() == datetime.timedelta()
    assert TimestamptzLoader(0).load(text.encode()) == written


@pytest.mark.parametrize("text", ["0044-03-15 12:00:00 BC", "10000-01-01 00:00:00+00", "infinity"])
def test_a_moment_that_python_has_not_is_refused_as_psycopg_does(db, text):
    with pytest.raises(DataError, match=r"timestamp too|can't parse timestamptz"):
        read(text)
