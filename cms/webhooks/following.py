"""Tells receivers of changes as they happen, in a process of its own beside the server."""

import logging
import signal
import sys
import time
from typing import Any, NoReturn

import psycopg
from django.db import DatabaseError, connection

from cms.webhooks.sending import Sending, send_due
from cms.webhooks.telling import tell

logger = logging.getLogger(__name__)

# The database says at once that something has changed; it is asked this often all the same, and whether a try is due.
SECONDS_BETWEEN_LOOKS = 1.0
SECONDS_TO_RECOVER = 5.0


def tell_webhooks() -> None:
    """Tell of what has changed and send what is due, once: what `run_scheduled` does each minute."""
    tell()
    send_due()


def keep_telling() -> NoReturn:
    """Tell and send until the process is asked to end; what is on its way then still arrives."""
    sending = Sending()

    def end(*_: Any) -> None:
        sys.exit()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    try:
        while True:
            try:
                _follow(sending)
            except (DatabaseError, psycopg.Error) as error:
                logger.error("Webhooks wait for the database (%s)", " ".join(str(error).split()))  # noqa: TRY400
            except Exception:
                logger.exception("Webhooks could not be told")
            connection.close()
            time.sleep(SECONDS_TO_RECOVER)
    finally:
        sending.stop()


def _follow(sending: Sending) -> NoReturn:
    with connection.cursor() as cursor:
        cursor.execute("LISTEN cms_api_change")
    while True:
        tell()
        sending.begin()
        for _ in connection.connection.notifies(timeout=SECONDS_BETWEEN_LOOKS, stop_after=1):
            pass
