"""How editors list, filter and write what they add to the search: promotions and synonyms."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django_filters import BooleanFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, NumberColumn, StatusTagColumn, UpdatedAtColumn
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets import BooleanRadioSelect
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from cms.api.context import Context
from search.promotions import Promotion
from search.synonyms import Synonym


class StartedCreateView(CreateView):
    """The form for a new one, begun with what the address says: a link from a report fills it in."""

    def get_initial(self) -> dict[str, Any]:
        names = [field.name for field in self.model._meta.concrete_fields if field.editable]
        return super().get_initial() | {name: self.request.GET[name] for name in names if name in self.request.GET}


class PromotionFilterSet(WagtailFilterSet):
    visible = BooleanFilter(label="Siden er synlig", field_name="is_visible", widget=BooleanRadioSelect)

    class Meta:
        model = Promotion
        fields = ["visible"]


class PromotionViewSet(SnippetViewSet):
    model = Promotion
    icon = "pick"
    menu_label = "Fremhevede treff"
    list_display = [
        "get_queries",
        Column("page", label="Side", sort_key="page__title"),
        NumberColumn("place", label="Rekkefølge", sort_key="place"),
        StatusTagColumn(
            "status",
            # The page's own words for it cost a statement for each, and know of neither the clock nor restrictions.
            accessor=lambda promotion: "synlig" if promotion.is_visible else "ikke synlig",
            label="Sidens status",
            sort_key="is_visible",
            primary=lambda promotion: promotion.is_visible,
        ),
        UpdatedAtColumn(),
    ]
    filterset_class = PromotionFilterSet
    search_fields = ["queries", "page__title"]
    add_view_class = StartedCreateView
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Promotion]:
        page = Context(request).gate.public(Page.objects.filter(pk=OuterRef("page")))
        return Promotion.objects.select_related("page").annotate(is_visible=Exists(page))


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
