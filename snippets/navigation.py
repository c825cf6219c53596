"""Navigation: the site's menus, one of each kind in each language."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.fields import StreamField
from wagtail.models import TranslatableMixin

from cms.api.blocks import GraphQLStructs, register_block
from cms.api.fields import GraphQLEnum, GraphQLRelation, GraphQLStreamField, GraphQLString
from snippets.constraints import FieldCheck, FieldUnique
from snippets.link_texts import is_vague


class NavigationKind(models.TextChoices):
    """Where a menu stands."""

    MAIN = "main", "Hovedmeny"
    FOOTER = "footer", "Bunnmeny"


class _LinkBlock(blocks.StructBlock):
    """A label with the one place it leads to."""

    label = blocks.CharBlock(label="Tekst", max_length=60)
    page = blocks.PageChooserBlock(label="Side", required=False)
    url = blocks.URLBlock(label="Nettadresse", required=False, help_text="Når lenken går ut av nettstedet.")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["page"] and cleaned["url"]:
            message = "Lenken går to steder. Velg enten en side eller en nettadresse."
            raise StructBlockValidationError({"url": ValidationError(message)})
        if not (cleaned["page"] or cleaned["url"] or cleaned.get("children")):
            message = "Lenken går ingen steder. Velg en side, eller skriv en nettadresse."
            raise StructBlockValidationError({"page": ValidationError(message)})
        # «Mer» may stand over the links below it.
        if (cleaned["page"] or cleaned["url"]) and is_vague(cleaned["label"]):
            message = f"«{cleaned['label']}» sier ikke hvor lenken fører. Skriv navnet på siden eller stedet."
            raise StructBlockValidationError({"label": ValidationError(message)})
        return cleaned


LINK_FIELDS = [
    GraphQLString("label", "What readers see.", required=True),
    GraphQLRelation("page", "wagtailcore.Page", "The page it leads to; null when it leads elsewhere or nowhere."),
    GraphQLString("url", "The address elsewhere that it leads to."),
]


@register_block
class NavigationLinkBlock(_LinkBlock):
    """A link on the lower level of a menu."""

    graphql_fields = LINK_FIELDS

    class Meta:
        icon = "link"
        label = "Underpunkt"


@register_block
class NavigationItemBlock(_LinkBlock):
    """A link on the upper level of a menu, or only a heading over the links below it."""

    children = blocks.ListBlock(NavigationLinkBlock(), label="Underpunkter", default=[])

    graphql_fields = [*LINK_FIELDS, GraphQLStructs("children", NavigationLinkBlock, "The links below it.")]

    class Meta:
        icon = "list-ul"
        label = "Menypunkt"


class Navigation(TranslatableMixin, models.Model):
    """A menu of the site in one language."""

    kind = models.CharField("plassering", max_length=10, choices=NavigationKind, default=NavigationKind.MAIN)
    items = StreamField([("item", NavigationItemBlock())], verbose_name="menypunkter", blank=True)

    panels = ["kind", "items"]

    graphql_fields = [
        GraphQLEnum("kind", NavigationKind, "Where the menu stands.", required=True),
        GraphQLStreamField("items", "The upper level, each a `NavigationItemBlock` with its links below."),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = "meny"
        verbose_name_plural = "menyer"
        ordering = ["kind", "pk"]
        constraints = [
            FieldUnique(
                fields=["kind", "locale"],
                name="navigation_one_of_each_kind",
                field="kind",
                violation_error_message=("Språket har allerede en slik meny. Rediger den i stedet for å lage en ny."),
            ),
            FieldCheck(
                condition=Q(kind__in=NavigationKind.values),
                name="navigation_kind_known",
                field="kind",
                violation_error_message="Denne plasseringen finnes ikke. Velg en fra listen.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.locale})"
