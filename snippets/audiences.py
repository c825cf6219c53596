"""Audiences: whom events are for."""

from django.db import models
from wagtail.admin.panels import TitleFieldPanel
from wagtail.models import TranslatableMixin
from wagtail.search import index

from cms.api.fields import GraphQLString
from snippets.constraints import FieldUnique
from snippets.sort_keys import sort_key_of


class Audience(TranslatableMixin, index.Indexed, models.Model):
    """Whom an event is for; each language has its own."""

    label = models.CharField("navn", max_length=100, help_text="For eksempel «Kommunale FoUI-kontakter».")
    slug = models.SlugField(
        "permalenke",
        max_length=100,
        help_text="Brukes i adresser og filtre. Endrer du den, slutter gamle lenker å virke.",
    )
    sort_key = sort_key_of("label")

    panels = [TitleFieldPanel("label", targets=["slug"]), "slug"]

    search_fields = [
        index.SearchField("label"),
        index.AutocompleteField("label"),
        index.FilterField("slug"),
        index.FilterField("locale"),
        index.FilterField("sort_key"),
    ]

    graphql_fields = [
        GraphQLString("slug", "Stable key for addresses and filters, unique in its language.", required=True),
        GraphQLString("label", "What readers see.", required=True),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = "målgruppe"
        verbose_name_plural = "målgrupper"
        ordering = ["sort_key", "pk"]
        constraints = [
            FieldUnique(
                fields=["slug", "locale"],
                name="audience_slug_unique",
                field="slug",
                violation_error_message=(
                    "En annen målgruppe på dette språket har denne permalenken. "
                    "Bruk den målgruppen, eller velg en annen."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.label
