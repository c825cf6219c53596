"""How editors list, filter, sort and export the pages of one type, wherever in the tree they are."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.forms import CheckboxSelectMultiple
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django_filters import DateFromToRangeFilter, ModelMultipleChoiceFilter
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView, PageFilterSet
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import Locale

from pages.articles import ArticlePage
from pages.events import EventPage
from pages.projects import ProjectPage
from pages.registrations.model import RegistrationStatus
from pages.standard import StandardPage
from snippets.exports import SafeExportMixin
from snippets.models import Theme


class _PageFilterSet(PageFilterSet):
    locale = ModelMultipleChoiceFilter(
        label="Språk", queryset=Locale.objects.all(), widget=CheckboxSelectMultiple, field_name="locale"
    )


class _ThemedFilterSet(_PageFilterSet):
    themes = ModelMultipleChoiceFilter(
        label="Tema", queryset=Theme.objects.all(), widget=CheckboxSelectMultiple, field_name="themes", distinct=True
    )


class ArticleFilterSet(_ThemedFilterSet):
    class Meta(PageFilterSet.Meta):
        model = ArticlePage


class EventFilterSet(_ThemedFilterSet):
    starts_at = DateFromToRangeFilter(label="Starter", widget=DateRangePickerWidget)

    class Meta(PageFilterSet.Meta):
        model = EventPage
        fields = ["kind", "status", "attendance_mode", "registration_kind"]


class ProjectFilterSet(_ThemedFilterSet):
    class Meta(PageFilterSet.Meta):
        model = ProjectPage
        fields = ["status"]


class _PagePaginator(WagtailPaginator):
    """Writes what a list has counted as in a sentence, where a type of page is a noun like any other."""

    @cached_property
    def verbose_name(self) -> str:
        return str(self.model._meta.verbose_name).lower()

    @cached_property
    def verbose_name_plural(self) -> str:
        return str(self.model._meta.verbose_name_plural).lower()


class _PageIndexView(SafeExportMixin, IndexView):
    """A flat list; a title in another language is told from its original by its label."""

    paginator_class = _PagePaginator

    @cached_property
    def add_item_label(self) -> str:
        return f"Legg til {str(self.model._meta.verbose_name).lower()}"


class _EventIndexView(_PageIndexView):
    def annotate_queryset(self, pages: QuerySet[Any]) -> QuerySet[Any]:
        """With how many are registered, who have a place."""
        has_place = Q(registrations__status=RegistrationStatus.CONFIRMED)
        registered = Count("registrations", filter=has_place, distinct=True)
        return super().annotate_queryset(pages).annotate(registered=registered)


def _start_of(event: EventPage) -> str:
    """The day and the time; Wagtail's own column says «just now» of all that is to come."""
    return date_format(localtime(event.starts_at), "j. F Y" if event.is_all_day else "j. F Y H.i")


def _columns(*between: Any) -> list[Any]:
    return [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label="Tittel", sort_key="title", classname="title"),
        *between,
        PageStatusColumn("status", label="Status", sort_key="live", width="12%"),
    ]


_PUBLISHED = DateColumn("first_published_at", label="Publisert", sort_key="first_published_at", width="12%")
_UPDATED = DateColumn(
    "latest_revision_created_at", label="Oppdatert", sort_key="latest_revision_created_at", width="12%"
)


class _PageListing(PageListingViewSet):
    index_view_class = _PageIndexView


class ArticleListing(_PageListing):
    model = ArticlePage
    name = "articles"
    icon = "doc-full"
    menu_label = "Artikler"
    columns = _columns(_PUBLISHED, _UPDATED)
    filterset_class = ArticleFilterSet
    ordering = "-latest_revision_created_at"
    list_export = ["title", "lead", "first_published_at", "last_published_at", "full_url"]
    export_filename = "artikler"


class EventListing(_PageListing):
    model = EventPage
    name = "events"
    icon = "calendar"
    menu_label = "Arrangementer"
    index_view_class = _EventIndexView
    columns = _columns(
        Column("starts_at", accessor=_start_of, label="Starter", sort_key="starts_at", width="16%"),
        Column("kind", accessor="get_kind_display", label="Type", sort_key="kind"),
        Column("takes_place", accessor="get_status_display", label="Gjennomføring", sort_key="status"),
        Column("registered", label="Påmeldte"),
    )
    filterset_class = EventFilterSet
    ordering = "-starts_at"
    list_export = ["title", "starts_at", "ends_at", "get_kind_display", "get_status_display", "registered", "full_url"]
    export_headings = {
        "get_kind_display": "Type",
        "get_status_display": "Gjennomføring",
        "registered": "Påmeldte",
        "full_url": "Adresse",
    }
    export_filename = "arrangementer"


class ProjectListing(_PageListing):
    model = ProjectPage
    name = "projects"
    icon = "folder-open-inverse"
    menu_label = "Prosjekter"
    columns = _columns(Column("stage", accessor="get_status_display", label="Fase", sort_key="status"), _UPDATED)
    filterset_class = ProjectFilterSet
    ordering = "title"
    list_export = ["title", "get_status_display", "full_url"]
    export_headings = {"get_status_display": "Fase", "full_url": "Adresse"}
    export_filename = "prosjekter"


class StandardPageListing(_PageListing):
    model = StandardPage
    name = "standard_pages"
    icon = "doc-empty"
    menu_label = "Vanlige sider"
    columns = _columns(_PUBLISHED, _UPDATED)
    filterset_class = _PageFilterSet
    ordering = "title"
    list_export = ["title", "last_published_at", "full_url"]
    export_filename = "sider"


class ContentListingGroup(ViewSetGroup):
    items = (EventListing, ArticleListing, ProjectListing, StandardPageListing)
    menu_label = "Innhold"
    menu_name = "content"
    menu_icon = "doc-full"
    menu_order = 150
