"""`manage.py run_local`: the whole site on a laptop, in one process start."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import BaseCommand, call_command

from cms.management.commands.load_demo import LOGINS, PASSWORD
from cms.migration_state import unapplied_migrations
from cms.server import refuse_taken_port, serve


class Command(BaseCommand):
    help = "Migrates and loads the demo content where that is missing, then serves on 127.0.0.1."
    # `make check` asks for them; here they would cost a start a second.
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        refuse_taken_port("127.0.0.1", settings.PORT)
        if unapplied_migrations():
            self.stdout.write("Migrating the database …")
            call_command("migrate", verbosity=0)
        if not apps.get_model("pages", "HomePage").objects.exists():
            self.stdout.write("Loading the demo content …")
            call_command("load_demo")
        self.stdout.write(self._welcome())
        self.stdout.flush()
        serve(host="127.0.0.1", port=settings.PORT, workers=1, threads=8)

    def _welcome(self) -> str:
        root = f"http://127.0.0.1:{settings.PORT}"
        return f"""
  GraphQL   {root}/graphql/
  GraphiQL  {root}/graphiql/
  Schema    {root}/schema.graphql
  Admin     {root}/admin/   log in as {", ".join(LOGINS)} with the password {PASSWORD}
"""
