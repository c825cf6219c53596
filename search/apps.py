"""The app of the readers' search."""

from typing import Any

from django.apps import AppConfig
from wagtail.search import index
from wagtail.signals import page_published


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "søk"

    def ready(self) -> None:
        page_published.connect(index_whole_page)


def index_whole_page(instance: Any, **kwargs: Any) -> None:
    """Index what the page lists as well; Wagtail indexes it when its own row is saved, and its programme only then."""
    index.insert_or_update_object(instance)
