"""What hits have in common, and where each model keeps it: themes, municipalities, organisations, a day."""

from django.db.models import Model

from pages.articles import ArticlePage
from pages.events import EventPage
from pages.mandate import MandatePage
from pages.partnership import PartnershipPage
from pages.projects import ProjectPage
from pages.strategy import StrategyPage
from snippets.contacts import Contact
from snippets.organisations import Organisation

# For each model that has the property, the path of relations to it; empty for what is it itself.
Property = dict[type[Model], str]

THEMES: Property = {ArticlePage: "themes", EventPage: "themes"}
MUNICIPALITIES: Property = {
    ArticlePage: "municipalities",
    EventPage: "municipalities",
    ProjectPage: "municipalities",
    Contact: "municipality",
    Organisation: "municipality",
}
ORGANISATIONS: Property = {
    EventPage: "organisers__organisation",
    ProjectPage: "owner_organisation",
    StrategyPage: "owner_organisation",
    PartnershipPage: "partners__organisation",
    MandatePage: "signatories__organisation",
    Contact: "organisation",
    Organisation: "",
}
# The day that readers see; what is of no day in particular, such as an ordinary page or a person, has none.
DAYS: dict[type[Model], str] = {
    ArticlePage: "published_on",
    EventPage: "starts_at",
    ProjectPage: "starts_on",
    StrategyPage: "starts_on",
    MandatePage: "adopted_on",
}
