"""The floor of the API as a Django app: its start-up checks, and the triggers that note changes."""

from django.apps import AppConfig, apps
from django.core.checks import register
from django.db.models.signals import post_migrate


class ApiConfig(AppConfig):
    name = "cms.api"
    label = "cms_api"
    verbose_name = "GraphQL"

    def ready(self) -> None:
        from cms.api import changes
        from cms.api.checks import check_declarations, check_streams

        register(check_declarations)
        register(check_streams)
        # Django sends it for apps with models, once for each, after the migrations of all of them.
        post_migrate.connect(changes.install, sender=apps.get_app_config("wagtailcore"))
