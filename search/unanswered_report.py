"""«Søk uten treff»: what readers have searched for in vain, for editors to do something about."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib.humanize.templatetags.humanize import naturalday
from django.db.models import Max, QuerySet, Sum
from django.urls import URLPattern, path
from django.utils import timezone
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from search.remedies import remedies
from search.unanswered import DAYS_KEPT, UnansweredQuery
from search.viewsets import ToolViewSet
from search.why import why_url
from snippets.exports import SafeExportMixin

PERIODS = {"7": "Siste 7 dager", "30": "Siste 30 dager"}
LONGEST_PERIOD = f"Siste {DAYS_KEPT} dager"


class UnansweredFilterSet(WagtailFilterSet):
    days = ChoiceFilter(
        label="Periode",
        choices=list(PERIODS.items()),
        empty_label=LONGEST_PERIOD,
        method="of_last_days",
    )

    class Meta:
        model = UnansweredQuery
        fields = ["days"]

    def of_last_days(self, queries: QuerySet, _name: str, days: str) -> QuerySet:
        return queries.filter(day__gt=timezone.localdate() - timedelta(days=int(days)))


class RemediesColumn(Column):
    """Links to forms that are begun with the words: what an editor can do about them."""

    cell_template_name = "search/remedies_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        return super().get_cell_context_data(instance, parent_context) | {"remedies": remedies(instance["words"], user)}


class UnansweredReportView(SafeExportMixin, ReportView):
    model = UnansweredQuery
    any_permission_required = ["view"]
    page_title = "Søk uten treff"
    header_icon = "warning"
    index_url_name = "unanswered_queries:index"
    index_results_url_name = "unanswered_queries:index_results"
    results_template_name = "search/unanswered_results.html"
    filterset_class = UnansweredFilterSet
    is_searchable = True
    search_fields = ["words"]
    columns = [
        TitleColumn("words", label="Søkeord", get_url=lambda row: why_url(row["words"])),
        NumberColumn("times", accessor="sum", label="Ganger"),
        Column("last", accessor=lambda row: naturalday(row["last"], "j. F Y"), label="Sist søkt"),
        RemediesColumn("remedies", label="Gjør noe med det"),
    ]
    list_export = ["words", "sum", "last"]
    export_headings = {"words": "Søkeord", "sum": "Ganger", "last": "Sist søkt"}
    export_filename = "sok-uten-treff"

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().values("words").annotate(sum=Sum("times"), last=Max("day"))

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        return queryset.order_by("-sum", "-last", "words")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        period = PERIODS.get(self.request.GET.get("days", ""), LONGEST_PERIOD)
        return super().get_context_data(**kwargs) | {"period": period}


class UnansweredViewSet(ToolViewSet):
    model = UnansweredQuery
    name = "unanswered_queries"
    url_prefix = "search/unanswered"
    icon = "warning"
    menu_label = "Søk uten treff"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", UnansweredReportView.as_view(), name="index"),
            path("results/", UnansweredReportView.as_view(results_only=True), name="index_results"),
        ]
