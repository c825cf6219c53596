"""The demo site, made step by step."""

from collections.abc import Callable

from cms.demo.articles import make_articles
from cms.demo.events import make_events, make_projects
from cms.demo.partnership import Partnership, make_partnership, tell_of_the_sharing
from cms.demo.shared import Shared, make_shared
from cms.demo.site import (
    make_about,
    make_accessibility_statement,
    make_directory,
    make_front,
    make_menus,
    make_settings,
    show_first,
)
from cms.demo.translations import make_translations
from cms.roles import set_up_roles
from pages.models import ArticlePage, ContactDirectoryPage, EventPage, HomePage, ProjectPage


class Demo:
    """What earlier steps have made, for the later ones to lead to."""

    front: HomePage
    shared: Shared
    partnership: Partnership
    directory: ContactDirectoryPage
    projects: list[ProjectPage]
    events: dict[str, EventPage]
    recap: ArticlePage

    def make_front_page(self) -> None:
        self.front = make_front()

    def make_organisations_and_contacts(self) -> None:
        self.shared = make_shared()

    def make_partnership(self) -> None:
        self.partnership = make_partnership(self.front, self.shared)
        self.directory = make_directory(self.front)

    def make_projects(self) -> None:
        self.projects = make_projects(self.front, self.shared)

    def make_events(self) -> None:
        self.events = make_events(self.front, self.shared, self.projects)

    def make_articles(self) -> None:
        self.recap = make_articles(self.front, self.shared, self.events, self.projects)
        tell_of_the_sharing(self.partnership, self.directory, self.events, self.projects)

    def make_translations(self) -> None:
        make_translations(self.front, self.partnership.page, self.events, self.recap, self.shared)

    def make_surroundings(self) -> None:
        about = make_about(self.front)
        show_first(self.front, self.partnership.page, self.recap, self.directory)
        make_menus(self.front, [about, make_accessibility_statement(self.front)], self.partnership)
        make_settings(self.partnership, about, self.shared)
        set_up_roles(HomePage.objects.all())


STEPS: list[Callable[[Demo], None]] = [
    Demo.make_front_page,
    Demo.make_organisations_and_contacts,
    Demo.make_partnership,
    Demo.make_projects,
    Demo.make_events,
    Demo.make_articles,
    Demo.make_translations,
    Demo.make_surroundings,
]
