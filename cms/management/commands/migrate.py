"""`manage.py migrate`: Django's, which does not bring a site to a halt that is in use meanwhile."""

import time
from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError
from psycopg.errors import LockNotAvailable, QueryCanceled

from cms.database.encoding import refuse_other_encodings
from cms.database.locks import Lock, advisory_lock
from cms.database.timeouts import limited

SECONDS_BETWEEN_LOOKS = 0.5
UNDONE = "That migration is undone, those before it are done: run `manage.py migrate` again"


class Command(migrate.Command):
    help = f"{migrate.Command.help} Gives up when it has to wait for others, or makes them wait."

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_other_encodings()
        is_told = False
        while True:
            # Asked again and again: a statement that waits for the lock is one that the other `migrate` would wait for,
            # when it makes an index concurrently.
            with advisory_lock(Lock.MIGRATING, waits=False) as is_alone:
                if is_alone:
                    self._migrate(*args, **options)
                    return
            if not is_told:
                self.stdout.write("Another `migrate` is at work on this database: waiting for it to end.")
                is_told = True
            time.sleep(SECONDS_BETWEEN_LOOKS)

    def _migrate(self, *args: Any, **options: Any) -> None:
        limits = settings.MIGRATE_TIMEOUTS
        try:
            with limited(limits):
                super().handle(*args, **options)
        except OperationalError as error:
            if isinstance(error.__cause__, LockNotAvailable):
                raise CommandError(
                    f"Something else held a lock for more than {limits.lock} s (MIGRATE_LOCK_TIMEOUT). {UNDONE}, "
                    "when fewer are at work if need be."
                ) from error
            if isinstance(error.__cause__, QueryCanceled):
                raise CommandError(
                    f"A statement took more than {limits.statement} s (MIGRATE_STATEMENT_TIMEOUT), in which others may "
                    f"have had to wait. {UNDONE} with a higher limit, 0 for none, while nobody is at work."
                ) from error
            raise
