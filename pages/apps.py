"""The app of the page types."""

from django.apps import AppConfig
from django.core.checks import register


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = "sider"

    def ready(self) -> None:
        from pages.checks import check_places

        register(check_places)
