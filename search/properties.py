"""What hits have in common, and where each model keeps it: themes, municipalities, organisations, years."""

from collections.abc import Mapping

from django.db.models import Model

from pages.articles import ArticlePage
from pages.events import EventPage
from pages.mandate import MandatePage
from pages.partnership import PartnershipPage
from pages.projects import ProjectPage
from pages.strategy import StrategyPage
from snippets.contacts import Contact
from snippets.organisations import Organisation

# For each model that has the property, the lookups of its value and of the label that readers see.
Property = dict[type[Model], tuple[str, str]]


def _of(paths: Mapping[type[Model], str], value: str, label: str) -> dict[type[Model], tuple[str, str]]:
    return {model: (f"{path}__{value}", f"{path}__{label}") for model, path in paths.items()}


THEMES: Property = _of({ArticlePage: "themes", EventPage: "themes"}, "slug", "label")
MUNICIPALITIES: Property = _of(
    {
        ArticlePage: "municipalities",
        EventPage: "municipalities",
        ProjectPage: "municipalities",
        Contact: "municipality",
        Organisation: "municipality",
    },
    "number",
    "name",
)
ORGANISATIONS: Property = _of(
    {
        EventPage: "organisers__organisation",
        ProjectPage: "owner_organisation",
        StrategyPage: "owner_organisation",
        PartnershipPage: "partners__organisation",
        MandatePage: "signatories__organisation",
        Contact: "organisation",
    },
    "pk",
    "name",
) | {Organisation: ("pk", "name")}
# The year that readers see; what is of no year in particular, such as an ordinary page or a person, has none.
YEARS: Property = {
    model: (f"{day}__year", f"{day}__year")
    for model, day in {
        ArticlePage: "published_on",
        EventPage: "starts_at",
        ProjectPage: "starts_on",
        StrategyPage: "starts_on",
        MandatePage: "adopted_on",
    }.items()
}
