"""`manage.py grow_demo N`: grows the demo site to N articles and N/5 events, always the same ones."""

import datetime
import json
import random
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from wagtail.models import Page

from cms.demo.blocks import block
from cms.demo.dates import at
from cms.demo.laptop import add_flag, refuse_elsewhere
from cms.progress import progress
from pages.models import ArticleAuthor, ArticleIndexPage, ArticleKind, ArticlePage, EventIndexPage, EventKind, EventPage
from snippets.models import Contact, Image, Municipality, Theme

SUBJECTS = ["Innovasjonsverksted", "Forskningssamarbeid", "Tjenestedesign", "Velferdsteknologi", "Frivillighet"]
PLACES = ["i kommunene", "på tvers av fag", "med ungdom", "i distriktet", "sammen med forskere"]
OUTCOMES = ["gir nye svar", "sparer tid", "er i gang", "trenger flere hender", "viser vei"]
FIRST_DAY = datetime.date(2015, 1, 1)
BATCH_SEED = 2026


class Command(BaseCommand):
    help = "Grows the demo site to N articles and N/5 events; the same N twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("articles", type=int, metavar="N", help="how many articles there are to be")
        add_flag(parser)

    def handle(self, *args: Any, articles: int, in_production: bool, **options: Any) -> None:
        refuse_elsewhere(in_production=in_production)
        article_index = ArticleIndexPage.objects.filter(locale__language_code="nb").first()
        event_index = EventIndexPage.objects.filter(locale__language_code="nb").first()
        if article_index is None or event_index is None:
            raise CommandError("There is no demo site to grow: run `manage.py load_demo` first.")
        if articles < 0:
            raise CommandError(f"The number of articles cannot be negative, got {articles}.")
        self._grow(article_index, "vokst-artikkel", articles - _others(article_index, "vokst-artikkel"), _article)
        self._grow(event_index, "vokst-arrangement", articles // 5 - _others(event_index, "vokst-arrangement"), _event)
        self.stdout.write(
            f"{ArticlePage.objects.child_of(article_index).count()} articles, "
            f"{EventPage.objects.child_of(event_index).count()} events."
        )

    def _grow(self, index: Page, prefix: str, wanted: int, make: Any) -> None:
        """Add what is missing of the numbered pages below the index."""
        there = index.get_children().filter(slug__startswith=prefix).count()
        if there >= wanted:
            return
        choices = _Choices()
        with progress(f"Adding to «{index.title}»", wanted - there) as advance:
            for number in range(there, wanted):
                page = make(number, random.Random(BATCH_SEED + number), choices)
                page.slug = f"{prefix}-{number}"
                page.first_published_at = page.last_published_at = at(2015, 1, 1, 8) + datetime.timedelta(hours=number)
                Page.objects.get(pk=index.pk).add_child(instance=page)
                advance()


def _others(index: Page, prefix: str) -> int:
    """Pages below the index that are not of our making: they count, too."""
    return index.get_children().exclude(slug__startswith=prefix).count()


class _Choices:
    """What articles and events lead to, read once."""

    def __init__(self) -> None:
        self.images = list(Image.objects.filter(title__startswith="Illustrasjon").order_by("pk"))
        self.contacts = list(Contact.objects.filter(live=True).order_by("pk"))
        self.themes = list(Theme.objects.filter(locale__language_code="nb").order_by("pk"))
        self.municipalities = list(Municipality.objects.order_by("number"))


def _title(chance: random.Random, number: int) -> str:
    return f"{chance.choice(SUBJECTS)} {chance.choice(PLACES)} {chance.choice(OUTCOMES)} ({number + 1})"


def _article(number: int, chance: random.Random, choices: _Choices) -> ArticlePage:
    title = _title(chance, number)
    article = ArticlePage(
        title=title,
        kind=chance.choice(ArticleKind.values),
        published_on=FIRST_DAY + datetime.timedelta(days=number % 4000),
        lead=f"{title}. Teksten er satt sammen av programmet.",
        hero_image=chance.choice(choices.images),
        body=json.dumps([block("text", text=f"<p>{_title(chance, number)}. {_title(chance, number)}.</p>")]),
    )
    article.authors = [ArticleAuthor(contact=chance.choice(choices.contacts))]
    article.themes = chance.sample(choices.themes, k=2)
    article.municipalities = [chance.choice(choices.municipalities)]
    return article


def _event(number: int, chance: random.Random, choices: _Choices) -> EventPage:
    starts_at = at(2015, 1, 1, 9) + datetime.timedelta(days=number % 4000)
    event = EventPage(
        title=_title(chance, number),
        kind=chance.choice(EventKind.values),
        starts_at=starts_at,
        ends_at=starts_at + datetime.timedelta(hours=3),
        lead="Arrangementet er satt sammen av programmet.",
    )
    event.themes = chance.sample(choices.themes, k=1)
    event.municipalities = [chance.choice(choices.municipalities)]
    return event
