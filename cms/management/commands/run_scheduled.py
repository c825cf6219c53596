"""`manage.py run_scheduled`: what the built-in scheduler does each minute, once."""

from typing import Any

from django.core.management import BaseCommand, CommandError

from cms.scheduled import run_scheduled


class Command(BaseCommand):
    help = (
        "Publishes and expires what is planned, gives free places at events to those who wait, and erases personal "
        "data whose time is up. `make run` and `make serve` do it each minute; with SCHEDULER=0 run it from cron."
    )

    def handle(self, **options: Any) -> None:
        done = run_scheduled()
        if not done:
            self.stdout.write("Another process is at it; nothing to do here.")
        for name, ended_well in done.items():
            self.stdout.write(f"{name}: {'done' if ended_well else 'failed, see the log'}")
        if not all(done.values()):
            raise CommandError("Not all tasks ended well.")
