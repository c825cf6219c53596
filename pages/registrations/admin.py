"""How organisers see who comes, write somebody in, take somebody off, and take the list along."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from pages.registrations.model import Registration, RegistrationStatus
from pages.registrations.places import fill_places, locked, tell
from snippets.exports import SafeExportMixin


class RegistrationIndexView(SafeExportMixin, IndexView):
    export_headings = {"get_status_display": "Status"}

    def get_base_queryset(self) -> QuerySet[Registration]:
        return super().get_base_queryset().select_related("event")


class RegistrationCreateView(CreateView):
    def save_instance(self) -> Registration:
        with locked(self.form.instance.event):
            registration: Registration = super().save_instance()
            tell(registration)
        return registration


class RegistrationEditView(EditView):
    def save_instance(self) -> Registration:
        with locked(self.object.event):
            before = Registration.objects.get(pk=self.object.pk).status
            if self.form.instance.status == RegistrationStatus.CANCELLED:
                self.form.instance.idempotency_key = ""
            registration: Registration = super().save_instance()
            if registration.status != before:
                tell(registration)
        fill_places(registration.event)
        return registration


class RegistrationDeleteView(DeleteView):
    def delete_action(self) -> None:
        super().delete_action()
        fill_places(self.object.event)


class RegistrationViewSet(ModelViewSet):
    model = Registration
    name = "registrations"
    url_prefix = "registrations"
    icon = "tick-inverse"
    menu_label = "Påmeldinger"
    index_view_class = RegistrationIndexView
    add_view_class = RegistrationCreateView
    edit_view_class = RegistrationEditView
    delete_view_class = RegistrationDeleteView
    copy_view_enabled = False
    form_fields = ["event", "status", "name", "email", "organisation", "allergies", "note"]
    list_display = [
        "name",
        Column("event", label="Arrangement", sort_key="event__title"),
        "organisation",
        StatusTagColumn(
            "status",
            accessor="get_status_display",
            label="Status",
            sort_key="status",
            primary=lambda registration: registration.status == RegistrationStatus.CONFIRMED,
        ),
        Column("sent_at", label="Påmeldt", sort_key="sent_at"),
    ]
    list_filter = ["event", "status"]
    list_per_page = 50
    search_fields = ["name", "email", "organisation"]
    search_backend_name = None
    list_export = ["event", "get_status_display", "name", "email", "organisation", "allergies", "note", "sent_at"]
    export_filename = "pameldinger"
    ordering = ["-event__starts_at", "pk"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return Registration.objects.select_related("event")
