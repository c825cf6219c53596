"""The app of the page types."""

from django.apps import AppConfig
from django.core.checks import register
from wagtail.signals import page_published, page_unpublished


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = "sider"

    def ready(self) -> None:
        from pages.checks import check_places
        from pages.health.model import forget_unpublished, read_published

        register(check_places)
        page_published.connect(read_published, dispatch_uid="pages_health_published")
        page_unpublished.connect(forget_unpublished, dispatch_uid="pages_health_unpublished")
