"""`manage.py load_demo`: the partnership's site with demo content, into an empty site."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from cms.demo.laptop import add_flag, refuse_elsewhere
from cms.demo.logins import make_logins
from cms.demo.steps import STEPS, Demo
from cms.progress import progress
from pages.models import HomePage


class Command(BaseCommand):
    help = "Loads the demo content into an empty site; does nothing when there is a front page already."

    def add_arguments(self, parser: CommandParser) -> None:
        add_flag(parser)

    @transaction.atomic
    def handle(self, *args: Any, in_production: bool, **options: Any) -> None:
        refuse_elsewhere(in_production=in_production)
        if HomePage.objects.exists():
            self.stdout.write("The site has a front page already: nothing loaded.")
            return
        demo = Demo()
        with progress("Loading the demo content", len(STEPS)) as advance:
            for step in STEPS:
                step(demo)
                advance()
        if settings.DEBUG:
            make_logins()
        self.stdout.write("The demo content is loaded.")
