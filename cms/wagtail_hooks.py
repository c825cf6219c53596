"""What the site adds to the admin as a whole: its first page, and every form."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from cms.dashboard import TasksPanel


@hooks.register("insert_editor_js")
def send_after_autosave() -> SafeString:
    return format_html('<script src="{}"></script>', static("cms/admin/send-after-autosave.js"))


@hooks.register("construct_homepage_panels")
def what_should_be_done(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(TasksPanel())
