"""`manage.py set_up_roles`: the editors' groups, their rights and the approval, in an installation of its own."""

from typing import Any

from django.core.management import BaseCommand, CommandError
from wagtail.models import Site

from cms.roles import EDITORS, MODERATORS, set_up_roles


class Command(BaseCommand):
    help = (
        f"Sets up the groups «{EDITORS}» and «{MODERATORS}» with the rights of this version, and the approval "
        "below each site's front page in each language. Run it after the first site has its front page, "
        "when that is translated, and after each upgrade."
    )

    def handle(self, **options: Any) -> None:
        roots = [site.root_page for site in Site.objects.select_related("root_page") if site.root_page.depth > 1]
        # Each language's front page stands beside the others, so what is granted below one is not below them.
        fronts = [front for root in roots for front in root.get_translations(inclusive=True)]
        if not fronts:
            raise CommandError("No site has a front page yet: make one in the admin first.")
        set_up_roles(fronts)
        self.stdout.write(f"Roles are set up; front pages: {len(fronts)}.")
