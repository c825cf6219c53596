"""What has to be done as time goes by, whoever is at work: publish, expire, give places, erase, and tell others."""

import logging
import multiprocessing
import time
from collections.abc import Callable

from django.db import connection

from cms.api.publishing import publish_scheduled
from cms.api.rate_limit import forget_spending
from cms.database.locks import Lock, advisory_lock
from cms.login import forget_attempts
from cms.people import erase_unconfirmed
from cms.webhooks.erasing import erase_webhook_log
from cms.webhooks.following import keep_telling, tell_webhooks
from pages.health.model import read_again
from pages.registrations.changes import tell_of_changes
from pages.registrations.erasing import erase_registrations
from pages.registrations.places import fill_all_places
from snippets.confirmations.reviewing import review_contacts
from snippets.nominations.erasing import erase_nominations
from snippets.uploads import forget_unfinished

# In seconds: what an editor has planned for 10:00 happens before 10:01.
INTERVAL = 60

logger = logging.getLogger(__name__)


TASKS: tuple[Callable[[], object], ...] = (
    publish_scheduled,
    fill_all_places,
    tell_of_changes,
    erase_registrations,
    erase_nominations,
    review_contacts,
    erase_unconfirmed,
    read_again,
    forget_attempts,
    forget_unfinished,
    forget_spending,
    erase_webhook_log,
    tell_webhooks,
)


def run_scheduled() -> dict[str, bool]:
    """Run each task once; by its name, whether it ended well. Empty when they are being run elsewhere.

    A task that fails is logged, and keeps no other from running.
    """
    with advisory_lock(Lock.SCHEDULED_TASKS, waits=False) as is_alone:
        return {task.__name__: _ran(task) for task in TASKS} if is_alone else {}


def start_scheduler() -> None:
    """Run the tasks each minute, and tell webhooks at once, in processes beside this one that end with it."""
    fork = multiprocessing.get_context("fork")
    fork.Process(target=_run_for_ever, name="scheduler", daemon=True).start()
    fork.Process(target=keep_telling, name="webhooks", daemon=True).start()


def _run_for_ever() -> None:
    while True:
        try:
            run_scheduled()
        except Exception:
            # The database is away, for example: it may be back in a minute.
            logger.exception("The scheduled tasks could not be run")
        connection.close()
        time.sleep(INTERVAL)


def _ran(task: Callable[[], object]) -> bool:
    try:
        task()
    except Exception:
        logger.exception("A scheduled task has failed: %s", task.__name__)
        return False
    return True
