"""Registers the shell with Django, for its commands, templates and static files."""

from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "FoUI Trøndelag"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.audit import note_log_ins

        note_log_ins()
