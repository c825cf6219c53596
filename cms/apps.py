"""Registers the shell with Django, for its commands, templates and static files."""

from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "FoUI Trøndelag"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from cms.audit import note_log_ins
        from cms.database.moments import read_moments_quickly
        from cms.norwegian import name_fields, name_permissions

        name_fields()
        post_migrate.connect(name_permissions, dispatch_uid="cms.norwegian.name_permissions")
        note_log_ins()
        read_moments_quickly()
