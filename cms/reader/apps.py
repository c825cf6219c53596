"""The app of the readers' site."""

from django.apps import AppConfig
from django.core.checks import register


class ReaderConfig(AppConfig):
    name = "cms.reader"
    label = "reader"
    verbose_name = "nettsted"

    def ready(self) -> None:
        from cms.reader.checks import check_page_types

        register(check_page_types)
