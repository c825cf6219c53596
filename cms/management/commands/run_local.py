"""`manage.py run_local`: the whole site on a laptop, in one process start."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import BaseCommand, call_command

from cms.demo.logins import LOGINS, PASSWORD
from cms.management.commands import migrate
from cms.migration_state import apps_without_migrations, unapplied_migrations
from cms.progress import progress
from cms.server import refuse_taken_port, serve


class Migrate(migrate.Command):
    """The command, with a bar instead of a line for each migration."""

    def __init__(self, advance: Callable[[], None]) -> None:
        super().__init__()
        self.advance = advance

    def migration_progress_callback(self, action: str, *args: Any, **kwargs: Any) -> None:
        if action == "apply_success":
            self.advance()


class Command(BaseCommand):
    help = "Migrates and loads the demo content where that is missing, then serves on 127.0.0.1."
    # `make check` asks for them; here they would cost a start a second.
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        refuse_taken_port("127.0.0.1", settings.PORT)
        if missing := unapplied_migrations():
            with progress("Migrating the database", len(missing)) as advance:
                call_command(Migrate(advance), verbosity=0)
        self._warn_of_missing_migrations()
        if not apps.get_model("pages", "HomePage").objects.exists():
            call_command("load_demo")
        self.stdout.write(self._welcome())
        self.stdout.flush()
        serve(host="127.0.0.1", port=settings.PORT, workers=1, threads=settings.THREADS)

    def _warn_of_missing_migrations(self) -> None:
        if labels := " ".join(apps_without_migrations()):
            self.stderr.write(
                f"Models have changed, and no migration says how, so the database does not know of it ({labels}). "
                f"Run `DEBUG=1 .venv/bin/python manage.py makemigrations {labels}`, then start again."
            )

    def _welcome(self) -> str:
        root = f"http://127.0.0.1:{settings.PORT}"
        return f"""
  Site      {root}/
  GraphQL   {root}/graphql/
  GraphiQL  {root}/graphiql/
  Schema    {root}/schema.graphql
  Admin     {root}/admin/   log in as {", ".join(LOGINS)} with the password {PASSWORD}
"""
