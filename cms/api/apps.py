"""The floor of the API as a Django app: its start-up checks."""

from django.apps import AppConfig
from django.core.checks import register


class ApiConfig(AppConfig):
    name = "cms.api"
    label = "cms_api"
    verbose_name = "GraphQL"

    def ready(self) -> None:
        from cms.api.checks import check_declarations

        register(check_declarations)
