"""How moderators see what municipalities have sent in."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet

from snippets.exports import SafeExportMixin
from snippets.nominations.model import Nomination, NominationStatus


class NominationIndexView(SafeExportMixin, IndexView):
    export_headings = {"get_status_display": "Status"}

    def get_base_queryset(self) -> QuerySet[Nomination]:
        return super().get_base_queryset().select_related("municipality", "contact")


class NominationInspectView(InspectView):
    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        """What Wagtail shows, but moments in Norway's time, and a dash where there is nothing."""
        value = super().get_field_display_value(field_name, field)
        if isinstance(value, datetime):
            return date_format(localtime(value), "DATETIME_FORMAT")
        return "–" if value in (None, "") else value


class NominationViewSet(ModelViewSet):
    model = Nomination
    name = "nominations"
    url_prefix = "nominations"
    icon = "mail"
    menu_label = "Oppnevninger"
    index_view_class = NominationIndexView
    inspect_view_class = NominationInspectView
    inspect_view_enabled = True
    copy_view_enabled = False
    inspect_view_fields = [
        "municipality",
        "name",
        "email",
        "phone",
        "job_title",
        "sender_name",
        "sender_email",
        "note",
        "sent_at",
        "contact",
    ]
    form_fields = ["municipality", "name", "email", "phone", "job_title", "sender_name", "sender_email", "note"]
    list_display: list[Any] = [
        "name",
        Column("municipality", label="Kommune", sort_key="municipality__sort_key"),
        Column("sender_name", label="Avsender"),
        StatusTagColumn(
            "status",
            accessor="get_status_display",
            label="Status",
            sort_key="status",
            primary=lambda nomination: nomination.status == NominationStatus.CONFIRMED,
        ),
        Column("sent_at", label="Sendt", sort_key="sent_at"),
    ]
    list_filter = ["status", "municipality"]
    search_fields = ["name", "email", "sender_name"]
    search_backend_name = None
    list_export = [
        "municipality",
        "name",
        "email",
        "phone",
        "job_title",
        "sender_name",
        "sender_email",
        "note",
        "get_status_display",
        "sent_at",
    ]
    export_filename = "oppnevninger"
