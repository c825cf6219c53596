"""`manage.py reset_two_factor`: lets somebody in again whose phone and recovery codes are gone."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError
from wagtail.log_actions import log

from cms.two_factor import forget


class Command(BaseCommand):
    help = "Takes two-factor sign-in away from a user, whose password alone is then enough. Ask who it is first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *, username: str, **options: Any) -> None:
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"No user is called {username}.")
        forget(user)
        log(user, "cms.two_factor.off", data={"source": "manage.py reset_two_factor"})
        self.stdout.write(f"{username} logs in with the password alone.")
