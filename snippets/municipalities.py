"""Municipalities of the region, by their official numbers."""

import csv
from pathlib import Path

from django.core.validators import RegexValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from cms.api.fields import GraphQLBoolean, GraphQLConnection, GraphQLFloat, GraphQLString
from snippets.constraints import FieldCheck, FieldUnique
from snippets.coordinates import coordinates_check
from snippets.org_numbers import OrgNumberInput, org_number_check, validate_org_number
from snippets.sort_keys import sort_key_of

TRONDELAG = Path(__file__).parent / "data" / "municipalities-trondelag.csv"

NUMBER_MESSAGE = "Kommunenummeret har fire siffer, for eksempel 5001. Du finner det hos Kartverket."


class Municipality(index.Indexed, models.Model):
    """A municipality of the region."""

    number = models.CharField(
        "kommunenummer", max_length=4, validators=[RegexValidator(r"^[0-9]{4}\Z", NUMBER_MESSAGE)]
    )
    name = models.CharField("navn", max_length=100, help_text="Navnet på bokmål, slik det vises i lister.")
    official_name = models.CharField(
        "offisielt navn",
        max_length=200,
        help_text="Navnet på alle språk kommunen har navn på, for eksempel «Snåase - Snåsa».",
    )
    name_sma = models.CharField("navn på sørsamisk", max_length=100, blank=True)
    org_number = models.CharField(
        "organisasjonsnummer",
        max_length=9,
        validators=[validate_org_number],
        help_text="Ni siffer uten mellomrom.",
    )
    latitude = models.FloatField("breddegrad", help_text="I desimalgrader, for eksempel 63.43.")
    longitude = models.FloatField("lengdegrad", help_text="I desimalgrader, for eksempel 10.40.")
    is_sami_area = models.BooleanField(
        "i forvaltningsområdet for samiske språk",
        default=False,
        help_text="Kommunen hører til forvaltningsområdet etter samelovens språkregler.",
    )
    sort_key = sort_key_of("name")

    panels = [
        MultiFieldPanel(["name", "official_name", "name_sma", "is_sami_area"], heading="Navn"),
        FieldRowPanel(["number", FieldPanel("org_number", widget=OrgNumberInput)], heading="Numre"),
        FieldRowPanel(["latitude", "longitude"], heading="Midtpunkt på kartet"),
    ]

    search_fields = [
        index.SearchField("name", boost=4),
        index.AutocompleteField("name"),
        index.SearchField("official_name"),
        index.AutocompleteField("official_name"),
        index.SearchField("number"),
        index.FilterField("number"),
        index.FilterField("is_sami_area"),
        index.FilterField("sort_key"),
    ]

    graphql_fields = [
        GraphQLString("number", "The official four-digit number, unique in Norway.", required=True),
        GraphQLString("name", "The name in bokmål.", required=True),
        GraphQLString("official_name", "The name in all its official languages.", required=True),
        GraphQLString("name_sma", "The name in southern Sámi, where there is one."),
        GraphQLString(
            "organisation_number",
            "Number in the Norwegian business register.",
            source="org_number",
            required=True,
        ),
        GraphQLFloat("latitude", "Latitude of its centre in decimal degrees, WGS 84.", required=True),
        GraphQLFloat("longitude", "Longitude of its centre in decimal degrees, WGS 84.", required=True),
        GraphQLBoolean(
            "is_sami_area", "Whether it belongs to the administrative area for Sámi languages.", required=True
        ),
        GraphQLConnection("contacts", "snippets.Contact", "Its contact persons, in alphabetical order."),
        GraphQLConnection("organisations", "snippets.Organisation", "Organisations that belong to it."),
    ]

    class Meta:
        verbose_name = "kommune"
        verbose_name_plural = "kommuner"
        ordering = ["sort_key", "pk"]
        constraints = [
            FieldUnique(
                fields=["number"],
                name="municipality_number_unique",
                field="number",
                violation_error_message=(
                    "En annen kommune har dette nummeret. Rett nummeret, eller rediger den kommunen."
                ),
            ),
            FieldUnique(
                fields=["org_number"],
                name="municipality_org_number_unique",
                field="org_number",
                violation_error_message=(
                    "En annen kommune har dette organisasjonsnummeret. Kontroller det på brreg.no."
                ),
            ),
            FieldCheck(
                condition=models.Q(number__regex=r"^[0-9]{4}$"),
                name="municipality_number_four_digits",
                field="number",
                violation_error_message=NUMBER_MESSAGE,
            ),
            org_number_check(name="municipality_org_number_valid"),
            coordinates_check(name="municipality_coordinates_on_earth"),
        ]

    def __str__(self) -> str:
        return self.name


def load_municipalities(model: type[Municipality] = Municipality) -> None:
    """Bring the 38 municipalities of Trøndelag up to date, found by their numbers; others are left alone.

    `model` is the model as a migration knows it at its point in history.
    """
    with TRONDELAG.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            model.objects.update_or_create(
                number=row["number"],
                defaults={
                    "name": row["name_nb"],
                    "official_name": row["official_name"],
                    "name_sma": row["name_sma"],
                    "org_number": row["org_number"],
                    "latitude": float(row["lat"]),
                    "longitude": float(row["lon"]),
                    "is_sami_area": row["sami_area"] == "True",
                },
            )
