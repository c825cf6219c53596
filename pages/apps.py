"""The app of the page types."""

from django.apps import AppConfig
from django.core.checks import register
from django.core.signals import request_finished, request_started
from wagtail.signals import page_published, page_unpublished


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = "sider"

    def ready(self) -> None:
        from pages.checks import check_places
        from pages.frontends import read_each_time, read_once
        from pages.health.model import forget_unpublished, read_published

        register(check_places)
        request_started.connect(read_once, dispatch_uid="pages_frontends_read_once")
        request_finished.connect(read_each_time, dispatch_uid="pages_frontends_read_each_time")
        page_published.connect(read_published, dispatch_uid="pages_health_published")
        page_unpublished.connect(forget_unpublished, dispatch_uid="pages_health_unpublished")
