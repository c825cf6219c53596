"""Notices: short messages on every page for a limited time."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField

from cms.api.fields import GraphQLDateTime, GraphQLEnum, GraphQLHtml, GraphQLRelation, GraphQLString
from cms.api.visibility import ShownForATime
from snippets.constraints import FieldCheck
from snippets.years import InTellableYears


class NoticeLevel(models.TextChoices):
    """How urgent a notice is."""

    INFO = "info", "Til orientering"
    WARNING = "warning", "Advarsel"
    CRITICAL = "critical", "Kritisk"


class Notice(InTellableYears, ShownForATime, models.Model):
    """A message shown on every page from one moment to another."""

    title = models.CharField("overskrift", max_length=120)
    text = RichTextField("tekst", blank=True, features=["bold", "italic", "link"])
    level = models.CharField("nivå", max_length=10, choices=NoticeLevel, default=NoticeLevel.INFO)
    # When the clock alone changes what readers see.
    moments = ("starts_at", "ends_at")

    starts_at = models.DateTimeField("vises fra", default=timezone.now)
    ends_at = models.DateTimeField(
        "vises til",
        null=True,
        blank=True,
        help_text="La stå tomt for å vise varselet til du selv avslutter det.",
    )
    link_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name="lenke til side",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    link_url = models.URLField("lenke til nettadresse", blank=True)

    panels = [
        "title",
        "text",
        "level",
        FieldRowPanel(["starts_at", "ends_at"], heading="Når"),
        MultiFieldPanel(["link_page", "link_url"], heading="Les mer, høyst én av dem"),
    ]

    graphql_fields = [
        GraphQLString("title", "The message in a few words.", required=True),
        GraphQLHtml("text", "More about it."),
        GraphQLEnum("level", NoticeLevel, "How urgent it is.", required=True),
        GraphQLDateTime("starts_at", "When it is shown from.", required=True),
        GraphQLDateTime("ends_at", "When it is no longer shown; null while that is open."),
        GraphQLRelation("link_page", "wagtailcore.Page", "The page to read more on."),
        GraphQLString("link_url", "The address elsewhere to read more on."),
    ]

    class Meta:
        verbose_name = "varsel"
        verbose_name_plural = "varsler"
        ordering = ["-starts_at", "-pk"]
        constraints = [
            FieldCheck(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="notice_ends_after_start",
                field="ends_at",
                violation_error_message=(
                    "Varselet slutter før det begynner. Velg et senere tidspunkt, eller la feltet stå tomt."
                ),
            ),
            FieldCheck(
                condition=Q(link_page=None) | Q(link_url=""),
                name="notice_links_to_one_place",
                field="link_url",
                violation_error_message=("Varselet lenker til to steder. Velg enten en side eller en nettadresse."),
            ),
            FieldCheck(
                condition=Q(level__in=NoticeLevel.values),
                name="notice_level_known",
                field="level",
                violation_error_message="Dette nivået finnes ikke. Velg et fra listen.",
            ),
        ]

    def __str__(self) -> str:
        return self.title
