"""The search's place in the admin's menu."""

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from search.viewsets import PromotionViewSet, SynonymViewSet


@register_snippet
class SearchViewSetGroup(SnippetViewSetGroup):
    items = (PromotionViewSet, SynonymViewSet)
    menu_label = "Søk"
    menu_name = "readers-search"
    menu_icon = "search"
    menu_order = 240
