"""What the site adds to every form of the admin."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_editor_js")
def send_after_autosave() -> SafeString:
    return format_html('<script src="{}"></script>', static("cms/admin/send-after-autosave.js"))
