"""The log in the admin: what was sent to whom, each try with its answer, and a button to send it again."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.generic import TemplateView
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView

from cms.webhooks.deliveries import Attempt, Delivery
from cms.webhooks.erasing import DAYS_KEPT
from cms.webhooks.kinds import EventKind
from snippets.exports import SafeExportMixin

# While a try is about to be made, the page looks again by itself.
SOON = timedelta(seconds=10)
SECONDS_BETWEEN_LOOKS = 2


class LogFilterSet(WagtailFilterSet):
    kind = ChoiceFilter(label="Hendelse", field_name="event__kind", choices=EventKind.choices)

    class Meta:
        model = Delivery
        fields = ["endpoint", "status", "kind"]


class StatusColumn(Column):
    """How far the delivery has come: red when it was given up."""

    cell_template_name = "webhooks/status_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return super().get_cell_context_data(instance, parent_context) | {"delivery": instance}


class LogView(SafeExportMixin, ReportView):
    model = Delivery
    any_permission_required = ["view"]
    page_title = "Webhook-logg"
    header_icon = "history"
    index_url_name = "webhook_log"
    index_results_url_name = "webhook_log_results"
    results_template_name = "webhooks/log_results.html"
    filterset_class = LogFilterSet
    columns = [
        TitleColumn(
            "subject",
            accessor=lambda delivery: delivery.event.subject or delivery.event.get_kind_display(),
            label="Gjelder",
            get_url=lambda delivery: reverse("webhook_delivery", args=[delivery.pk]),
        ),
        Column("kind", accessor="event.get_kind_display", label="Hendelse"),
        Column("endpoint", label="Webhook"),
        StatusColumn("status", label="Status"),
        NumberColumn("tries", label="Forsøk"),
        Column("answer", accessor=lambda delivery: delivery.problem or delivery.answered, label="Siste svar"),
        Column("at", accessor=lambda delivery: _moment(delivery.event.at), label="Tid"),
    ]
    list_export = ["event.at", "event.kind", "event.type", "event.path", "endpoint", "get_status_display", "tries"]
    export_headings = {
        "event.at": "Tid",
        "event.kind": "Hendelse",
        "event.type": "Type",
        "event.path": "Sti",
        "endpoint": "Webhook",
        "get_status_display": "Status",
        "tries": "Forsøk",
    }
    export_filename = "webhook-logg"

    def get_base_queryset(self) -> QuerySet[Delivery]:
        last = Attempt.objects.filter(delivery=OuterRef("pk")).order_by("-pk")
        return Delivery.objects.select_related("event", "endpoint").annotate(
            answered=Subquery(last.values("status")[:1]), problem=Subquery(last.values("problem")[:1])
        )

    def order_queryset(self, queryset: QuerySet[Delivery]) -> QuerySet[Delivery]:
        return queryset.order_by("-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"days_kept": DAYS_KEPT}


class DeliveryView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """One delivery: what was sent, and every try."""

    model = Delivery
    permission_required = "change"
    template_name = "webhooks/delivery.html"
    page_title = "Levering"
    header_icon = "history"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        deliveries = Delivery.objects.select_related("event", "endpoint")
        self.delivery = get_object_or_404(deliveries, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return str(self.delivery.event)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("webhook_log"), "label": "Webhook-logg"},
            {"url": "", "label": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "delivery": self.delivery,
            "attempts": self.delivery.attempts.all(),
            "body": json.dumps(json.loads(self.delivery.event.body), ensure_ascii=False, indent=2),
        }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        delivery = self.delivery
        is_soon = delivery.is_waiting and delivery.next_try_at < timezone.now() + SOON
        if is_soon and delivery.endpoint.is_active:
            response["Refresh"] = str(SECONDS_BETWEEN_LOOKS)
        return response

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.delivery.put_back():
            messages.success(request, "Meldingen blir sendt på nytt, med samme id og ny signatur.")
        else:
            messages.warning(request, "Meldingen sendes akkurat nå. Se hva som blir svaret, og prøv så igjen.")
        return redirect(request.path)


def _moment(moment: Any) -> str:
    return f"{timezone.localtime(moment):%d.%m.%Y %H:%M:%S}"


def urls() -> list[URLPattern]:
    """The log's addresses in the admin."""
    return [
        path("reports/webhooks/", LogView.as_view(), name="webhook_log"),
        path("reports/webhooks/results/", LogView.as_view(results_only=True), name="webhook_log_results"),
        path("reports/webhooks/<int:pk>/", DeliveryView.as_view(), name="webhook_delivery"),
    ]
