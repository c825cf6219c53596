"""`manage.py check_links`: whether what public pages link to outside of the site still answers."""

from argparse import ArgumentParser
from collections import defaultdict
from typing import Any

from django.core.management import BaseCommand
from wagtail.models import Page

from cms.progress import progress
from pages.health.links import FAILURES_UNTIL_DEAD, addresses_on, due, remember, try_out
from pages.health.model import read_published


class Command(BaseCommand):
    help = (
        "Asks the addresses outside of the site that public pages link to, one after the other. What does not answer "
        "on two days stands in the report «Innholdshelse». Nothing runs this by itself: it asks other people's servers."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--most", type=int, default=500, help="how many addresses to try at most; 500 by default")

    def handle(self, *, most: int, **options: Any) -> None:
        pages_with = defaultdict(list)
        public = Page.objects.live().filter(depth__gt=1)
        with progress("Looking for links", public.count()) as advance:
            for page in public.specific().iterator(chunk_size=100):
                for address in addresses_on(page):
                    pages_with[address].append(page.pk)
                advance()
        remember(set(pages_with))
        links = list(due()[:most])
        was_dead = {link.address for link in links if link.failures >= FAILURES_UNTIL_DEAD}
        changed: set[int] = set()
        with progress(f"Trying {len(links)} of {len(pages_with)} addresses", len(links)) as advance:
            for link in try_out(links):
                if link.problem:
                    self.stdout.write(f"{link.address}: {link.problem}")
                if (link.failures >= FAILURES_UNTIL_DEAD) != (link.address in was_dead):
                    changed |= set(pages_with[link.address])
                advance()
        for page in Page.objects.filter(pk__in=changed).specific():
            read_published(page)
        failed = sum(bool(link.problem) for link in links)
        self.stdout.write(f"{len(links) - failed} answered, {failed} did not.")
