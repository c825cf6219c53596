"""`manage.py export_person`: what is stored of somebody, for them to have."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder

from cms.audit import note_person
from cms.people import exported, is_address


class Command(BaseCommand):
    help = "Prints everything that is stored of whoever has the e-mail address, as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *, email: str, **options: Any) -> None:
        if not is_address(email):
            raise CommandError(f"{email!r} is no e-mail address.")
        found = exported(email)
        note_person("cms.person.export", len(found))
        self.stdout.write(json.dumps(found, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
