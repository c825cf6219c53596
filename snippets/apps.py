"""The app of everything that pages share."""

from django.apps import AppConfig


class SnippetsConfig(AppConfig):
    name = "snippets"
    verbose_name = "Felles innhold"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models import SlugField
        from wagtail.admin.forms.models import register_form_field_override

        from snippets.slugs import AsciiSlugInput

        register_form_field_override(SlugField, override={"widget": AsciiSlugInput})
