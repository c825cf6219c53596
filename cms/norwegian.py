"""The admin's last English words: what Wagtail's templates, forms and permissions hold outside of its catalogues."""

from typing import Any

from django.apps import AppConfig, apps
from django.db.models import Q
from django.template import Origin
from django.template.loaders.app_directories import Loader
from django.utils import translation

# What stands in a template of Wagtail's, and what takes its place. A test says when an upgrade has changed it.
TEMPLATES = {
    "wagtailadmin/home.html": {'value="Search"': 'value="Søk"'},
    "wagtailadmin/shared/header.html": {'value="Search"': 'value="Søk"'},
    "wagtailadmin/shared/headers/_actions.html": {'aria-label="Actions"': 'aria-label="Handlinger"'},
    "wagtailadmin/shared/side_panel_toggle.html": {"{{ count|intcomma }}": "{{ count|default_if_none:0|intcomma }}"},
    # What is sent back to be mended, under the heading of what waits for somebody else.
    "wagtailadmin/shared/side_panels/includes/status/workflow.html": {
        "{% trans 'In Moderation' as title %}": (
            "{% if workflow_state.status == 'needs_changes' %}{% trans 'Needs changes' as title %}"
            "{% else %}{% trans 'In Moderation' as title %}{% endif %}"
        )
    },
    # Nobody, when a command has done it.
    "wagtailadmin/shared/user_avatar.html": {"{{ user }}": '{{ user|default_if_none:"–" }}'},
    # The capital of each word: «Foui-Kontakter».
    "wagtailadmin/reports/listing/_list_page_types_usage.html": {"page_type.name|title": "page_type.name|capfirst"},
    # English headings have their things with a capital.
    "wagtailsnippets/bulk_actions/confirm_bulk_delete.html": {
        "model_opts.verbose_name_plural|capfirst": "model_opts.verbose_name_plural"
    },
    # Python's True and False.
    "wagtailadmin/tables/boolean_cell.html": {"value|stringformat:'s'": "value|yesno:'ja,nei,vet ikke'"},
    # Models that have no name but their class's.
    "wagtailusers/groups/includes/formatted_permissions.html": {
        "{{ content_perms_dict.object|capfirst }}": (
            "{% if content_perms_dict.object|stringformat:'s' == 'simple translation' %}Oversettelser"
            "{% elif content_perms_dict.object|stringformat:'s' == 'locale' %}Språk"
            "{% else %}{{ content_perms_dict.object|capfirst }}{% endif %}"
        )
    },
}
# How the names of permissions begin, or all of a name. They are kept in the database, in the language of the code.
PERMISSIONS = {
    "Can access Wagtail admin": "Kan logge inn i administrasjonen",
    "Can add ": "Kan legge til ",
    "Can change ": "Kan endre ",
    "Can choose ": "Kan velge ",
    "Can delete ": "Kan slette ",
    "Can lock": "Kan låse",
    "Can publish": "Kan publisere",
    "Can submit translations": "Kan starte oversettelser",
    "Can unlock": "Kan låse opp",
    "Can view ": "Kan se ",
    "Add/edit pages you own": "Legge til og endre egne sider",
    "Delete pages with children": "Slette sider med undersider",
    "Edit any page": "Endre alle sider",
    "Lock/unlock pages you've locked": "Låse sider, og låse opp dem en har låst",
    "Publish any page": "Publisere alle sider",
    "Unlock any page": "Låse opp alle sider",
}
# Of the dialogs in which a link is made.
LINK_LABELS = {
    "link_text": "Lenketekst",
    "email_address": "E-postadresse",
    "subject": "Emne",
    "body": "Tekst",
    "phone_number": "Telefonnummer",
}


class NorwegianLoader(Loader):
    """Django's loader of the apps' templates, with `TEMPLATES` applied."""

    def get_contents(self, origin: Origin) -> str:
        contents: str = super().get_contents(origin)
        for english, norwegian in TEMPLATES.get(str(origin.template_name), {}).items():
            contents = contents.replace(english, norwegian)
        return contents


def name_permissions(sender: AppConfig, **kwargs: Any) -> None:
    """For Django's signal after a migration: put the names of new permissions into Norwegian."""
    from django.contrib.auth.management import create_permissions
    from django.contrib.auth.models import Permission

    # Each app with models sends the signal; with the last of them all permissions are there.
    if sender != [app for app in apps.get_app_configs() if app.models_module][-1]:
        return
    # Django makes those of the last app after this; making them twice makes them once.
    create_permissions(sender, verbosity=0)
    english = Q()
    for beginning in PERMISSIONS:
        english |= Q(name__startswith=beginning)
    named = list(Permission.objects.filter(english).select_related("content_type"))
    with translation.override("nb"):
        for permission in named:
            permission.name = _in_norwegian(permission)
    Permission.objects.bulk_update(named, ["name"], batch_size=500)


def _in_norwegian(permission: Any) -> str:
    beginning = next(one for one in PERMISSIONS if permission.name.startswith(one))
    if not beginning.endswith(" "):
        return PERMISSIONS[beginning]
    model = permission.content_type.model_class()
    thing = model._meta.verbose_name if model else permission.name.removeprefix(beginning)
    if permission.content_type.natural_key() == ("wagtailcore", "locale"):
        thing = "språk"
    return f"{PERMISSIONS[beginning]}{thing}"[:255]


def name_fields() -> None:
    """Put the labels of Wagtail's own forms and tables into Norwegian that it makes of Python's names."""
    from wagtail.admin.forms import choosers
    from wagtail.admin.forms.workflows import WorkflowContentTypeForm, WorkflowPageForm
    from wagtail.admin.paginator import WagtailPaginator
    from wagtail.admin.views.pages.search import SearchView
    from wagtail.locales.views import IndexView as LocalesView
    from wagtail.models import Page
    from wagtail.sites.views import IndexView
    from wagtail.users.forms import PagePermissionsForm

    WorkflowPageForm.base_fields["page"].label = "Side"
    PagePermissionsForm.base_fields["page"].label = "Side"
    WorkflowContentTypeForm.base_fields["content_types"].label = "Innholdstyper"
    for form in (
        choosers.ExternalLinkChooserForm,
        choosers.AnchorLinkChooserForm,
        choosers.EmailLinkChooserForm,
        choosers.PhoneLinkChooserForm,
    ):
        for name, field in form.base_fields.items():
            field.label = LINK_LABELS.get(name, field.label)
    choosers.AnchorLinkChooserForm.base_fields["url"].label = "Anker"
    names = {"verbose_name": "språk", "verbose_name_plural": "språk"}
    LocalesView.paginator_class = type("LocalesPaginator", (WagtailPaginator,), names)
    # It has no model, after which a list calls what it has counted.
    SearchView.verbose_name, SearchView.verbose_name_plural = Page._meta.verbose_name, Page._meta.verbose_name_plural
    labels = {"site_name": "Navn", "root_page": "Forside"}
    for column in IndexView.columns:
        column.label = labels.get(column.name, column.label)
