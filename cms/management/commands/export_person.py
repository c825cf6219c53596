"""`manage.py export_person`: what is stored of somebody, for them to have."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand
from django.core.serializers.json import DjangoJSONEncoder

from cms.people import exported


class Command(BaseCommand):
    help = "Prints everything that is stored of whoever has the e-mail address, as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *, email: str, **options: Any) -> None:
        self.stdout.write(json.dumps(exported(email), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
