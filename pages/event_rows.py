"""What an event lists beside its programme: who arranges it, and what is left of it afterwards."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from modelcluster.fields import ParentalKey

from cms.api.fields import GraphQLEnum, GraphQLRelation, GraphQLString
from pages.choices import known_choice
from pages.problems import Incomplete
from pages.rows import Row
from snippets.constraints import FieldCheck, FieldUnique


class OrganiserRole(models.TextChoices):
    """How an organisation takes part in arranging an event."""

    ORGANISER = "organiser", "Arrangør"
    CO_HOST = "co_host", "Medarrangør"


class EventOrganiser(Row):
    """An organisation that arranges an event."""

    event = ParentalKey("pages.EventPage", related_name="organisers")
    organisation = models.ForeignKey(
        "snippets.Organisation",
        verbose_name="organisasjon",
        on_delete=models.PROTECT,
        related_name="events_arranged",
    )
    role = models.CharField("rolle", max_length=20, choices=OrganiserRole, default=OrganiserRole.ORGANISER)

    panels = ["organisation", "role"]

    graphql_fields = [
        GraphQLRelation("organisation", "snippets.Organisation", "The organisation."),
        GraphQLEnum("role", OrganiserRole, "Whether it is the organiser or a co-host.", required=True),
    ]

    class Meta(Row.Meta):
        verbose_name = "arrangør"
        verbose_name_plural = "arrangører"
        constraints = [
            FieldUnique(
                fields=["event", "organisation"],
                name="event_organiser_once",
                field="organisation",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Samme organisasjon er arrangør to ganger.",
            ),
            known_choice("event_organiser_role_known", "role", OrganiserRole),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class EventMaterial(Row):
    """Slides, a report or something else to read: a document or a link."""

    event = ParentalKey("pages.EventPage", related_name="materials")
    title = models.CharField("tittel", max_length=200)
    document = models.ForeignKey(
        "snippets.Document",
        verbose_name="dokument",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    url = models.URLField("lenke", max_length=500, blank=True)

    panels = ["title", "document", "url"]

    graphql_fields = [
        GraphQLString("title", "What it is.", required=True),
        GraphQLRelation("document", "snippets.Document", "The file, when it is one."),
        GraphQLString("url", "The address, when it is found elsewhere."),
    ]

    class Meta(Row.Meta):
        verbose_name = "materiell"
        verbose_name_plural = "materiell"
        constraints = [
            FieldCheck(
                condition=Q(document=None) | Q(url=""),
                name="event_material_document_or_url",
                field="url",
                violation_error_message="Velg et dokument eller skriv inn en lenke, ikke begge deler.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def problems(self) -> dict[str, ValidationError]:
        problems = super().problems()
        if not self.document_id and not self.url:
            problems["document"] = Incomplete("Velg et dokument eller skriv inn en lenke.")
        return problems


class EventRecording(Row):
    """A recording of an event, or of a part of it."""

    event = ParentalKey("pages.EventPage", related_name="recordings")
    title = models.CharField("tittel", max_length=200)
    url = models.URLField("lenke til opptaket", max_length=500)
    transcript = models.TextField(
        "tekstversjon",
        blank=True,
        help_text="Det som blir sagt og vist, for dem som ikke kan se eller høre opptaket.",
    )

    panels = ["title", "url", "transcript"]

    graphql_fields = [
        GraphQLString("title", "What was recorded.", required=True),
        GraphQLString("url", "Where it can be seen.", required=True),
        GraphQLString("transcript", "What is said and shown, as text."),
    ]

    class Meta(Row.Meta):
        verbose_name = "opptak"
        verbose_name_plural = "opptak"

    def __str__(self) -> str:
        return self.title
