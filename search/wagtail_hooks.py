"""The search's place in the admin's menu, and what groups may be given the right to."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from search.unanswered_report import UnansweredViewSet
from search.viewsets import PromotionViewSet, SynonymViewSet
from search.why import WhyViewSet


@register_snippet
class SearchViewSetGroup(SnippetViewSetGroup):
    items = (PromotionViewSet, SynonymViewSet, UnansweredViewSet, WhyViewSet)
    menu_label = "Lesernes søk"
    menu_name = "readers-search"
    menu_icon = "search"
    menu_order = 240


@hooks.register("register_permissions")
def rights_to_see_what_was_not_found() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="search", codename="view_unansweredquery")
