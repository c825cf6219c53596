"""How editors list, filter and export the shared content; contact persons have a module of their own."""

from typing import Any

from django.utils import timezone
from wagtail.admin.ui.tables import BooleanColumn, Column, LocaleColumn, StatusTagColumn, UpdatedAtColumn
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from snippets.choosers import chooser_with
from snippets.exports import SafeExportMixin
from snippets.models import (
    Audience,
    FundingScheme,
    Municipality,
    Navigation,
    Notice,
    Organisation,
    Theme,
    Venue,
)


class AlphabeticalIndexView(SafeExportMixin, IndexView):
    """A listing whose first column sorts in Norwegian alphabetical order."""

    def _get_title_column(self, *args: Any, **options: Any) -> Any:
        column = super()._get_title_column(*args, **options)
        column.sort_key = "sort_key"
        return column


class AlphabeticalViewSet(SnippetViewSet):
    """A viewset of named things."""

    index_view_class = AlphabeticalIndexView
    ordering = ["sort_key", "pk"]
    list_per_page = 50
    # The search index finds beginnings of words only; these tables are small enough to look inside them.
    search_backend_name = None


class OrganisationViewSet(AlphabeticalViewSet):
    model = Organisation
    icon = "group"
    list_display = ["name", "kind", "org_number", UpdatedAtColumn()]
    list_filter = ["kind", "municipality"]
    search_fields = ["name", "org_number"]
    list_export = ["name", "kind", "org_number", "url"]
    chooser_viewset_class = chooser_with(
        Column("kind", accessor="get_kind_display", label="Type"),
        Column("municipality", label="Kommune"),
        Column("org_number", label="Organisasjonsnummer"),
        related=("municipality",),
    )
    export_filename = "organisasjoner"


class MunicipalityViewSet(AlphabeticalViewSet):
    model = Municipality
    icon = "site"
    list_display = ["name", "number", "official_name", BooleanColumn("is_sami_area", label="Samisk område")]
    list_filter = ["is_sami_area"]
    search_fields = ["name", "official_name", "name_sma", "number"]
    list_export = ["number", "name", "official_name", "name_sma", "org_number", "latitude", "longitude"]
    export_filename = "kommuner"
    # A copy would carry the number, which only one municipality can have.
    copy_view_enabled = False


class VenueViewSet(AlphabeticalViewSet):
    model = Venue
    icon = "home"
    list_display = ["name", "address", "place", UpdatedAtColumn()]
    list_filter = ["municipality"]
    search_fields = ["name", "address", "place"]


class ThemeViewSet(AlphabeticalViewSet):
    model = Theme
    icon = "tag"
    list_display = ["label", "slug", LocaleColumn(), UpdatedAtColumn()]
    search_fields = ["label", "slug"]


class AudienceViewSet(AlphabeticalViewSet):
    model = Audience
    icon = "group"
    list_display = ["label", "slug", LocaleColumn(), UpdatedAtColumn()]
    search_fields = ["label", "slug"]


class FundingSchemeViewSet(AlphabeticalViewSet):
    model = FundingScheme
    icon = "clipboard-list"
    list_display = ["name", "abbreviation", UpdatedAtColumn()]
    search_fields = ["name", "abbreviation"]


class NavigationViewSet(SnippetViewSet):
    model = Navigation
    icon = "list-ul"
    list_display = ["kind", LocaleColumn(), UpdatedAtColumn()]
    # There is one of each kind in each language.
    copy_view_enabled = False


SHOWN = "Nå"


def _shown(notice: Notice) -> str:
    """Whether readers see the notice at this moment."""
    now = timezone.now()
    if notice.ends_at and notice.ends_at <= now:
        return "Ikke lenger"
    return SHOWN if notice.starts_at <= now else "Ikke ennå"


class NoticeViewSet(SnippetViewSet):
    model = Notice
    icon = "warning"
    list_display = [
        "title",
        StatusTagColumn("shown", accessor=_shown, label="Vises", primary=lambda notice: _shown(notice) == SHOWN),
        "level",
        "starts_at",
        "ends_at",
    ]
    list_filter = ["level"]
    search_fields = ["title", "text"]
