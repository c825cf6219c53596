"""The shared content's places in the admin's menu."""

from typing import Any

from django.urls import path
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from snippets.confirmations.admin import ConfirmationPolicy
from snippets.confirmations.model import ContactConfirmation
from snippets.contact_import_view import ContactImportView
from snippets.contact_viewset import ContactViewSet
from snippets.viewsets import (
    AudienceViewSet,
    FundingSchemeViewSet,
    MunicipalityViewSet,
    NavigationViewSet,
    NoticeViewSet,
    OrganisationViewSet,
    ThemeViewSet,
    VenueViewSet,
)


@hooks.register("register_admin_urls")
def import_url() -> list[Any]:
    return [path("contacts/import/", ContactImportView.as_view(), name="import_contacts")]


register_permission_policy(ContactConfirmation, ConfirmationPolicy(ContactConfirmation))


@hooks.register("register_log_actions")
def what_becomes_of_contacts(actions: LogActionRegistry) -> None:
    actions.register_action("contacts.confirm", "Bekreft", "Opplysningene er bekreftet")
    actions.register_action("contacts.correct", "Meld endring", "Personen har meldt fra om endringer")
    actions.register_action("contacts.hide", "Skjul", "Skjult fordi ingen har bekreftet opplysningene")
    actions.register_action("contacts.erase", "Slett", "Slettet fordi ingen har bekreftet opplysningene")


@register_snippet
class PeopleViewSetGroup(SnippetViewSetGroup):
    items = (ContactViewSet, OrganisationViewSet)
    menu_label = "Personer og organisasjoner"
    menu_name = "people"
    menu_icon = "group"
    menu_order = 200


@register_snippet
class PlacesViewSetGroup(SnippetViewSetGroup):
    items = (VenueViewSet, MunicipalityViewSet)
    menu_label = "Steder"
    menu_name = "places"
    menu_icon = "globe"
    menu_order = 210


@register_snippet
class ClassificationViewSetGroup(SnippetViewSetGroup):
    items = (ThemeViewSet, AudienceViewSet, FundingSchemeViewSet)
    menu_label = "Klassifisering"
    menu_name = "classification"
    menu_icon = "tag"
    menu_order = 220


@register_snippet
class SiteViewSetGroup(SnippetViewSetGroup):
    items = (NavigationViewSet, NoticeViewSet)
    menu_label = "Nettstedet"
    menu_name = "site"
    menu_icon = "site"
    menu_order = 230
