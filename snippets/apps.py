"""The app of everything that pages share."""

from django.apps import AppConfig


class SnippetsConfig(AppConfig):
    name = "snippets"
    verbose_name = "Felles innhold"
    default_auto_field = "django.db.models.BigAutoField"
