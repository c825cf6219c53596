"""The rows of the whole database, out of it and back into it, in PostgreSQL's own text format.

The tables themselves are made by migrations, so a backup of one version of PostgreSQL fits any other.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg import sql

# What counts only where it was written; it is neither kept nor brought back.
LEFT_OUT = {
    "cms_api_change": "counts the transactions of its own server",
    "cms_api_purged": "counts the transactions of its own server",
    "cms_api_spending": "counts what clients ask for in a minute",
    "django_session": "whoever reads the file could take over a log-in",
    "search_indexcopy": "speaks of another server's index",
    "search_unsent": "speaks of another server's index",
}
# Of these the former rows go on counting when a backup is brought in over them.
STAYING = {"cms_api_change"}

TABLES = """
    SELECT relname, ARRAY(
        SELECT attname FROM pg_attribute
        WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attname
    )
    FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND relpersistence = 'p'
    ORDER BY relname
"""
# With the table whose rows it numbers, if it does.
SEQUENCES = """
    SELECT relname, (
        SELECT refobjid::regclass::text FROM pg_depend
        WHERE objid = pg_class.oid AND classid = 'pg_class'::regclass AND refclassid = 'pg_class'::regclass
            AND deptype IN ('a', 'i') LIMIT 1
    )
    FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'S' ORDER BY relname
"""
WITH_TRIGGERS = """
    SELECT DISTINCT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE relnamespace = current_schema()::regnamespace AND NOT tgisinternal
"""
# So that the same value is the same text, whatever the server is set to.
AS_TEXT = """
    SELECT set_config('DateStyle', 'ISO', true), set_config('IntervalStyle', 'postgres', true),
        set_config('TimeZone', 'UTC', true), set_config('extra_float_digits', '1', true),
        set_config('bytea_output', 'hex', true), set_config('statement_timeout', '0', true)
"""


@dataclass(frozen=True)
class Table:
    """A table and those of its columns that hold something of their own."""

    name: str
    columns: list[str]


def all_tables() -> list[Table]:
    """Every table of the database."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        return [Table(name, columns) for name, columns in cursor.fetchall()]


def kept_tables() -> list[Table]:
    """Every table that belongs in a backup."""
    return [table for table in all_tables() if table.name not in LEFT_OUT]


def sequences() -> dict[str, int]:
    """For each sequence that belongs in a backup the number it gives next."""
    with connection.cursor() as cursor:
        cursor.execute(SEQUENCES)
        names = [name for name, table in cursor.fetchall() if table not in LEFT_OUT]
        return {name: _next(cursor, name) for name in names}


def write_values_alike() -> None:
    """Until the transaction ends, write values as text in the same way everywhere, and take the time it takes."""
    with connection.cursor() as cursor:
        cursor.execute(AS_TEXT)


def rows_of(table: Table) -> Iterator[bytes]:
    """The rows of the table, one a line, in pieces."""
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(_copy(table, "TO STDOUT")) as copy:
        for piece in copy:
            yield bytes(piece)


def empty(tables: Iterable[Table]) -> None:
    """Remove all rows and let no trigger of ours fire, until `settle`; foreign keys are still watched over."""
    with connection.cursor() as cursor:
        # What is waiting to be checked would be in the way of the next statements.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        for name in _with_triggers(cursor):
            cursor.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(name)))
        names = [sql.Identifier(table.name) for table in tables if table.name not in STAYING]
        cursor.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(names)))


def fill(table: Table, pieces: Iterable[bytes]) -> int:
    """Add the rows, as `rows_of` gives them; their number."""
    with connection.wrap_database_errors, connection.cursor() as cursor:
        with cursor.copy(_copy(table, "FROM STDIN")) as copy:
            for piece in pieces:
                copy.write(piece)
        return int(cursor.rowcount)


def settle(numbers: dict[str, int]) -> None:
    """Hold the rows to their foreign keys, go on counting from these numbers, and let triggers fire again.

    A number that was given already is not given again, even if nothing that is here now has it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name, number in numbers.items():
            # Unlike setval, this is undone with the transaction.
            restart = sql.SQL("ALTER SEQUENCE {} RESTART WITH {}")
            cursor.execute(restart.format(sql.Identifier(name), sql.Literal(max(number, _next(cursor, name)))))
        for name in _with_triggers(cursor):
            cursor.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(sql.Identifier(name)))


def _copy(table: Table, direction: str) -> sql.Composed:
    columns = sql.SQL(", ").join(map(sql.Identifier, table.columns))
    return sql.SQL("COPY {} ({}) {}").format(sql.Identifier(table.name), columns, sql.SQL(direction))


def _next(cursor: CursorWrapper, sequence: str) -> int:
    statement = sql.SQL("SELECT last_value + CASE WHEN is_called THEN 1 ELSE 0 END FROM {}")
    cursor.execute(statement.format(sql.Identifier(sequence)))
    return int(cursor.fetchone()[0])


def _with_triggers(cursor: CursorWrapper) -> list[str]:
    cursor.execute(WITH_TRIGGERS)
    return [name for (name,) in cursor.fetchall()]
