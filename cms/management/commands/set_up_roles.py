"""`manage.py set_up_roles`: the editors' groups, their rights and the approval, in an installation of its own."""

from typing import Any

from django.core.management import BaseCommand, CommandError

from cms.roles import EDITORS, MODERATORS, set_up_roles
from pages.models import HomePage


class Command(BaseCommand):
    help = (
        f"Sets up the groups «{EDITORS}» and «{MODERATORS}» with the rights of this version, and the approval "
        "below each site's front page in each language. Run it after the first site has its front page, "
        "when that is translated, and after each upgrade."
    )

    def handle(self, **options: Any) -> None:
        # A new database has a site whose root is Wagtail's welcome page, which is no front page.
        roots = HomePage.objects.filter(sites_rooted_here__isnull=False)
        # Each language's front page stands beside the others, so what is granted below one is not below them.
        fronts = HomePage.objects.filter(translation_key__in=roots.values("translation_key"))
        if not fronts:
            raise CommandError("No site has a front page yet: make one in the admin first.")
        set_up_roles(fronts)
        self.stdout.write(f"Roles are set up; front pages: {len(fronts)}.")
