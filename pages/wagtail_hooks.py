"""What the pages add to the admin: the screen for links to a draft, and what people have sent in."""

from collections.abc import Iterator
from typing import Any

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.admin.widgets import Button
from wagtail.models import Page

from pages.preview_links_view import PreviewLinksView
from pages.registrations.admin import RegistrationViewSet
from snippets.nominations.admin import NominationViewSet


class SentInViewSetGroup(ModelViewSetGroup):
    items = (RegistrationViewSet, NominationViewSet)
    menu_label = "Innsendt"
    menu_name = "sent-in"
    menu_icon = "mail"
    menu_order = 235


@hooks.register("register_admin_urls")
def preview_links_url() -> list[Any]:
    return [path("pages/<int:page_id>/preview-links/", PreviewLinksView.as_view(), name="preview_links")]


@hooks.register("register_admin_viewset")
def what_people_send_in() -> ModelViewSetGroup:
    return SentInViewSetGroup()


@hooks.register("register_page_header_buttons")
def preview_links_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """For pages that the user may edit and that a site shows."""
    if page.get_site() and page.permissions_for_user(user).can_edit():
        yield Button("Lenker til utkast", reverse("preview_links", args=[page.pk]), icon_name="link", priority=62)
