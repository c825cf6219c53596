"""The webhooks' places in the admin: receivers under «Innstillinger», the log under «Rapporter»."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import policy_registry

from cms.webhooks import log_views
from cms.webhooks.deliveries import Delivery
from cms.webhooks.endpoints_admin import EndpointViewSet


class LogMenuItem(MenuItem):
    """For those who may see the log."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(policy_registry.get_by_type(Delivery).user_has_any_permission(request.user, ["view"]))


@hooks.register("register_admin_viewset")
def receivers() -> EndpointViewSet:
    return EndpointViewSet()


@hooks.register("register_admin_urls")
def log_urls() -> list[Any]:
    return list(log_views.urls())


@hooks.register("register_reports_menu_item")
def log_item() -> MenuItem:
    return LogMenuItem("Webhook-logg", reverse("webhook_log"), icon_name="history", order=900)
