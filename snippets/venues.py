"""Venues: where events take place."""

from django.core.validators import RegexValidator
from django.db import models
from wagtail.admin.panels import FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.models import RevisionMixin
from wagtail.search import index

from cms.api.fields import GraphQLFloat, GraphQLRelation, GraphQLString
from snippets.constraints import FieldCheck
from snippets.coordinates import coordinates_check
from snippets.sort_keys import sort_key_of

POSTCODE_MESSAGE = "Postnummeret har fire siffer, for eksempel 7011. La feltet stå tomt når du ikke vet det."


class Venue(RevisionMixin, index.Indexed, models.Model):
    """A building or room where events take place."""

    name = models.CharField("navn", max_length=200, help_text="For eksempel «Scandic Nidelven».")
    address = models.CharField("gateadresse", max_length=200, blank=True)
    postcode = models.CharField(
        "postnummer", max_length=4, blank=True, validators=[RegexValidator(r"^[0-9]{4}\Z", POSTCODE_MESSAGE)]
    )
    place = models.CharField("poststed", max_length=100, blank=True)
    # Not PROTECT: an earlier revision that names a deleted municipality could then not be opened any more.
    municipality = models.ForeignKey(
        "snippets.Municipality",
        verbose_name="kommune",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="venues",
    )
    latitude = models.FloatField("breddegrad", null=True, blank=True)
    longitude = models.FloatField("lengdegrad", null=True, blank=True)
    sort_key = sort_key_of("name")

    panels = [
        "name",
        MultiFieldPanel(["address", FieldRowPanel(["postcode", "place"]), "municipality"], heading="Adresse"),
        MultiFieldPanel(
            [
                HelpPanel("I desimalgrader, for eksempel 63.4357 og 10.4114. Gjør at stedet kan vises på kart."),
                FieldRowPanel(["latitude", "longitude"]),
            ],
            heading="Kartpunkt",
        ),
    ]

    search_fields = [
        index.SearchField("name", boost=4),
        index.AutocompleteField("name"),
        index.SearchField("address"),
        index.SearchField("place"),
        index.AutocompleteField("place"),
        index.FilterField("municipality"),
        index.FilterField("sort_key"),
    ]

    graphql_fields = [
        GraphQLString("name", "What the venue is called.", required=True),
        GraphQLString("address", "Street and number."),
        GraphQLString("postcode", "Norwegian postcode, four digits."),
        GraphQLString("place", "Postal place."),
        GraphQLRelation("municipality", "snippets.Municipality", "The municipality that it lies in."),
        GraphQLFloat("latitude", "Latitude in decimal degrees, WGS 84."),
        GraphQLFloat("longitude", "Longitude in decimal degrees, WGS 84."),
    ]

    class Meta:
        verbose_name = "sted"
        verbose_name_plural = "steder"
        ordering = ["sort_key", "pk"]
        constraints = [
            FieldCheck(
                condition=models.Q(postcode="") | models.Q(postcode__regex=r"^[0-9]{4}$"),
                name="venue_postcode_four_digits",
                field="postcode",
                violation_error_message=POSTCODE_MESSAGE,
            ),
            coordinates_check(name="venue_coordinates_on_earth"),
        ]

    def __str__(self) -> str:
        return self.name
