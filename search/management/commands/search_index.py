"""`manage.py search_index`: writes all entries of the readers' search anew, while readers go on searching."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.progress import progress
from search.indexing import count_terms, everything, forget_the_gone, write
from search.kinds import KINDS
from search.models import Entry


class Command(BaseCommand):
    help = "Writes the index of the readers' search anew, entry by entry; what has not changed is left as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        total = sum(model._default_manager.count() for model in KINDS.values())
        with progress(f"Indexing {total} pages, contacts, organisations and documents", total) as advance:
            for batch in everything():
                for thing in batch:
                    write(thing)
                    advance()
        forget_the_gone()
        count_terms()
        self.stdout.write(f"{Entry.objects.count()} entries.")
