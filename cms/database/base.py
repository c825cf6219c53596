"""Django's PostgreSQL engine, which starts the embedded server before it connects."""

from typing import Any

from django.db.backends.postgresql import base

from cms.database import embedded


class DatabaseWrapper(base.DatabaseWrapper):
    """Connects to an embedded PostgreSQL that runs at the latest when the first connection is made."""

    def get_connection_params(self) -> dict[str, Any]:
        # Asked before every new connection and every checkout from the pool, so a server that was
        # killed meanwhile is started again. Costs one connect to a local socket.
        embedded.ensure_running(self.settings_dict["EMBEDDED_DIRECTORY"])
        return super().get_connection_params()
