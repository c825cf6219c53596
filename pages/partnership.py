"""The partnership: who takes part, what they do together, and which strategies they follow up."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import ObjectList, TabbedInterface
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from cms.api.fields import (
    GraphQLHtml,
    GraphQLInt,
    GraphQLRelation,
    GraphQLRelations,
    GraphQLStreamField,
    GraphQLString,
)
from pages.blocks import BodyStreamBlock
from pages.content import ContentPage
from pages.richtext import PARAGRAPHS
from pages.rows import Row, RowsPanel
from snippets.constraints import FieldUnique


class PartnershipPage(ContentPage):
    """The partnership as it presents itself."""

    vision = RichTextField("visjon", blank=True, features=PARAGRAPHS)
    target_year = models.PositiveSmallIntegerField(
        "målår",
        null=True,
        blank=True,
        validators=[
            MinValueValidator(2000, "Skriv årstallet med fire siffer."),
            MaxValueValidator(2100, "Skriv årstallet med fire siffer."),
        ],
        help_text="Året visjonen skal være nådd, for eksempel 2030.",
    )
    introduction = RichTextField("innledning", blank=True, features=PARAGRAPHS)
    body = StreamField(BodyStreamBlock(), blank=True, verbose_name="brødtekst")

    page_description = "Partnerskapet: visjon, partnere, oppgaver og strategiene som følges opp."
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.StrategyPage", "pages.MandatePage", "pages.StandardPage"]

    content_panels = [*ContentPage.content_panels, "vision", "target_year", "introduction", "body"]
    partner_panels = [
        RowsPanel(
            "partners",
            heading="Partnere",
            label="partner",
            help_text="Organisasjonene i partnerskapet, og hvem som representerer dem.",
        ),
    ]
    task_panels = [
        RowsPanel("tasks", heading="Oppgaver", label="oppgave", help_text="Den viktigste oppgaven først."),
        RowsPanel(
            "strategies_followed",
            heading="Strategier som følges opp",
            label="strategi",
            help_text="Strategien må først finnes som en egen side.",
        ),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading="Innhold"),
            ObjectList(partner_panels, heading="Partnere"),
            ObjectList(task_panels, heading="Oppgaver"),
            *ContentPage.shared_tabs,
        ]
    )

    search_fields = [
        *ContentPage.search_fields,
        index.SearchField("vision"),
        index.SearchField("introduction"),
        index.SearchField("body"),
        index.RelatedFields("tasks", [index.SearchField("title"), index.SearchField("text")]),
    ]
    graphql_fields = [
        *ContentPage.graphql_fields,
        GraphQLHtml("vision", "What the partnership wants to achieve."),
        GraphQLInt("target_year", "The year by which the vision is to be reached."),
        GraphQLHtml("introduction", "Why the partnership exists, and how it works."),
        GraphQLStreamField("body", "Further sections of the page."),
        GraphQLRelations("partners", "pages.Partner", "The organisations that take part."),
        GraphQLRelations("tasks", "pages.PartnershipTask", "What the partners do together, the main task first."),
        GraphQLRelations("strategies_followed", "pages.PartnershipStrategy", "The strategies that are followed up."),
    ]

    class Meta:
        verbose_name = "Partnerskap"
        verbose_name_plural = "Partnerskap"


class Partner(Row):
    """An organisation in the partnership, with the person who represents it."""

    partnership = ParentalKey(PartnershipPage, related_name="partners")
    organisation = models.ForeignKey(
        "snippets.Organisation", verbose_name="organisasjon", on_delete=models.PROTECT, related_name="+"
    )
    representative = models.ForeignKey(
        "snippets.Contact",
        verbose_name="representant",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    role = models.CharField(
        "rolle", max_length=120, blank=True, help_text="For eksempel «leder» eller «sekretariat». Kan stå tom."
    )

    panels = ["organisation", "representative", "role"]

    graphql_fields = [
        GraphQLRelation("organisation", "snippets.Organisation", "The organisation."),
        GraphQLRelation("representative", "snippets.Contact", "The person who represents it."),
        GraphQLString("role", "What the organisation does in the partnership."),
    ]

    class Meta(Row.Meta):
        verbose_name = "partner"
        verbose_name_plural = "partnere"
        constraints = [
            FieldUnique(
                fields=["partnership", "organisation"],
                name="partner_once",
                field="organisation",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Samme organisasjon er partner to ganger.",
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class PartnershipTask(Row):
    """Something the partners do together."""

    partnership = ParentalKey(PartnershipPage, related_name="tasks")
    title = models.CharField("oppgave", max_length=160)
    text = models.TextField("beskrivelse", max_length=1000, blank=True)

    panels = ["title", "text"]

    graphql_fields = [
        GraphQLString("title", "The task in a few words.", required=True),
        GraphQLString("text", "What the task consists of."),
    ]

    class Meta(Row.Meta):
        verbose_name = "oppgave"
        verbose_name_plural = "oppgaver"

    def __str__(self) -> str:
        return self.title


class PartnershipStrategy(Row):
    """A strategy that the partnership follows up."""

    partnership = ParentalKey(PartnershipPage, related_name="strategies_followed")
    strategy = models.ForeignKey(
        "pages.StrategyPage", verbose_name="strategi", on_delete=models.CASCADE, related_name="+"
    )

    panels = ["strategy"]

    graphql_fields = [
        GraphQLRelation("strategy", "pages.StrategyPage", "The strategy; null when the reader may not see it."),
    ]

    class Meta(Row.Meta):
        verbose_name = "strategi som følges opp"
        verbose_name_plural = "strategier som følges opp"
        constraints = [
            FieldUnique(
                fields=["partnership", "strategy"],
                name="partnership_strategy_once",
                field="strategy",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Samme strategi er ført opp to ganger.",
            )
        ]

    def __str__(self) -> str:
        return str(self.strategy)
