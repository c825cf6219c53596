"""«Innholdshelse»: what there is to mend on public pages, for editors."""

from typing import Any

from django.db.models import Count, QuerySet
from django.urls import URLPattern, path, reverse
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies.pages import PagePermissionPolicy

from pages.health.model import PageFault
from pages.health.wording import Kind
from snippets.exports import SafeExportMixin


class FaultFilterSet(WagtailFilterSet):
    class Meta:
        model = PageFault
        fields = ["kind"]


class _FaultPaginator(WagtailPaginator):
    # The plural of the model is the report's own name, under which its rows are no such things.
    verbose_name, verbose_name_plural = "mangel", "mangler"


class HealthReportView(SafeExportMixin, ReportView):
    model = PageFault
    paginator_class = _FaultPaginator
    page_title = "Innholdshelse"
    header_icon = "clipboard-list"
    index_url_name = "content_health"
    index_results_url_name = "content_health_results"
    results_template_name = "pages/health/results.html"
    filterset_class = FaultFilterSet
    columns = [
        TitleColumn(
            "page",
            accessor="page.title",
            label="Side",
            get_url=lambda fault: reverse("wagtailadmin_pages:edit", args=[fault.page_id]),
        ),
        Column("locale", accessor="page.locale", label="Språk"),
        Column("kind", accessor="get_kind_display", label="Hva"),
        Column("words", label="Ordene det gjelder"),
        DateColumn("published", accessor="page.last_published_at", label="Sist publisert"),
    ]
    list_export = ["page.title", "get_kind_display", "words", "page.last_published_at"]
    export_headings = {
        "page.title": "Side",
        "get_kind_display": "Hva",
        "words": "Ordene det gjelder",
        "page.last_published_at": "Sist publisert",
    }
    export_filename = "innholdshelse"

    def get_base_queryset(self) -> QuerySet[PageFault]:
        editable = PagePermissionPolicy().instances_user_has_permission_for(self.request.user, "change")
        return PageFault.objects.filter(page__in=editable).select_related("page__locale")

    def order_queryset(self, queryset: QuerySet[PageFault]) -> QuerySet[PageFault]:
        return queryset.order_by("page__title", "page_id", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counted = dict(self.get_base_queryset().order_by().values_list("kind").annotate(Count("pk")))
        counts = [(kind.label, counted[kind.value]) for kind in Kind if kind.value in counted]
        return super().get_context_data(**kwargs) | {"counts": counts}


def urls() -> list[URLPattern]:
    """The report's addresses in the admin."""
    return [
        path("reports/content-health/", HealthReportView.as_view(), name="content_health"),
        path(
            "reports/content-health/results/",
            HealthReportView.as_view(results_only=True),
            name="content_health_results",
        ),
    ]
