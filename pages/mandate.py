"""Mandates: what the partnership has been asked to do, version by version."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.blocks import CharBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.search import index

from cms.api.blocks import register_block
from cms.api.fields import (
    GraphQLBoolean,
    GraphQLDate,
    GraphQLHtml,
    GraphQLInt,
    GraphQLRelation,
    GraphQLRelations,
    GraphQLStreamField,
    GraphQLString,
)
from pages.content import ContentPage
from pages.problems import Incomplete
from pages.richtext import PARAGRAPHS
from pages.rows import Row, RowsPanel
from snippets.constraints import FieldCheck, FieldUnique


@register_block
class ClauseBlock(StructBlock):
    """One clause of a mandate."""

    heading = CharBlock(label="Overskrift", max_length=120)
    text = RichTextBlock(label="Tekst", features=PARAGRAPHS)

    graphql_fields = [
        GraphQLString("heading", "What the clause is about.", required=True),
        GraphQLHtml("text", "The clause itself.", required=True),
    ]

    class Meta:
        label = "Punkt"
        icon = "list-ol"
        template = "pages/blocks/clause.html"


class ClauseStreamBlock(StreamBlock):
    clause = ClauseBlock()


class MandatePage(ContentPage):
    """One version of the mandate; earlier versions stay readable."""

    version = models.PositiveSmallIntegerField(
        "versjon", default=1, validators=[MinValueValidator(1, "Versjonen må være 1 eller høyere.")]
    )
    adopted_on = models.DateField("vedtatt", null=True, blank=True)
    adopted_by = models.CharField(
        "vedtatt av", max_length=160, blank=True, help_text="For eksempel «Partnerskapsmøtet»."
    )
    valid_from = models.DateField("gjelder fra", null=True, blank=True)
    valid_to = models.DateField("gjelder til", null=True, blank=True, help_text="La stå tom så lenge mandatet gjelder.")
    is_demonstration = models.BooleanField(
        "tekst til demonstrasjon",
        default=False,
        help_text="Teksten viser bare hvordan et mandat ser ut her, og er ikke vedtatt av noen.",
    )
    clauses = StreamField(ClauseStreamBlock(), blank=True, verbose_name="punkter")
    document = models.ForeignKey(
        "snippets.Document",
        verbose_name="mandatet som PDF",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    replaces = models.ForeignKey(
        "self",
        verbose_name="erstatter",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="replaced_by",
        help_text="Den forrige versjonen. La den være publisert, så kan den fortsatt leses.",
    )

    page_description = "Én versjon av mandatet. Lag en ny side for hver ny versjon."
    parent_page_types = ["pages.HomePage", "pages.PartnershipPage"]
    subpage_types: list[str] = []

    content_panels = [
        *ContentPage.content_panels,
        "is_demonstration",
        "clauses",
        "document",
    ]
    adoption_panels = [
        FieldRowPanel(["version", "replaces"], heading="Versjon"),
        FieldRowPanel(["adopted_on", "adopted_by"], heading="Vedtak"),
        FieldRowPanel(["valid_from", "valid_to"], heading="Gyldighet"),
        MultiFieldPanel(
            [RowsPanel("signatories", heading="Underskrevet av", label="organisasjon")], heading="Underskrifter"
        ),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading="Innhold"),
            ObjectList(adoption_panels, heading="Vedtak"),
            *ContentPage.shared_tabs,
        ]
    )

    search_fields = [
        *ContentPage.search_fields,
        index.SearchField("clauses"),
        index.SearchField("adopted_by"),
        index.FilterField("version"),
        index.FilterField("valid_from"),
        index.FilterField("valid_to"),
    ]
    list_order = ("-version", "-pk")
    graphql_fields = [
        *ContentPage.graphql_fields,
        GraphQLInt("version", "Counts from 1.", required=True),
        GraphQLDate("adopted_on", "The day it was adopted."),
        GraphQLString("adopted_by", "Who adopted it."),
        GraphQLDate("valid_from", "The first day it applies."),
        GraphQLDate("valid_to", "The last day it applies; null while it does."),
        GraphQLBoolean(
            "is_demonstration", "Whether the text is made up to show what a mandate looks like.", required=True
        ),
        GraphQLStreamField("clauses", "What the mandate says."),
        GraphQLRelations("signatories", "pages.MandateSignatory", "The organisations that signed it."),
        GraphQLRelation("document", "snippets.Document", "The mandate as a PDF."),
        GraphQLRelation("replaces", "pages.MandatePage", "The version before this one."),
        GraphQLRelations("replaced_by", "pages.MandatePage", "The version, or versions, after this one."),
    ]

    class Meta:
        verbose_name = "Mandat"
        verbose_name_plural = "Mandater"
        constraints = [
            FieldCheck(
                condition=Q(valid_to__gte=F("valid_from")),
                name="mandate_ends_after_start",
                field="valid_to",
                violation_error_message="Siste dag kan ikke være før første dag.",
            ),
            FieldCheck(
                condition=~Q(replaces=F("page_ptr")),
                name="mandate_not_its_own_predecessor",
                field="replaces",
                violation_error_message="Et mandat kan ikke erstatte seg selv.",
            ),
        ]

    def problems(self) -> dict[str, ValidationError]:
        problems = super().problems()
        if not self.is_demonstration:
            for field in ("adopted_on", "adopted_by", "valid_from"):
                if not getattr(self, field):
                    problems[field] = Incomplete("Må fylles ut før et vedtatt mandat kan publiseres.")
        if self.document and self.document.file_extension != "pdf":
            problems["document"] = ValidationError("Mandatet må være en PDF-fil.")
        if self.replaces and self.replaces_id != self.pk and self.replaces.version >= self.version:
            problems["version"] = ValidationError("Versjonen må være høyere enn den som erstattes.")
        return problems


class MandateSignatory(Row):
    """An organisation that has signed a mandate."""

    mandate = ParentalKey(MandatePage, related_name="signatories")
    organisation = models.ForeignKey(
        "snippets.Organisation", verbose_name="organisasjon", on_delete=models.PROTECT, related_name="+"
    )

    panels = ["organisation"]

    graphql_fields = [GraphQLRelation("organisation", "snippets.Organisation", "The organisation.")]

    class Meta(Row.Meta):
        verbose_name = "underskrift"
        verbose_name_plural = "underskrifter"
        constraints = [
            FieldUnique(
                fields=["mandate", "organisation"],
                name="mandate_signatory_once",
                field="organisation",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Samme organisasjon er ført opp to ganger.",
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)
