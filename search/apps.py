"""The app of the readers' search."""

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_delete, post_migrate, post_save
from wagtail.signals import post_page_move


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "søk"

    def ready(self) -> None:
        from search import keeping_up

        for model in keeping_up.searched():
            post_save.connect(keeping_up.thing_saved, sender=model, dispatch_uid="search_thing_saved")
            post_delete.connect(keeping_up.moved_or_deleted, sender=model, dispatch_uid="search_thing_deleted")
        for model in keeping_up.SOURCES:
            post_save.connect(keeping_up.source_saved, sender=model, dispatch_uid="search_source_saved")
            post_delete.connect(keeping_up.source_deleted, sender=model, dispatch_uid="search_source_deleted")
        post_page_move.connect(keeping_up.moved_or_deleted, dispatch_uid="search_page_moved")
        post_migrate.connect(self.fill, sender=self)

    def fill(self, **kwargs: Any) -> None:
        """Write all entries if there are none: the site is older than its index."""
        from search import opensearch
        from search.rebuilding import fill_if_empty

        fill_if_empty()
        if not settings.SEARCH_URL:
            opensearch.forget()
