"""Which texts the database can hold."""

from django.db import connection


def refuse_other_encodings() -> None:
    """Say in one line that the database is not in UTF-8, before a text that it cannot hold fails halfway.

    No statement is sent: PostgreSQL tells its encoding as a connection begins. A pooler that does not pass it on is
    believed to be right.
    """
    connection.ensure_connection()
    encoding = connection.connection.info.parameter_status("server_encoding")
    if encoding not in {None, "UTF8"}:
        raise SystemExit(
            f"The database cannot be used: its encoding is {encoding}, and has to be UTF8, which it gets when it is "
            "made (createdb --encoding UTF8 --template template0)"
        )
