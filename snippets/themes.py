"""Themes: what content is about."""

from django.db import models
from wagtail.admin.panels import TitleFieldPanel
from wagtail.models import TranslatableMixin
from wagtail.search import index

from cms.api.fields import GraphQLString
from snippets.constraints import FieldUnique
from snippets.sort_keys import sort_key_of


class Theme(TranslatableMixin, index.Indexed, models.Model):
    """What content is about; each language has its own."""

    label = models.CharField("navn", max_length=100)
    slug = models.SlugField(
        "permalenke",
        max_length=100,
        help_text="Står i adressen til temaet. Endrer du den, slutter gamle lenker å virke.",
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
        verbose_name = "tema"
        verbose_name_plural = "temaer"
        ordering = ["sort_key", "pk"]
        constraints = [
            FieldUnique(
                fields=["slug", "locale"],
                name="theme_slug_unique",
                field="slug",
                violation_error_message=(
                    "Et annet tema på dette språket har denne permalenken. Bruk det temaet, eller velg en annen."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.label
