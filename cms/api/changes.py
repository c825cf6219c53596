"""What changed, noted by the database itself: triggers write the tags in the transaction that changes the rows.

Whatever path a change takes (the admin, a command, a statement over thousands of rows, psql), it is noted or it did not
happen. Notes are only ever added, so two editors never wait for each other; the number of the transaction says which of
them a reader's snapshot of the database has seen. `tags` says how they are named.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import connection, connections

from cms.api.tags import EVERYTHING, Shared, tracked

FUNCTIONS = Path(__file__).with_suffix(".sql").read_text()
# In a database restored elsewhere, transactions count anew: what was noted there would be news for ever.
FROM_ANOTHER_SERVER = "DELETE FROM cms_api_change WHERE transaction >= pg_snapshot_xmax(pg_current_snapshot());"
TRIGGERS = """
CREATE OR REPLACE TRIGGER cms_api_note_insert AFTER INSERT ON {table} REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION cms_api_note({arguments});
CREATE OR REPLACE TRIGGER cms_api_note_update AFTER UPDATE ON {table}
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION cms_api_note({arguments});
CREATE OR REPLACE TRIGGER cms_api_note_delete AFTER DELETE ON {table} REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION cms_api_note({arguments});
CREATE OR REPLACE TRIGGER cms_api_note_truncate AFTER TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION cms_api_note({arguments});
"""
# A draft in itself changes no answer; see `cms.api.planned`.
PLANNED = """
CREATE OR REPLACE TRIGGER cms_api_note_planned AFTER INSERT OR UPDATE OF approved_go_live_at ON wagtailcore_revision
    FOR EACH ROW WHEN (NEW.approved_go_live_at IS NOT NULL) EXECUTE FUNCTION cms_api_note_planned();
"""


def install(*, using: str, **kwargs: Any) -> None:
    """Have every change of every tracked table noted; after each `migrate`, so that a new table is never forgotten."""
    database = connections[using]
    there = set(database.introspection.table_names())
    if "cms_api_change" not in there:
        return
    there_now = [one for one in tracked() if one.table in there]
    statements = [_shared_tags([one.shared for one in there_now if one.shared]), FUNCTIONS]
    for one in there_now:
        kind = "part of page" if one.is_part_of_page else "page" if one.table == "wagtailcore_page" else "thing"
        shared = (one.shared.prefix, one.shared.column) if one.shared else ()
        arguments = ", ".join(f"'{argument}'" for argument in (kind, one.tag, one.column, *shared))
        statements.append(TRIGGERS.format(table=f'"{one.table}"', arguments=arguments))
    planned = PLANNED if "wagtailcore_revision" in there else ""
    with database.cursor() as cursor:
        cursor.execute("\n".join([*statements, planned, FROM_ANOTHER_SERVER]))


def note_everything() -> None:
    """Note that anything may have changed, whatever the database knows of it: no answer given before is kept."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO cms_api_change (tags) VALUES (%s)", [[EVERYTHING]])
        cursor.execute("NOTIFY cms_api_change")


def _shared_tags(tables: Iterable[Shared]) -> str:
    """A function that gives the tags of those who share something with a page."""
    selects = [
        f"SELECT '{one.prefix}' || {one.column} FROM {one.table} WHERE {one.owner} = page_id"  # noqa: S608
        for one in tables
    ]
    body = " UNION ALL ".join(selects) or "SELECT NULL WHERE false"
    return f"""
        CREATE OR REPLACE FUNCTION cms_api_shared_tags(page_id int) RETURNS SETOF text LANGUAGE sql STABLE AS
        $$ {body} $$;
    """
