"""Funding schemes: where projects get their money from."""

from django.db import models
from django.db.models.functions import Lower
from wagtail.search import index

from cms.api.fields import GraphQLString
from snippets.constraints import FieldUnique
from snippets.sort_keys import sort_key_of


class FundingScheme(index.Indexed, models.Model):
    """A scheme that projects are funded by."""

    name = models.CharField("navn", max_length=200, help_text="For eksempel «Regionale forskningsfond».")
    abbreviation = models.CharField("forkortelse", max_length=20, blank=True, help_text="For eksempel «RFF».")
    url = models.URLField("nettside", blank=True, help_text="Der ordningen er beskrevet.")
    sort_key = sort_key_of("name")

    panels = ["name", "abbreviation", "url"]

    search_fields = [
        index.SearchField("name", boost=4),
        index.AutocompleteField("name"),
        index.SearchField("abbreviation"),
        index.AutocompleteField("abbreviation"),
        index.FilterField("sort_key"),
    ]

    graphql_fields = [
        GraphQLString("name", "The full name.", required=True),
        GraphQLString("abbreviation", "What it is called in short, such as RFF."),
        GraphQLString("url", "Where the scheme is described."),
    ]

    class Meta:
        verbose_name = "støtteordning"
        verbose_name_plural = "støtteordninger"
        ordering = ["sort_key", "pk"]
        constraints = [
            FieldUnique(
                Lower("name"),
                name="funding_scheme_name_unique",
                field="name",
                violation_error_message="Det finnes allerede en støtteordning med dette navnet. Bruk den.",
            )
        ]

    def __str__(self) -> str:
        return self.name
