"""How editors see which contacts have been asked, and what those have answered."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from snippets.confirmations.model import ConfirmationStatus, ContactConfirmation
from snippets.contacts import Contact
from snippets.exports import SafeExportMixin


def _address(confirmation: ContactConfirmation) -> str:
    return reverse(Contact.snippet_viewset.get_url_name("edit"), args=[confirmation.contact_id])


class ConfirmationPolicy(ModelPermissionPolicy):
    """They come of the yearly round and of what people answer; editors see them, and take them away."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in {"view", "delete"} and bool(super().user_has_permission(user, action))


class ConfirmationIndexView(SafeExportMixin, IndexView):
    export_headings = {"get_status_display": "Status", "contact.email": "E-post"}

    def get_base_queryset(self) -> QuerySet[ContactConfirmation]:
        return super().get_base_queryset().select_related("contact__municipality")


class ConfirmationViewSet(ModelViewSet):
    model = ContactConfirmation
    name = "contact_confirmations"
    url_prefix = "contact-confirmations"
    icon = "check"
    menu_label = "Bekreftelser"
    index_view_class = ConfirmationIndexView
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["contact", "due_since", "asked_at", "reminded_at", "hidden_on", "corrected_at", "correction"]
    # Wagtail wants some, for forms that nobody may open.
    form_fields = ["correction"]
    list_display: list[Any] = [
        TitleColumn("contact", label="Kontaktperson", get_url=_address, sort_key="contact__sort_key"),
        Column("municipality", accessor="contact.municipality", label="Kommune"),
        StatusTagColumn(
            "status",
            accessor="get_status_display",
            label="Status",
            primary=lambda confirmation: confirmation.status == ConfirmationStatus.CORRECTED,
        ),
        Column("correction", label="Meldt endring"),
        DateColumn("due_since", label="Ubekreftet siden", sort_key="due_since"),
        DateColumn("asked_at", label="Spurt", sort_key="asked_at"),
        DateColumn("hidden_on", label="Skjult", sort_key="hidden_on"),
    ]
    search_fields = ["contact__name", "contact__email"]
    search_backend_name = None
    list_export = ["contact", "contact.email", "get_status_display", "correction", "due_since", "asked_at", "hidden_on"]
    export_filename = "bekreftelser"
