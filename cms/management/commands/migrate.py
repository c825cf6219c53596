"""`manage.py migrate`: Django's, which does not bring a site to a halt that is in use meanwhile."""

from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError
from psycopg.errors import LockNotAvailable, QueryCanceled

from cms.database.timeouts import limited

UNDONE = "That migration is undone, those before it are done: run `manage.py migrate` again"


class Command(migrate.Command):
    help = f"{migrate.Command.help} Gives up when it has to wait for others, or makes them wait."

    def handle(self, *args: Any, **options: Any) -> None:
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
