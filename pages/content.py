"""What all page types have in common."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from modelcluster.models import get_all_child_relations
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.models import Page, PageViewRestriction, Revision, Site

from cms.api.paths import path_below
from pages.form_previews import address_of_preview
from pages.forms import ContentCopyForm, ContentPageForm
from pages.frontends import frontend_of
from pages.health.panel import HealthPanel
from pages.problems import Checked
from pages.publishing import check_whole
from pages.revisions import OutlivesReferences
from pages.rows import Row
from pages.structured_data import Describer
from snippets.slugs import slug_of
from snippets.years import InTellableYears


def has_main_picture(model: type[Page]) -> bool:
    """Whether pages of the type have a picture above their text."""
    return hasattr(model, "hero_image")


class ShareImagePanel(FieldPanel):
    """The picture for sharing; where there is a main one, too, that goes before the site's."""

    def on_model_bound(self) -> None:
        super().on_model_bound()
        if has_main_picture(self.model):
            self.help_text = (
                "Vises når siden deles i sosiale medier. "
                "Uten eget bilde brukes hovedbildet, og uten det nettstedets delingsbilde."
            )


class ContentPage(InTellableYears, Checked, OutlivesReferences, Page):
    """A page with a picture for sharing, edited in tabs; frontends show it, this project only previews it."""

    share_image = models.ForeignKey(
        "snippets.Image",
        verbose_name="delingsbilde",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Vises når siden deles i sosiale medier. Uten eget bilde brukes nettstedets delingsbilde.",
    )
    is_hidden_from_search_engines = models.BooleanField(
        "skjul for søkemotorer",
        default=False,
        help_text="Ber Google og andre om å ikke vise siden i treff. Alle som har adressen, kan fortsatt lese den.",
    )

    base_form_class = ContentPageForm
    copy_form_class = ContentCopyForm
    # A page under any restriction leaves the API for nobody: to choose who may see it would promise what no site does.
    private_page_options = [PageViewRestriction.LOGIN]
    promote_panels = [*Page.promote_panels, ShareImagePanel("share_image"), "is_hidden_from_search_engines"]
    # The last tabs of every page type's form.
    shared_tabs = [
        ObjectList([HealthPanel()], heading="Innholdshelse"),
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

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> None:
        """Publish the revision, now or when it is planned for; ValidationError when its form would not."""
        check_whole(revision.as_object())
        super().publish(revision, *args, **kwargs)

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """The site, its address and the page's path there; Wagtail finds none, having no view of its own here."""
        parts = super().get_url_parts(request)
        for root in self._get_relevant_site_root_paths(request):
            if parts and root.site_id == parts[0]:
                return root.site_id, root.root_url, path_below(root.root_path, root.language_code, self)
        return None

    def get_full_url(self, request: HttpRequest | None = None) -> str | None:
        """Where readers find the page: on the site's frontend; None outside of any site."""
        parts = self.get_url_parts(request)
        return parts and frontend_of(self) + parts[2]

    def get_url(self, request: HttpRequest | None = None, current_site: Site | None = None) -> str | None:
        """The same, since the frontend may be on another host than the admin."""
        return self.get_full_url(request)

    # Wagtail makes these from its own methods.
    full_url = property(get_full_url)
    url = property(get_url)

    def get_route_paths(self) -> list[str]:
        """What there is at the page's address that must be found after it has got another: nothing of a draft.

        Drafts save themselves while their title is typed, and each time their address changes with it.
        """
        paths: list[str] = super().get_route_paths() if self.live else []
        return paths

    @property
    def description_for_search(self) -> str:
        """What search engines show under the title: the editor's own words, else the page's first ones; or nothing."""
        return self.search_description or getattr(self, "lead", "")

    @property
    def picture_names(self) -> list[str]:
        """Where the picture for sharing is looked for, the first found wins."""
        return ["share_image", *(["hero_image"] if has_main_picture(type(self)) else [])]

    def structured_data(self, describe: Describer) -> dict[str, Any]:
        """What the page says in schema.org's words; a type that these have words for says more."""
        return describe.work(self)

    @property
    def preview_lists(self) -> Iterator[tuple[str, list[Row]]]:
        """The page's lists that have rows, each under its heading."""
        for relation in get_all_child_relations(type(self)):
            model = relation.related_model
            if issubclass(model, Row) and (rows := list(getattr(self, relation.get_accessor_name()).all())):
                yield capfirst(model._meta.verbose_name_plural), rows

    def _get_autogenerated_slug(self, base_slug: str) -> str:
        # Django's slugify, which Wagtail asks, drops every æ and ø.
        slug: str = super()._get_autogenerated_slug(slug_of(self.title) or base_slug)
        return slug

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """What the panel beside the form shows: the page on the site's frontend, as it stands in the form."""
        address = address_of_preview(self, request)
        return redirect(address) if address else super().serve_preview(request, mode_name)

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return "pages/preview.html"
