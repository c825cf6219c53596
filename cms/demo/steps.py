"""The demo site, made step by step."""

from collections.abc import Callable

from cms.demo.articles import make_articles
from cms.demo.events import make_events, make_projects
from cms.demo.shared import Shared, make_shared
from cms.demo.site import make_directory, make_front, make_partnership, make_surroundings, make_translations
from cms.roles import set_up_roles
from pages.models import EventPage, HomePage, ProjectPage


class Demo:
    """What earlier steps have made, for the later ones to lead to."""

    front: HomePage
    shared: Shared
    projects: list[ProjectPage]
    events: dict[str, EventPage]

    def front_page(self) -> None:
        self.front = make_front()
        set_up_roles(self.front)

    def organisations_and_contacts(self) -> None:
        self.shared = make_shared()

    def partnership(self) -> None:
        make_partnership(self.front, self.shared)
        make_directory(self.front)

    def project_pages(self) -> None:
        self.projects = make_projects(self.front, self.shared)

    def event_pages(self) -> None:
        self.events = make_events(self.front, self.shared, self.projects)

    def translations(self) -> None:
        make_translations(self.front)

    def articles(self) -> None:
        make_articles(self.front, self.shared, self.events, self.projects)

    def surroundings(self) -> None:
        make_surroundings(self.front, self.shared)


STEPS: list[Callable[[Demo], None]] = [
    Demo.front_page,
    Demo.organisations_and_contacts,
    Demo.partnership,
    Demo.project_pages,
    Demo.event_pages,
    Demo.translations,
    Demo.articles,
    Demo.surroundings,
]
