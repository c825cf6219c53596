"""Research and innovation projects."""

from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.forms import CheckboxSelectMultiple
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, TabbedInterface
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from cms.api.fields import (
    GraphQLConnection,
    GraphQLDate,
    GraphQLEnum,
    GraphQLHtml,
    GraphQLInt,
    GraphQLRelation,
    GraphQLRelations,
    GraphQLStreamField,
    GraphQLString,
)
from pages.blocks import BodyStreamBlock
from pages.choices import known_choice
from pages.content import ContentPage
from pages.richtext import PARAGRAPHS
from pages.structured_data import Describer, known
from snippets.constraints import FieldCheck


class ProjectStatus(models.TextChoices):
    """How far a project has come."""

    PLANNED = "planned", "Planlagt"
    ONGOING = "ongoing", "Pågår"
    COMPLETED = "completed", "Avsluttet"
    CANCELLED = "cancelled", "Avbrutt"


class ProjectIndexPage(ContentPage):
    """The page that projects live under."""

    introduction = RichTextField("innledning", blank=True, features=PARAGRAPHS)

    page_description = "Samler prosjektene. Nye prosjekter lages under denne siden."
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.ProjectPage"]
    max_count_per_parent = 1

    content_panels = [*ContentPage.content_panels, "introduction"]
    edit_handler = TabbedInterface([ObjectList(content_panels, heading="Innhold"), *ContentPage.shared_tabs])

    search_fields = [*ContentPage.search_fields, index.SearchField("introduction")]
    graphql_fields = [
        *ContentPage.graphql_fields,
        GraphQLHtml("introduction", "What sort of projects these are."),
    ]

    class Meta:
        verbose_name = "Prosjekter"
        verbose_name_plural = "Prosjektoversikter"


class ProjectPage(ContentPage):
    """A project in which the public sector makes use of research."""

    # What projects are found by that share it.
    listed_by = ("municipalities",)

    # `owner` is Wagtail's, for the user who made the page.
    owner_organisation = models.ForeignKey(
        "snippets.Organisation",
        verbose_name="prosjekteier",
        null=True,
        on_delete=models.PROTECT,
        related_name="projects",
        help_text="En kommune, et forskningsinstitutt eller en annen organisasjon.",
    )
    municipalities = ParentalManyToManyField(
        "snippets.Municipality",
        verbose_name="kommuner",
        blank=True,
        related_name="projects",
        help_text="Kommunene som deltar eller får nytte av prosjektet.",
    )
    funding_scheme = models.ForeignKey(
        "snippets.FundingScheme",
        verbose_name="støtteordning",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="projects",
    )
    amount = models.PositiveIntegerField(
        "tildelt beløp",
        null=True,
        blank=True,
        validators=[MinValueValidator(1, "Beløpet må være større enn 0.")],
        help_text="I hele norske kroner, uten mellomrom: 500000.",
    )
    starts_on = models.DateField("starter", null=True, blank=True)
    ends_on = models.DateField("slutter", null=True, blank=True)
    status = models.CharField("status", max_length=20, choices=ProjectStatus, default=ProjectStatus.ONGOING)
    lead = models.TextField(
        "ingress", max_length=400, help_text="Én til tre setninger som sier hva prosjektet skal finne ut eller få til."
    )
    body = StreamField(BodyStreamBlock(), blank=True, verbose_name="brødtekst")
    results = RichTextField("resultater", blank=True, features=PARAGRAPHS, help_text="Hva prosjektet har ført til.")

    page_description = "Et forsknings- eller innovasjonsprosjekt i offentlig sektor."
    parent_page_types = ["pages.ProjectIndexPage"]
    subpage_types: list[str] = []

    content_panels = [*ContentPage.content_panels, "lead", "body", "results"]
    fact_panels = [
        "owner_organisation",
        FieldRowPanel(["status", "starts_on", "ends_on"], heading="Status og periode"),
        FieldRowPanel(["funding_scheme", "amount"], heading="Finansiering"),
        FieldPanel("municipalities", widget=CheckboxSelectMultiple),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading="Innhold"),
            ObjectList(fact_panels, heading="Fakta"),
            *ContentPage.shared_tabs,
        ]
    )

    search_fields = [
        *ContentPage.search_fields,
        index.SearchField("lead", boost=1.5),
        index.SearchField("body"),
        index.SearchField("results"),
        index.RelatedFields("funding_scheme", [index.SearchField("name"), index.SearchField("abbreviation")]),
        index.FilterField("status"),
        index.FilterField("starts_on"),
        index.FilterField("owner_organisation"),
        index.FilterField("funding_scheme"),
    ]
    graphql_fields = [
        *ContentPage.graphql_fields,
        GraphQLRelation("owner_organisation", "snippets.Organisation", "The organisation that owns the project."),
        GraphQLRelations("municipalities", "snippets.Municipality", "The municipalities that take part or benefit."),
        GraphQLRelation("funding_scheme", "snippets.FundingScheme", "The scheme that pays for it."),
        GraphQLInt("amount", "How much was granted, in Norwegian kroner."),
        GraphQLDate("starts_on", "The first day."),
        GraphQLDate("ends_on", "The last day."),
        GraphQLEnum("status", ProjectStatus, "How far it has come.", required=True),
        GraphQLString("lead", "What the project wants to find out or achieve.", required=True),
        GraphQLStreamField("body", "The text."),
        GraphQLHtml("results", "What it has led to."),
        GraphQLConnection("articles", "pages.ArticlePage", "Articles that tell of the project, the newest first."),
    ]

    def structured_data(self, describe: Describer) -> dict[str, Any]:
        scheme = describe.one(self, "funding_scheme")
        return describe.thing(self) | known(
            {
                "@type": "ResearchProject",
                "parentOrganization": describe.organisation(describe.one(self, "owner_organisation")),
                "funder": scheme and known({"@type": "Organization", "name": scheme.name, "url": scheme.url}),
                "areaServed": [describe.area(one) for one in describe.many(self, "municipalities")],
                "foundingDate": self.starts_on and self.starts_on.isoformat(),
                "dissolutionDate": self.ends_on and self.ends_on.isoformat(),
            }
        )

    class Meta:
        verbose_name = "Prosjekt"
        verbose_name_plural = "Prosjekter"
        constraints = [
            known_choice("project_status_known", "status", ProjectStatus),
            FieldCheck(
                condition=Q(ends_on__gte=F("starts_on")),
                name="project_ends_after_start",
                field="ends_on",
                violation_error_message="Prosjektet kan ikke slutte før det starter.",
            ),
            FieldCheck(
                condition=Q(amount__gt=0),
                name="project_amount_positive",
                field="amount",
                violation_error_message="Beløpet må være større enn 0.",
            ),
        ]
