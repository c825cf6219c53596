"""`manage.py schema`: writes the public schema to the file that frontends generate their types from."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.api.documents import graphql_schema
from cms.api.trusted import trusted_files
from cms.schema_safety import findings, sdl_of
from cms.sdl import SCHEMA_FILE


class Command(BaseCommand):
    help = "Writes cms/schema.graphql, and says what the change breaks."

    def handle(self, *args: Any, **options: Any) -> None:
        schema = graphql_schema()
        committed = SCHEMA_FILE.read_text() if SCHEMA_FILE.exists() else ""
        documents = {file.name: file.read_text() for file in trusted_files()}
        for line in findings(schema, committed, documents).lines:
            self.stderr.write(line)
        fresh = sdl_of(schema)
        SCHEMA_FILE.write_text(fresh)
        self.stdout.write(f"cms/schema.graphql: {len(fresh.splitlines())} lines, up to date")
