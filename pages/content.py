"""What all page types have in common."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.text import capfirst
from modelcluster.models import get_all_child_relations
from wagtail.admin.panels import ObjectList
from wagtail.models import Page

from pages.forms import ContentPageForm
from pages.problems import Checked
from pages.revisions import OutlivesReferences
from pages.rows import Row
from pages.structured_data import Describer


class ContentPage(Checked, OutlivesReferences, Page):
    """A page with a picture for sharing, edited in tabs; frontends show it, this project only previews it."""

    share_image = models.ForeignKey(
        "snippets.Image",
        verbose_name="delingsbilde",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=(
            "Vises når siden deles i sosiale medier. "
            "Uten eget bilde brukes hovedbildet, og uten det nettstedets delingsbilde."
        ),
    )
    is_hidden_from_search_engines = models.BooleanField(
        "skjul for søkemotorer",
        default=False,
        help_text="Ber Google og andre om å ikke vise siden i treff. Alle som har adressen, kan fortsatt lese den.",
    )

    base_form_class = ContentPageForm
    promote_panels = [*Page.promote_panels, "share_image", "is_hidden_from_search_engines"]
    # The last tabs of every page type's form.
    shared_tabs = [
        ObjectList(promote_panels, heading="Deling"),
        ObjectList(Page.settings_panels, heading="Innstillinger"),
    ]

    # The total order of a list of such pages under another object.
    list_order: tuple[str, ...] = ("title", "pk")
    # GraphQL wants an interface's own interface named again on each type.
    graphql_interfaces = ("cms.api.types.Node",)
    graphql_fields: list[Any] = []

    class Meta:
        abstract = True

    @property
    def description_for_search(self) -> str:
        """What search engines show under the title: the editor's own words, else the page's first ones; or nothing."""
        return self.search_description or getattr(self, "lead", "")

    @property
    def picture_names(self) -> list[str]:
        """Where the picture for sharing is looked for, the first found wins."""
        return ["share_image", *(["hero_image"] if hasattr(type(self), "hero_image") else [])]

    def structured_data(self, describe: Describer) -> dict[str, Any]:
        """What schema.org has words for beyond what is said of every page."""
        return {}

    @property
    def preview_lists(self) -> Iterator[tuple[str, list[Row]]]:
        """The page's lists that have rows, each under its heading."""
        for relation in get_all_child_relations(type(self)):
            model = relation.related_model
            if issubclass(model, Row) and (rows := list(getattr(self, relation.get_accessor_name()).all())):
                yield capfirst(model._meta.verbose_name_plural), rows

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return "pages/preview.html"
