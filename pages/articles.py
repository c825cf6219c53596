"""Articles: news, experiences, reports and opinions."""

from __future__ import annotations

import datetime
from typing import Any

import graphene
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.forms import CheckboxSelectMultiple
from django.utils import timezone
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, TabbedInterface
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from cms.api.fields import (
    GraphQLDate,
    GraphQLEnum,
    GraphQLHtml,
    GraphQLMethod,
    GraphQLRelation,
    GraphQLRelations,
    GraphQLStreamField,
    GraphQLString,
    node_type,
)
from pages.blocks import BodyStreamBlock
from pages.choices import known_choice
from pages.content import ContentPage
from pages.problems import Incomplete
from pages.related import MOST_RELATED, related_articles
from pages.richtext import PARAGRAPHS
from pages.rows import Row, RowsPanel
from pages.structured_data import Describer, known
from snippets.constraints import FieldCheck


class ArticleKind(models.TextChoices):
    """What sort of article it is."""

    NEWS = "news", "Nyhet"
    EXPERIENCE = "experience", "Erfaring"
    REPORT = "report", "Referat"
    OPINION = "opinion", "Meningsinnlegg"


SCHEMA_TYPES: dict[str, str] = {
    ArticleKind.NEWS: "NewsArticle",
    ArticleKind.REPORT: "Report",
    ArticleKind.OPINION: "OpinionNewsArticle",
}


class ArticleIndexPage(ContentPage):
    """The page that articles live under."""

    introduction = RichTextField("innledning", blank=True, features=PARAGRAPHS)

    page_description = "Samler artiklene. Nye artikler lages under denne siden."
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.ArticlePage"]
    max_count_per_parent = 1

    content_panels = [*ContentPage.content_panels, "introduction"]
    edit_handler = TabbedInterface([ObjectList(content_panels, heading="Innhold"), *ContentPage.shared_tabs])

    search_fields = [*ContentPage.search_fields, index.SearchField("introduction")]
    graphql_fields = [
        *ContentPage.graphql_fields,
        GraphQLHtml("introduction", "What the articles are about."),
    ]

    class Meta:
        verbose_name = "Artikler"
        verbose_name_plural = "Artikkeloversikter"


def today() -> datetime.date:
    """The day it is in Norway."""
    return timezone.localdate()


class ArticlePage(ContentPage):
    """Something to read: news, an experience, a report or an opinion."""

    # What articles are found by that share it.
    listed_by = ("themes", "municipalities")

    kind = models.CharField("type", max_length=20, choices=ArticleKind, default=ArticleKind.NEWS)
    published_on = models.DateField(
        "dato", default=today, help_text="Datoen leserne ser. Den styrer også rekkefølgen i oversikten."
    )
    lead = models.TextField(
        "ingress", max_length=400, help_text="Én til tre setninger som sier hva artikkelen handler om."
    )
    hero_image = models.ForeignKey(
        "snippets.Image",
        verbose_name="hovedbilde",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    body = StreamField(BodyStreamBlock(), blank=True, verbose_name="brødtekst")
    themes = ParentalManyToManyField("snippets.Theme", verbose_name="temaer", blank=True, related_name="articles")
    municipalities = ParentalManyToManyField(
        "snippets.Municipality", verbose_name="kommuner", blank=True, related_name="articles"
    )
    projects = ParentalManyToManyField(
        "pages.ProjectPage", verbose_name="prosjekter", blank=True, related_name="articles"
    )
    event = models.ForeignKey(
        "pages.EventPage",
        verbose_name="arrangement",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="reports",
        help_text="Arrangementet artikkelen forteller fra.",
    )

    page_description = "En nyhet, en erfaring, et referat eller et meningsinnlegg."
    parent_page_types = ["pages.ArticleIndexPage"]
    subpage_types: list[str] = []

    content_panels = [
        *ContentPage.content_panels,
        FieldRowPanel(["kind", "published_on"]),
        "lead",
        "hero_image",
        "body",
        RowsPanel("authors", heading="Forfattere", label="forfatter"),
    ]
    context_panels = [
        FieldPanel("themes", widget=CheckboxSelectMultiple),
        FieldPanel("municipalities", widget=CheckboxSelectMultiple),
        FieldPanel("projects", widget=CheckboxSelectMultiple),
        "event",
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading="Innhold"),
            ObjectList(context_panels, heading="Sammenheng"),
            *ContentPage.shared_tabs,
        ]
    )

    search_fields = [
        *ContentPage.search_fields,
        index.SearchField("lead", boost=1.5),
        index.SearchField("body"),
        index.RelatedFields("authors", [index.SearchField("name")]),
        index.FilterField("kind"),
        index.FilterField("published_on"),
        index.FilterField("event"),
    ]
    list_order = ("-published_on", "-pk")
    graphql_fields = [
        *ContentPage.graphql_fields,
        GraphQLEnum("kind", ArticleKind, "What sort of article it is.", required=True),
        GraphQLDate("published_on", "The day to show readers.", required=True),
        GraphQLString("lead", "What the article is about, in one to three sentences.", required=True),
        GraphQLRelation("hero_image", "snippets.Image", "The picture above the text."),
        GraphQLStreamField("body", "The text."),
        GraphQLRelations("authors", "pages.ArticleAuthor", "Who wrote it."),
        GraphQLRelations("themes", "snippets.Theme", "What it is about."),
        GraphQLRelations("municipalities", "snippets.Municipality", "The municipalities it concerns."),
        GraphQLRelations("projects", "pages.ProjectPage", "The projects it tells of."),
        GraphQLRelation("event", "pages.EventPage", "The event it reports on."),
        GraphQLMethod(
            "related",
            lambda: graphene.List(graphene.NonNull(node_type("pages.ArticlePage"))),
            "Articles in the same language with most themes in common, the newest first where equal.",
            required=True,
            arguments={
                "first": graphene.Argument(
                    graphene.Int, default_value=3, description=f"At most so many; {MOST_RELATED} at most."
                )
            },
        ),
    ]

    def structured_data(self, describe: Describer) -> dict[str, Any]:
        contacts = [(author.name, describe.one(author, "contact")) for author in describe.many(self, "authors")]
        authors = [
            describe.person(contact) if contact else {"@type": "Person", "name": name}
            for name, contact in contacts
            if name or contact
        ]
        return describe.work(self) | known(
            {
                "@type": SCHEMA_TYPES.get(self.kind, "Article"),
                "datePublished": self.published_on.isoformat(),
                "author": authors,
                "image": describe.image(describe.one(self, "hero_image")),
                "about": describe.topics(self),
                "contentLocation": [describe.area(one) for one in describe.many(self, "municipalities")],
            }
        )

    def related(self, info: graphene.ResolveInfo, first: int = 3) -> list[ArticlePage]:
        """Articles about the same."""
        return related_articles(self, first, info.context)

    class Meta:
        verbose_name = "Artikkel"
        verbose_name_plural = "Artikler"
        constraints = [known_choice("article_kind_known", "kind", ArticleKind)]
        # A list ends at its page instead of sorting everything; PostgreSQL sorts the few of one day.
        indexes = [models.Index(fields=["published_on"], name="article_published_on")]


class ArticleAuthor(Row):
    """Someone who wrote an article: a contact, or a name."""

    article = ParentalKey(ArticlePage, related_name="authors")
    contact = models.ForeignKey(
        "snippets.Contact",
        verbose_name="kontaktperson",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    name = models.CharField("navn", max_length=120, blank=True, help_text="For forfattere som ikke er kontaktperson.")

    panels = ["contact", "name"]

    graphql_fields = [
        GraphQLRelation("contact", "snippets.Contact", "The author, when registered as a contact."),
        GraphQLString("name", "The author's name, when not registered as a contact."),
    ]

    class Meta(Row.Meta):
        verbose_name = "forfatter"
        verbose_name_plural = "forfattere"
        constraints = [
            FieldCheck(
                condition=Q(contact=None) | Q(name=""),
                name="article_author_contact_or_name",
                field="name",
                violation_error_message="Velg en kontaktperson eller skriv et navn, ikke begge deler.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.contact)

    def problems(self) -> dict[str, ValidationError]:
        problems = super().problems()
        if not self.contact_id and not self.name:
            problems["contact"] = Incomplete("Velg en kontaktperson eller skriv et navn.")
        return problems
