"""How editors list, filter, export and choose contact persons."""

from typing import Any

from django import forms
from django.db.models import CharField, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.urls import reverse
from django_filters import MultipleChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, UpdatedAtColumn
from wagtail.admin.widgets import Button
from wagtail.models import Revision, WorkflowState
from wagtail.snippets.views.snippets import WorkflowActionView

from cms.approval import TellsOutcome
from snippets.choosers import chooser_with
from snippets.contact_columns import COLUMNS
from snippets.contact_import_view import may_import
from snippets.contact_roles import ContactRole
from snippets.contacts import Contact
from snippets.viewsets import AlphabeticalIndexView, AlphabeticalViewSet


class ContactFilterSet(WagtailFilterSet):
    roles = MultipleChoiceFilter(
        label="Roller", choices=ContactRole.choices, method="with_roles", widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Contact
        fields = ["municipality", "organisation", "live"]

    def with_roles(self, contacts: QuerySet[Contact], _name: str, roles: list[str]) -> QuerySet[Contact]:
        return contacts.filter(roles__overlap=roles)


class ContactIndexView(AlphabeticalIndexView):
    """Takes the list along in the columns that can be read in again."""

    def to_row_dict(self, item: Contact) -> dict[str, Any]:
        return {name: column.write(item) for name, column in COLUMNS.items()}

    def get_heading(self, queryset: QuerySet[Contact], field: str) -> str:
        return COLUMNS[field].heading

    @property
    def header_more_buttons(self) -> list[Any]:
        buttons = list(super().header_more_buttons)
        if may_import(self.request.user):
            buttons.append(Button("Importer", reverse("import_contacts"), icon_name="upload", priority=95))
        return buttons


class ApproveContactView(TellsOutcome, WorkflowActionView):
    """Approves or rejects from the first page of the admin."""


class ContactViewSet(AlphabeticalViewSet):
    model = Contact
    icon = "user"
    list_display = [
        "name",
        "get_role_labels",
        Column("municipality", label="Kommune", sort_key="municipality__sort_key"),
        Column("organisation", label="Organisasjon", sort_key="organisation__sort_key"),
        LiveStatusTagColumn(),
        UpdatedAtColumn(),
    ]
    filterset_class = ContactFilterSet
    search_fields = ["name", "email", "phone", "job_title", "municipality__name", "organisation__name"]
    index_view_class = ContactIndexView
    workflow_action_view_class = ApproveContactView
    list_export = list(COLUMNS)
    export_filename = "kontaktpersoner"
    chooser_viewset_class = chooser_with(
        Column("municipality", label="Kommune"),
        Column("organisation", label="Organisasjon"),
        related=("municipality", "organisation"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Contact]:
        scheduled = Revision.objects.filter(
            base_content_type=Contact.get_base_content_type(),
            object_id=Cast(OuterRef("pk"), CharField()),
            approved_go_live_at__isnull=False,
        )
        # Under the names where Wagtail's status column looks first, before it asks for each person.
        return (
            Contact.objects.select_related("municipality", "organisation")
            .annotate(scheduled_revision=Subquery(scheduled.values("pk")[:1]))
            .prefetch_related(Prefetch("_workflow_states", WorkflowState.objects.active(), "_current_workflow_states"))
        )
