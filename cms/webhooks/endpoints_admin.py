"""Where administrators write down who is told: the list of receivers, and the form of one."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import Permission
from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import CreateView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import Button, HeaderButton

from cms.webhooks.deliveries import DeliveryStatus
from cms.webhooks.endpoints import Endpoint
from cms.webhooks.secret_view import SecretView
from cms.webhooks.trial_view import TrialView


def log_of(endpoint: Endpoint, **filters: str) -> str:
    """The address of the log, narrowed to this receiver."""
    return f"{reverse('webhook_log')}?{urlencode({'endpoint': endpoint.pk, **filters})}"


class StateColumn(Column):
    """Whether messages arrive: red when some were given up."""

    cell_template_name = "webhooks/state_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        address = log_of(instance, status=DeliveryStatus.GIVEN_UP)
        return super().get_cell_context_data(instance, parent_context) | {"endpoint": instance, "given_up_url": address}


class EndpointIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[Endpoint]:
        deliveries = super().get_base_queryset()
        return deliveries.annotate(
            given_up=Count("deliveries", filter=Q(deliveries__status=DeliveryStatus.GIVEN_UP), distinct=True),
            waiting=Count("deliveries", filter=Q(deliveries__status=DeliveryStatus.WAITING), distinct=True),
            tried_at=Max("deliveries__attempts__at"),
        )


class EndpointCreateView(CreateView):
    def get_success_url(self) -> str:
        return reverse("webhooks:secret", args=[self.object.pk])


class EndpointEditView(EditView):
    @cached_property
    def header_buttons(self) -> list[Button]:
        key = self.object.pk
        return [
            HeaderButton("Prøv", url=reverse("webhooks:trial", args=[key]), icon_name="mail", priority=10),
            HeaderButton("Hemmelighet", url=reverse("webhooks:secret", args=[key]), icon_name="key", priority=20),
            HeaderButton("Logg", url=log_of(self.object), icon_name="history", priority=30),
        ]


class EndpointViewSet(ModelViewSet):
    model = Endpoint
    name = "webhooks"
    url_prefix = "webhooks"
    icon = "mail"
    menu_label = "Webhooks"
    menu_order = 900
    add_to_settings_menu = True
    index_view_class = EndpointIndexView
    add_view_class = EndpointCreateView
    edit_view_class = EndpointEditView
    copy_view_enabled = False
    list_display = [
        "name",
        Column("url", label="Adresse"),
        StateColumn("state", label="Status"),
        DateColumn("tried_at", label="Sist forsøkt"),
    ]
    search_fields = ["name", "url"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("url"),
            FieldPanel("is_active"),
            MultiFieldPanel([FieldPanel("kinds"), FieldPanel("types")], heading="Hva det varsles om"),
        ]
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/secret/", SecretView.as_view(), name="secret"),
            path("<int:pk>/trial/", TrialView.as_view(), name="trial"),
        ]

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        """None: where the site sends what is decided by administrators, and by no group."""
        return Permission.objects.none()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Endpoint]:
        return Endpoint.objects.all()
