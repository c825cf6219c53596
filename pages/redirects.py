"""Redirects as editors enter them: each leads somewhere, and takes effect."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.contrib.redirects import forms, views
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from cms.api.paths import language_prefix


class RedirectForm(forms.RedirectForm):
    """Says what is missing, and how to go about it instead."""

    class Meta(forms.RedirectForm.Meta):
        error_messages = {
            "redirect_link": {
                "invalid": (
                    "Skriv hele adressen, for eksempel https://www.example.no/om/. "
                    "Til en side på dette nettstedet: velg siden i feltet over."
                )
            }
        }

    def clean_old_path(self) -> str:
        path: str = self.cleaned_data["old_path"]
        try:
            Redirect.normalise_path(path)
        except ValueError as error:
            raise ValidationError("Skriv stien på dette nettstedet, for eksempel /om-oss/.") from error
        return path

    def clean(self) -> None:
        super().clean()
        given = self.cleaned_data
        if "redirect_link" not in self.errors and not given.get("redirect_page") and not given["redirect_link"]:
            self.add_error("redirect_page", "Videresendingen fører ingen steder. Velg en side, eller skriv en adresse.")
        page = page_shown_at(given["old_path"], given.get("site")) if "old_path" in given else None
        if page:
            self.add_error(
                "old_path",
                f"Her vises siden «{page.title}», så videresendingen ville ikke virke. "
                "Gi siden en ny permalenke, da lages videresendingen av seg selv, eller avpubliser siden.",
            )


def page_shown_at(path: str, site: Site | None) -> Page | None:
    """The published page at the path on the site, or on any when none is given."""
    # A page is shown whatever query string is behind its path.
    wanted = Redirect.normalise_path(path).partition("?")[0].rstrip("/") + "/"
    for root in Site.get_site_root_paths():
        prefix = language_prefix(root.language_code) + "/"
        if (site is None or site.pk == root.site_id) and wanted.startswith(prefix):
            page: Page | None = (
                Page.objects.live().filter(url_path=root.root_path + wanted.removeprefix(prefix)).first()
            )
            if page:
                return page
    return None


class AddRedirectView(views.CreateView):
    form_class = RedirectForm


class EditRedirectView(views.EditView):
    form_class: Any = RedirectForm
