"""The screen where contact persons are read in from a spreadsheet: first tried, then written."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permissions import policy_registry

from snippets.contact_columns import COLUMNS
from snippets.contact_import import Outcome, Unreadable, import_contacts, read_rows
from snippets.contacts import Contact

# In bytes; ten thousand rows are about one million.
LARGEST_FILE = 5_000_000


def may_import(user: Any) -> bool:
    """Whether the user may write what an import writes: new contacts, changes, and what is public."""
    policy = policy_registry.get_by_type(Contact)
    return all(policy.user_has_permission(user, action) for action in ("add", "change", "publish"))


class ImportForm(forms.Form):
    file = forms.FileField(
        label="Fil",
        help_text="Excel (.xlsx) eller CSV, med kolonnene som eksporten har. Kolonner som mangler, blir ikke endret.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    dry_run = forms.BooleanField(
        label="Bare prøv",
        required=False,
        initial=True,
        help_text="Viser hva som ville skjedd med hver rad, og lagrer ingenting.",
    )
    partial = forms.BooleanField(
        label="Hopp over rader med feil",
        required=False,
        help_text="Uten kryss lagres ingenting når en av radene har en feil.",
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError("Filen er for stor. Den kan være på høyst 5 MB.")
        try:
            return read_rows(file.read(), file.name)
        except Unreadable as error:
            raise forms.ValidationError(str(error)) from error


class ContactImportView(WagtailAdminTemplateMixin, FormView):
    form_class = ImportForm
    template_name = "snippets/contact_import.html"
    page_title = "Importer kontaktpersoner"
    header_icon = "upload"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_import(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listing = reverse(Contact.snippet_viewset.get_url_name("list"))
        return [
            *super().get_breadcrumbs_items(),
            {"url": listing, "label": "Kontaktpersoner"},
            {"url": "", "label": self.page_title},
        ]

    def form_valid(self, form: ImportForm) -> HttpResponse:
        report = import_contacts(
            form.cleaned_data["file"],
            user=self.request.user,
            partial=form.cleaned_data["partial"],
            dry_run=form.cleaned_data["dry_run"],
        )
        counts = [outcome.counted(report.count(outcome)) for outcome in Outcome]
        return self.render_to_response(self.get_context_data(form=form, report=report, counts=counts))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(headings=[column.heading for column in COLUMNS.values()], **kwargs)
