"""Strategies with their action plans."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.search import index

from cms.api.fields import GraphQLDate, GraphQLEnum, GraphQLRelation, GraphQLRelations, GraphQLString
from pages.choices import known_choice
from pages.content import ContentPage
from pages.problems import Incomplete
from pages.rows import Row, RowsPanel
from snippets.constraints import FieldCheck


class ActionStatus(models.TextChoices):
    """How far an action has come."""

    PLANNED = "planned", "Planlagt"
    ONGOING = "ongoing", "Pågår"
    DONE = "done", "Gjennomført"
    CANCELLED = "cancelled", "Avlyst"


class StrategyPage(ContentPage):
    """A strategy for research, development and innovation, with what is done to carry it out."""

    # `owner` is Wagtail's, for the user who made the page.
    owner_organisation = models.ForeignKey(
        "snippets.Organisation",
        verbose_name="eier",
        null=True,
        on_delete=models.PROTECT,
        related_name="strategies",
        help_text="Organisasjonen som har vedtatt strategien.",
    )
    starts_on = models.DateField("gjelder fra", null=True, blank=True)
    ends_on = models.DateField("gjelder til", null=True, blank=True)
    summary = models.TextField("sammendrag", max_length=1000, blank=True)
    document = models.ForeignKey(
        "snippets.Document",
        verbose_name="dokument",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    external_url = models.URLField(
        "lenke",
        max_length=500,
        blank=True,
        help_text="Adressen til strategien hos eieren. Dokument eller lenke må med.",
    )

    page_description = "En strategi med eier, periode, dokument eller lenke, og handlingsplan."
    parent_page_types = ["pages.HomePage", "pages.PartnershipPage"]
    subpage_types: list[str] = []

    content_panels = [
        *ContentPage.content_panels,
        "owner_organisation",
        FieldRowPanel(["starts_on", "ends_on"], heading="Periode"),
        "summary",
        MultiFieldPanel(["document", "external_url"], heading="Selve strategien"),
    ]
    action_panels = [RowsPanel("actions", heading="Handlingsplan", label="tiltak")]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading="Innhold"),
            ObjectList(action_panels, heading="Handlingsplan"),
            *ContentPage.shared_tabs,
        ]
    )

    search_fields = [
        *ContentPage.search_fields,
        index.SearchField("summary"),
        index.RelatedFields("actions", [index.SearchField("title"), index.SearchField("description")]),
        index.FilterField("owner_organisation"),
    ]
    graphql_fields = [
        *ContentPage.graphql_fields,
        GraphQLRelation("owner_organisation", "snippets.Organisation", "The organisation that adopted it."),
        GraphQLDate("starts_on", "The first day it applies."),
        GraphQLDate("ends_on", "The last day it applies."),
        GraphQLString("summary", "What the strategy says, in short."),
        GraphQLRelation("document", "snippets.Document", "The strategy as a file."),
        GraphQLString("external_url", "Where the owner publishes it."),
        GraphQLRelations("actions", "pages.ActionPlanItem", "The action plan."),
    ]

    class Meta:
        verbose_name = "Strategi"
        verbose_name_plural = "Strategier"
        constraints = [
            FieldCheck(
                condition=Q(ends_on__gte=F("starts_on")),
                name="strategy_ends_after_start",
                field="ends_on",
                violation_error_message="Siste dag kan ikke være før første dag.",
            ),
        ]

    def problems(self) -> dict[str, ValidationError]:
        problems = super().problems()
        if not self.document_id and not self.external_url:
            problems["document"] = Incomplete("Velg et dokument eller skriv inn en lenke.")
        return problems


class ActionPlanItem(Row):
    """Something that is to be done to carry out a strategy."""

    strategy = ParentalKey(StrategyPage, related_name="actions")
    title = models.CharField("tiltak", max_length=200)
    description = models.TextField("beskrivelse", max_length=2000, blank=True)
    status = models.CharField("status", max_length=20, choices=ActionStatus, default=ActionStatus.PLANNED)
    responsible = models.ForeignKey(
        "snippets.Organisation",
        verbose_name="ansvarlig",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    due_on = models.DateField("frist", null=True, blank=True)

    panels = ["title", "description", FieldRowPanel(["status", "responsible", "due_on"])]

    graphql_fields = [
        GraphQLString("title", "The action in a few words.", required=True),
        GraphQLString("description", "What is to be done."),
        GraphQLEnum("status", ActionStatus, "How far it has come.", required=True),
        GraphQLRelation("responsible", "snippets.Organisation", "Who answers for it."),
        GraphQLDate("due_on", "The day it is to be done by."),
    ]

    class Meta(Row.Meta):
        verbose_name = "tiltak"
        verbose_name_plural = "tiltak"
        constraints = [known_choice("action_status_known", "status", ActionStatus)]

    def __str__(self) -> str:
        return self.title
