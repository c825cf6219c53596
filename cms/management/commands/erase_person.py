"""`manage.py erase_person`: forgets somebody who asks for it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from cms.audit import note_person
from cms.people import erase, exported, is_address


class Command(BaseCommand):
    help = (
        "Erases whoever has the e-mail address: contact with its drafts, registrations, nominations, and what the log "
        "says. Then it looks through all texts in the database for what is left, which only an editor can rewrite."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *, email: str, yes: bool, **options: Any) -> None:
        # All that has no address would have the empty one.
        if not is_address(email):
            raise CommandError(f"Nothing was erased: {email!r} is no e-mail address.")
        found = exported(email)
        self.stdout.write(f"{len(found)} objects are stored of {email}.")
        if not yes and not self._is_meant():
            raise CommandError("Nothing was erased.")
        left = erase(email)
        note_person("cms.person.erase", len(found))
        for trace in left:
            self.stdout.write(f"Still in {trace.table}.{trace.column}: {trace.rows} rows")
        if left:
            raise CommandError(
                "Erased, but others have written of the person, too: rewrite that in the admin, run "
                "`manage.py purge_revisions` and this command again."
            )
        self.stdout.write("Erased; nothing is left in the database.")

    def _is_meant(self) -> bool:
        try:
            return input("Erase them? This cannot be undone. [y/N] ").strip().lower() == "y"
        except EOFError as error:
            raise CommandError("Nothing was erased: nobody is here to be asked, so say --yes.") from error
