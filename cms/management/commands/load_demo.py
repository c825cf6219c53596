"""`manage.py load_demo`: the partnership's site with demo content, into an empty site."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from cms.demo.steps import STEPS, Demo
from cms.progress import progress
from cms.roles import EDITORS, MODERATORS
from pages.models import HomePage

# For a laptop only: they stand in the README.
LOGINS = {"admin": None, "redaktor": EDITORS, "moderator": MODERATORS}
PASSWORD = "foui-demo-2026"  # noqa: S105


class Command(BaseCommand):
    help = "Loads the demo content into an empty site; does nothing when there is a front page already."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--with-logins",
            action="store_true",
            help="make the demo logins also where DEBUG is off (a public password!)",
        )

    @transaction.atomic
    def handle(self, *args: Any, with_logins: bool, **options: Any) -> None:
        if HomePage.objects.exists():
            self.stdout.write("The site has a front page already: nothing loaded.")
            return
        demo = Demo()
        with progress("Loading the demo content", len(STEPS)) as advance:
            for step in STEPS:
                step(demo)
                advance()
        if settings.DEBUG or with_logins:
            self._make_logins()
        self.stdout.write("The demo content is loaded.")

    def _make_logins(self) -> None:
        users = get_user_model().objects
        for name, group in LOGINS.items():
            if users.filter(username=name).exists():
                continue
            if group is None:
                users.create_superuser(name, f"{name}@example.no", PASSWORD)
            else:
                users.create_user(name, f"{name}@example.no", PASSWORD).groups.add(Group.objects.get(name=group))
