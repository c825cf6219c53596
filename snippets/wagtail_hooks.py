"""What is told Wagtail of the shared content: its places in the admin's menu, and who may have a document."""

from typing import Any

from django.http import Http404, HttpRequest
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
from snippets.documents import Document
from snippets.images import Image
from snippets.media_deleting import (
    ExplainingDeleteDocumentsAction,
    ExplainingDeleteDocumentView,
    ExplainingDeleteImagesAction,
    ExplainingDeleteImageView,
)
from snippets.media_policy import MediaPolicy
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


@hooks.register("register_admin_urls")
def delete_urls() -> list[Any]:
    """They go before Wagtail's own views at these addresses."""
    return [
        path("images/<int:image_id>/delete/", ExplainingDeleteImageView.as_view()),
        path("documents/delete/<int:document_id>/", ExplainingDeleteDocumentView.as_view()),
    ]


# After Wagtail's own, whose places they take.
for action in (ExplainingDeleteImagesAction, ExplainingDeleteDocumentsAction):
    hooks.register("register_bulk_action", action, order=1)


@hooks.register("before_serve_document", order=-1)
def hide_private_document(document: Document, request: HttpRequest) -> None:
    """Http404 for whoever may not have it, as for one that is not there: Wagtail would say that there is something."""
    if not all(one.accept_request(request) for one in document.collection.get_view_restrictions()):
        raise Http404


# Wagtail asks for the rights on its own media models, whatever models a site uses. It registers its own policy for
# the class and those below it, later than this.
for model, asked in ((Image, "wagtailimages.Image"), (Document, "wagtaildocs.Document")):
    policy = MediaPolicy(model, auth_model=asked, owner_field_name="uploaded_by_user")
    register_permission_policy(model, policy, exact_class=True)
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
    menu_label = "Kontakter"
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
