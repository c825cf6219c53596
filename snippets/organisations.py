"""Organisations: the partners, and those who own projects or host events."""

from django.db import models
from django.db.models import Q
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import RevisionMixin
from wagtail.search import index

from cms.api.fields import GraphQLConnection, GraphQLEnum, GraphQLRelation, GraphQLString
from snippets.constraints import FieldCheck, FieldUnique
from snippets.org_numbers import OrgNumberInput, org_number_check, validate_org_number
from snippets.sort_keys import sort_key_of


class OrganisationKind(models.TextChoices):
    """What kind of organisation it is."""

    STATE = "state", "Stat"
    COUNTY = "county", "Fylkeskommune"
    MUNICIPALITY = "municipality", "Kommune"
    RESEARCH = "research", "Forskning og høyere utdanning"
    INTEREST = "interest", "Interesseorganisasjon"
    OTHER = "other", "Annet"


class Organisation(RevisionMixin, index.Indexed, models.Model):
    """A public body, research institution or other organisation."""

    name = models.CharField("navn", max_length=200)
    kind = models.CharField("type", max_length=20, choices=OrganisationKind)
    org_number = models.CharField(
        "organisasjonsnummer",
        max_length=9,
        blank=True,
        validators=[validate_org_number],
        help_text="Ni siffer uten mellomrom. Du finner det på brreg.no.",
    )
    url = models.URLField("nettsted", blank=True)
    logo = models.ForeignKey(
        "snippets.Image",
        verbose_name="logo",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # Not PROTECT: an earlier revision that names a deleted municipality could then not be opened any more.
    municipality = models.ForeignKey(
        "snippets.Municipality",
        verbose_name="kommune",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="organisations",
        help_text="Kommunen organisasjonen er eller hører til. La stå tomt når den virker i hele regionen.",
    )
    sort_key = sort_key_of("name")

    panels = [
        "name",
        FieldRowPanel(["kind", FieldPanel("org_number", widget=OrgNumberInput)]),
        "municipality",
        "url",
        "logo",
    ]

    search_fields = [
        index.SearchField("name", boost=4),
        index.AutocompleteField("name"),
        index.SearchField("org_number"),
        index.FilterField("kind"),
        index.FilterField("municipality"),
        index.FilterField("sort_key"),
    ]

    list_order = ["sort_key", "pk"]
    graphql_fields = [
        GraphQLString("name", "The name as the organisation writes it.", required=True),
        GraphQLEnum("kind", OrganisationKind, "What kind of organisation it is.", required=True),
        GraphQLString("organisation_number", "Number in the Norwegian business register.", source="org_number"),
        GraphQLString("url", "Its own website."),
        GraphQLRelation("logo", "snippets.Image", "Its logo."),
        GraphQLRelation("municipality", "snippets.Municipality", "The municipality that it is or belongs to."),
        GraphQLConnection("contacts", "snippets.Contact", "Its contact persons, in alphabetical order."),
    ]

    class Meta:
        verbose_name = "organisasjon"
        verbose_name_plural = "organisasjoner"
        ordering = ["sort_key", "pk"]
        constraints = [
            FieldUnique(
                fields=["org_number"],
                condition=~Q(org_number=""),
                name="organisation_org_number_unique",
                field="org_number",
                violation_error_message=(
                    "En annen organisasjon har dette organisasjonsnummeret. "
                    "Rett nummeret, eller bruk den organisasjonen."
                ),
            ),
            org_number_check(name="organisation_org_number_valid"),
            FieldCheck(
                condition=Q(kind__in=OrganisationKind.values),
                name="organisation_kind_known",
                field="kind",
                violation_error_message="Denne typen organisasjon finnes ikke. Velg en fra listen.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
