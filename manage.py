#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    from django.conf import settings
    from django.core.management import execute_from_command_line
    from django.db import DatabaseError, connection
    from django.db.migrations.exceptions import MigrationSchemaMissing

    # Read them now: Django defers a mistake in the settings and reports it as an unknown command.
    _ = settings.DEBUG
    try:
        execute_from_command_line(sys.argv)
    except MigrationSchemaMissing as error:
        reason = str(error).partition("(")[2].partition("\n")[0]
        sys.exit(f"The database cannot be used: its user may not make tables in it ({reason.rstrip(')')})")
    except DatabaseError as error:
        if connection.connection is not None:
            raise
        # No connection was made: that is the surroundings' fault, and a traceback would bury the reason.
        sys.exit(f"The database cannot be used: {' '.join(str(error).split())}")


if __name__ == "__main__":
    main()
