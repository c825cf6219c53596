"""What there is to read: the demo site, and on it content of the comparator's shape, the same at each run.

Shared content, projects and a few hundred pages are made through Django, as editors make them; `multiplying` makes
the thousands from these.
"""

import datetime
import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.management import call_command
from wagtail.models import Locale, Page
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.demo.blocks import block
from cms.demo.dates import at
from cms.demo.pictures import landscape
from cms.progress import progress
from pages.models import (
    ArticleAuthor,
    ArticleIndexPage,
    ArticleKind,
    ArticlePage,
    EventIndexPage,
    EventKind,
    EventPage,
    ProgrammeItem,
    ProjectIndexPage,
    ProjectPage,
)
from snippets.models import (
    Contact,
    ContactRole,
    FundingScheme,
    Image,
    Municipality,
    Organisation,
    OrganisationKind,
    Theme,
    Venue,
)
from tests.bench.words import RARE, paragraph, sentence

ORGANISATIONS, THEMES, SCHEMES, VENUES = 25, 20, 4, 10
# The comparator's: items on a programme, and topics of an article.
PROGRAMME, THEMES_EACH = 5, 2
ARTICLE_PREFIX, EVENT_PREFIX = "benk-artikkel-", "benk-arrangement-"


@dataclass(frozen=True)
class Amounts:
    """How many of each are made through Django. Articles and events are what the others are copies of."""

    articles: int = 100
    events: int = 20
    projects: int = 20
    contacts: int = 100
    images: int = 50


def load_demo() -> None:
    """The demo site, in an empty database."""
    call_command("migrate", verbosity=0)
    call_command("load_demo", "--in-production")


class Choices:
    """What pages lead to, made once."""

    def __init__(self, chance: random.Random, amounts: Amounts) -> None:
        self.chance = chance
        locale = Locale.objects.get(language_code="nb")
        self.images: list[Image] = [landscape(1000 + n, f"Tegnede åser nummer {n}") for n in range(amounts.images)]
        self.municipalities = list(Municipality.objects.order_by("number"))
        self.organisations = [
            Organisation.objects.create(
                name=f"Virksomhet {n}", kind=OrganisationKind.OTHER, url=f"https://org{n}.example.no"
            )
            for n in range(ORGANISATIONS)
        ]
        self.contacts = [self._contact(n) for n in range(amounts.contacts)]
        self.themes = [
            Theme.objects.create(label=f"Tema {n}", slug=f"benk-tema-{n}", locale=locale) for n in range(THEMES)
        ]
        self.venues = [Venue.objects.create(name=f"Sted {n}", place="Trondheim") for n in range(VENUES)]
        self.schemes = [
            FundingScheme.objects.create(name=f"Ordning {n}", abbreviation=f"ORD{n}") for n in range(SCHEMES)
        ]
        self.projects: list[ProjectPage] = []

    def _contact(self, number: int) -> Contact:
        return Contact.objects.create(
            name=f"{sentence(self.chance, 2)} {number}",
            roles=[ContactRole.FOUI_CONTACT],
            job_title="Rådgiver",
            organisation=self.chance.choice(self.organisations),
            municipality=self.chance.choice(self.municipalities),
            email=f"benk{number}@example.no",
            email_is_public=True,
            phone=f"7400{number:04d}",
            phone_is_public=True,
            photo=self.chance.choice(self.images),
        )


def make_originals(amounts: Amounts) -> None:
    """Shared content, projects, and the articles and events that all others are copies of."""
    pages = amounts.projects + amounts.articles + amounts.events
    # Nobody asks here what refers to what, and it takes half of the time.
    with disable_reference_index_auto_update(), progress("Making what the others are copies of", pages) as advance:
        choices = Choices(random.Random(42), amounts)
        _add(_index(ProjectIndexPage), [_project(number, choices) for number in range(amounts.projects)], advance)
        choices.projects = list(ProjectPage.objects.filter(slug__startswith="benk-prosjekt-").order_by("path"))
        _add(_index(ArticleIndexPage), [_article(number, choices) for number in range(amounts.articles)], advance)
        _add(_index(EventIndexPage), [_event(number, choices) for number in range(amounts.events)], advance)


def _index(model: Any) -> Any:
    return model.objects.get(locale__language_code="nb")


def _add(index: Page, pages: list[Any], advance: Callable[[], None]) -> None:
    for number, page in enumerate(pages):
        page.first_published_at = page.last_published_at = at(2015, 1, 1, 8) + datetime.timedelta(hours=number)
        Page.objects.get(pk=index.pk).add_child(instance=page)
        advance()


def _project(number: int, choices: Choices) -> ProjectPage:
    return ProjectPage(
        title=sentence(choices.chance, 5),
        slug=f"benk-prosjekt-{number}",
        lead=sentence(choices.chance, 20),
        owner_organisation=choices.chance.choice(choices.organisations),
        funding_scheme=choices.chance.choice(choices.schemes),
    )


def _article(number: int, choices: Choices) -> ArticlePage:
    chance = choices.chance
    article = ArticlePage(
        title=sentence(chance, 6),
        slug=f"{ARTICLE_PREFIX}{number}",
        kind=chance.choice(ArticleKind.values),
        published_on=datetime.date(2015, 1, 1) + datetime.timedelta(days=number),
        lead=sentence(chance, 35)[:400],
        hero_image=chance.choice(choices.images),
        body=json.dumps([_block(place, number, choices) for place in range(chance.randint(5, 8))]),
    )
    article.authors = [ArticleAuthor(contact=chance.choice(choices.contacts))]
    article.themes = chance.sample(choices.themes, k=THEMES_EACH)
    article.municipalities = [chance.choice(choices.municipalities)]
    article.projects = [chance.choice(choices.projects)]
    return article


def _block(place: int, number: int, choices: Choices) -> dict[str, Any]:
    """Headings, a picture, a quotation and running text in the comparator's order."""
    chance = choices.chance
    if place % 4 == 0:
        return block("heading", text=sentence(chance, 5), level="2")
    if place == 2:
        return block("image", image=chance.choice(choices.images).pk, alt_text="", is_decorative=False, caption="")
    if place == 5:
        return block("quote", text=sentence(chance, 18), attributed_to=sentence(chance, 2), role="")
    rare = f"<p>{RARE}</p>" if place == 1 and number % 100 == 50 else ""
    return block("text", text=paragraph(chance) + rare)


def _event(number: int, choices: Choices) -> EventPage:
    chance = choices.chance
    starts_at = at(2026, 1, 1, 9) + datetime.timedelta(days=number)
    event = EventPage(
        title=sentence(chance, 5),
        slug=f"{EVENT_PREFIX}{number}",
        kind=chance.choice(EventKind.values),
        starts_at=starts_at,
        ends_at=starts_at + datetime.timedelta(hours=6),
        venue=chance.choice(choices.venues),
        lead=sentence(chance, 20),
    )
    event.programme = [
        ProgrammeItem(
            title=sentence(chance, 5),
            starts_at=datetime.time(9 + place),
            presenter=chance.choice(choices.contacts).name,
            organisation=chance.choice(choices.organisations),
            project=chance.choice(choices.projects),
            sort_order=place,
        )
        for place in range(PROGRAMME)
    ]
    event.themes = [chance.choice(choices.themes)]
    event.municipalities = [chance.choice(choices.municipalities)]
    return event
