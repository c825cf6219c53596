"""What changed, noted by the database itself: triggers write the tags in the transaction that changes the rows.

Whatever path a change takes (the admin, a command, a statement over thousands of rows, psql), it is noted or it did not
happen. Notes are only ever added, so two editors never wait for each other; the number of the transaction says which of
them a reader's snapshot of the database has seen. `tags` says how they are named.
"""

from pathlib import Path
from typing import Any

from django.db import connections

from cms.api.tags import tracked

FUNCTIONS = Path(__file__).with_suffix(".sql").read_text()
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


def install(*, using: str, **kwargs: Any) -> None:
    """Have every change of every tracked table noted; after each `migrate`, so that a new table is never forgotten."""
    connection = connections[using]
    there = set(connection.introspection.table_names())
    statements = [FUNCTIONS]
    for one in tracked():
        if one.table in there:
            kind = "part of page" if one.is_part_of_page else "page" if one.table == "wagtailcore_page" else "thing"
            arguments = ", ".join(f"'{argument}'" for argument in (kind, one.tag, one.column))
            statements.append(TRIGGERS.format(table=f'"{one.table}"', arguments=arguments))
    if "cms_api_change" in there:
        with connection.cursor() as cursor:
            cursor.execute("\n".join(statements))
