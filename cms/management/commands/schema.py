"""Writes the public schema to the file that frontends generate their types from, or compares it."""

import difflib
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from graphql import lexicographic_sort_schema, print_schema

from cms.api.documents import graphql_schema
from cms.sdl import SCHEMA_FILE


class Command(BaseCommand):
    help = "Writes cms/schema.graphql; with --check only says whether it is what the code gives."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing, fail on a difference")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        # Sorted, because grapple keeps a type's interfaces in a set, whose order changes from run to run.
        fresh = print_schema(lexicographic_sort_schema(graphql_schema())) + "\n"
        kept = SCHEMA_FILE.read_text() if SCHEMA_FILE.exists() else ""
        if check and fresh != kept:
            difference = "\n".join(
                difflib.unified_diff(kept.splitlines(), fresh.splitlines(), "kept", "code", n=1, lineterm="")
            )
            raise CommandError(f"cms/schema.graphql is not what the code gives; run `make schema`.\n{difference}")
        if not check:
            SCHEMA_FILE.write_text(fresh)
        self.stdout.write(f"cms/schema.graphql: {len(fresh.splitlines())} lines, up to date")
