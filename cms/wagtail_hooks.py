"""What the site adds to the admin as a whole: its first page, and every form."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from cms.approval import ask_for_changes, tell_outcome
from cms.audit import own_actions
from cms.dashboard import TasksPanel
from cms.tokens import AccessTokenViewSet
from cms.two_factor import TwoFactorView, has_two_factor


@hooks.register("insert_editor_js")
def send_after_autosave() -> SafeString:
    return format_html('<script src="{}"></script>', static("cms/admin/send-after-autosave.js"))


@hooks.register("insert_global_admin_js")
def leave_dates_as_typed() -> SafeString:
    return format_html('<script src="{}"></script>', static("cms/admin/leave-dates-as-typed.js"))


@hooks.register("insert_global_admin_css")
def fit_every_screen() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("cms/admin/screens.css"))


hooks.register("register_log_actions", own_actions)

for form in ("page", "snippet"):
    hooks.register(f"before_edit_{form}", ask_for_changes)
    hooks.register(f"after_edit_{form}", tell_outcome)


@hooks.register("register_admin_urls")
def two_factor_url() -> list[Any]:
    return [path("two-factor/", TwoFactorView.as_view(), name="two_factor")]


@hooks.register("register_account_menu_item")
def two_factor_item(request: HttpRequest) -> dict[str, str]:
    is_on = has_two_factor(request.user)
    return {
        "url": reverse("two_factor"),
        "label": "Innlogging i to trinn",
        "help_text": f"Med en engangskode fra telefonen i tillegg til passordet. Nå {'på' if is_on else 'av'}.",
    }


@hooks.register("register_admin_viewset")
def access_tokens() -> AccessTokenViewSet:
    return AccessTokenViewSet()


@hooks.register("construct_homepage_panels")
def what_should_be_done(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(TasksPanel())
