"""`manage.py security_headers`: the table of headers in docs/security.md, as this installation answers."""

from typing import Any

from django.core.management import BaseCommand

from cms.security_table import table


class Command(BaseCommand):
    help = "Prints the headers and cookies of the readers' site, the API and the admin, as docs/security.md shows them."

    def handle(self, **options: Any) -> None:
        self.stdout.write(table())
