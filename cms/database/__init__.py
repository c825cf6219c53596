"""Where the database is: DATABASE_URL, or an embedded PostgreSQL of the project's own."""

import os
from pathlib import Path
from typing import Any

from cms import environment

EMBEDDED_DIRECTORY = Path(__file__).resolve().parents[2] / "var" / "postgres"


def database_url() -> str:
    """The address of the database, of the embedded one if DATABASE_URL is not set."""
    return os.environ.get("DATABASE_URL", "").strip() or embedded_url(EMBEDDED_DIRECTORY)


def is_embedded() -> bool:
    """Whether the project runs its own PostgreSQL."""
    return not os.environ.get("DATABASE_URL", "").strip()


def embedded_url(directory: Path) -> str:
    """The address of the embedded PostgreSQL in this directory, for psql and its like."""
    from cms.database.embedded import socket_directory

    return f"postgresql://postgres@/postgres?host={socket_directory(directory)}"


def connection_settings() -> dict[str, Any]:
    """Django's description of the database.

    Nothing is started here, so `check`, `makemigrations` without a database and mypy's Django plugin
    stay cheap: the engine `cms.database` starts the embedded server before its first connection.
    """
    if is_embedded():
        return embedded_settings(EMBEDDED_DIRECTORY)
    return environment.database(database_url())


def embedded_settings(directory: Path) -> dict[str, Any]:
    """Django's description of the embedded PostgreSQL in this directory."""
    from cms.database.embedded import socket_directory

    return {
        "ENGINE": "cms.database",
        "EMBEDDED_DIRECTORY": directory,
        "HOST": str(socket_directory(directory)),
        "NAME": "postgres",
        "USER": "postgres",
    }
