"""What the pages add to the admin: the screen for links to a draft, and what people have sent in."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from pages.health import report
from pages.listings import ContentListingGroup
from pages.past_events import warn_of_past_event
from pages.preview_links_view import PreviewLinksView
from pages.publishing_views import PublishEachAction
from pages.redirects import AddRedirectView, EditRedirectView
from pages.registrations.admin import RegistrationViewSet
from pages.registrations.warning import (
    WarningDeleteAction,
    WarningUnpublishAction,
    warn_before_deleting,
)
from snippets.confirmations.admin import ConfirmationViewSet
from snippets.nominations.admin import NominationViewSet


class HealthMenuItem(MenuItem):
    """For everybody who may edit a page."""

    def is_shown(self, request: HttpRequest) -> bool:
        return PagePermissionPolicy().user_has_permission(request.user, "change")


class SentInViewSetGroup(ModelViewSetGroup):
    items = (RegistrationViewSet, NominationViewSet, ConfirmationViewSet)
    menu_label = "Innsendt"
    menu_name = "sent-in"
    menu_icon = "mail"
    menu_order = 235


@hooks.register("register_admin_urls")
def preview_links_url() -> list[Any]:
    return [path("pages/<int:page_id>/preview-links/", PreviewLinksView.as_view(), name="preview_links")]


@hooks.register("register_admin_urls")
def redirect_urls() -> list[Any]:
    """They go before Wagtail's own views at these addresses."""
    return [
        path("redirects/add/", AddRedirectView.as_view()),
        path("redirects/<int:redirect_id>/", EditRedirectView.as_view()),
    ]


@hooks.register("register_admin_urls")
def content_health_urls() -> list[Any]:
    return list(report.urls())


@hooks.register("register_reports_menu_item")
def content_health_item() -> MenuItem:
    return HealthMenuItem("Innholdshelse", reverse("content_health"), icon_name="clipboard-list", order=100)


@hooks.register("register_admin_viewset")
def lists_of_pages() -> ContentListingGroup:
    return ContentListingGroup()


@hooks.register("register_admin_viewset")
def what_people_send_in() -> ModelViewSetGroup:
    return SentInViewSetGroup()


hooks.register("after_create_page", warn_of_past_event)
hooks.register("after_edit_page", warn_of_past_event)
hooks.register("before_delete_page", warn_before_deleting)
# After Wagtail's own, whose places they take.
for action in (PublishEachAction, WarningDeleteAction, WarningUnpublishAction):
    hooks.register("register_bulk_action", action, order=1)


@hooks.register("register_page_header_buttons")
def preview_links_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """For pages that the user may edit and that a site shows."""
    if page.get_site() and page.permissions_for_user(user).can_edit():
        yield Button("Lenker til utkast", reverse("preview_links", args=[page.pk]), icon_name="link", priority=62)
