"""How editors list, filter and write what they add to the search: promotions and synonyms."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django_filters import BooleanFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, StatusTagColumn, UpdatedAtColumn
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets import BooleanRadioSelect
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from search.promotions import Promotion
from search.synonyms import Synonym


class StartedCreateView(CreateView):
    """The form for a new one, begun with what the address says: a link from a report fills it in."""

    def get_initial(self) -> dict[str, Any]:
        names = [field.name for field in self.model._meta.concrete_fields if field.editable]
        return super().get_initial() | {name: self.request.GET[name] for name in names if name in self.request.GET}


class PromotionFilterSet(WagtailFilterSet):
    live = BooleanFilter(label="Siden er publisert", field_name="page__live", widget=BooleanRadioSelect)

    class Meta:
        model = Promotion
        fields = ["live"]


class PromotionViewSet(SnippetViewSet):
    model = Promotion
    icon = "pick"
    menu_label = "Fremhevede treff"
    list_display = [
        "get_queries",
        Column("page", label="Side", sort_key="page__title"),
        StatusTagColumn(
            "status",
            # The page's own words for it cost a statement for each.
            accessor=lambda promotion: "publisert" if promotion.page.live else "ikke publisert",
            label="Sidens status",
            sort_key="page__live",
            primary=lambda promotion: promotion.page.live,
        ),
        UpdatedAtColumn(),
    ]
    filterset_class = PromotionFilterSet
    search_fields = ["queries", "page__title"]
    add_view_class = StartedCreateView
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Promotion]:
        return Promotion.objects.select_related("page")


class SynonymViewSet(SnippetViewSet):
    model = Synonym
    icon = "link"
    menu_label = "Synonymer"
    list_display = ["words", UpdatedAtColumn()]
    search_fields = ["words"]
    add_view_class = StartedCreateView
    list_per_page = 50


class ToolViewSet(ViewSet):
    """A page in the search's menu that is no list of a model; for those who may do one of the `actions` on one."""

    model: Any
    actions: tuple[str, ...] = ("view",)

    @property
    def menu_item_class(self) -> type[MenuItem]:
        def is_shown(item: MenuItem, request: HttpRequest) -> bool:
            policy = policy_registry.get_by_type(self.model)
            return bool(policy.user_has_any_permission(request.user, self.actions))

        return type(f"{type(self).__name__}MenuItem", (MenuItem,), {"is_shown": is_shown})
