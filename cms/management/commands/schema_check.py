"""`manage.py schema_check`: whether the code still gives the schema that was promised."""

import difflib
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.api.documents import graphql_schema
from cms.api.trusted import trusted_files
from cms.schema_safety import findings, sdl_of
from cms.sdl import SCHEMA_FILE

PROBLEM = "The code does not give the schema that was promised."
WAY_OUT = (
    "If the change is meant, run `make schema` and commit cms/schema.graphql with it; keep what breaks clients as a "
    "deprecated field instead."
)


class Command(BaseCommand):
    help = (
        "Compares the schema with cms/schema.graphql and with all trusted documents. Fails on a difference; says "
        "which changes break clients, and which operations they break."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        schema = graphql_schema()
        committed = SCHEMA_FILE.read_text() if SCHEMA_FILE.exists() else ""
        documents = {file.name: file.read_text() for file in trusted_files()}
        lines = findings(schema, committed, documents).lines
        if (fresh := sdl_of(schema)) != committed:
            lines += difflib.unified_diff(
                committed.splitlines(), fresh.splitlines(), "committed", "code", n=1, lineterm=""
            )
        if lines:
            raise CommandError("\n".join([PROBLEM, *lines, WAY_OUT]))
        self.stdout.write(f"The schema is as promised, and {len(documents)} trusted documents are valid.")
