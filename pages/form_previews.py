"""What stands in an editor's form, saved or not, for the frontend that shows it beside the form."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from cms.api.context import Context
from cms.api.paths import page_path

LIFETIME = timedelta(hours=1)
SIGNER = signing.Signer(salt="pages.form-preview")


class FormPreview(models.Model):
    """A page as it stands in the form of one editor; replaced whenever that changes."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    # In the tree; a page that is not saved yet has the place where it will be.
    path = models.CharField(max_length=255)
    content = models.JSONField(encoder=DjangoJSONEncoder)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = "forhåndsvisning av skjema"
        verbose_name_plural = "forhåndsvisninger av skjemaer"
        constraints = [models.UniqueConstraint(fields=["user", "content_type", "path"], name="one_preview_of_a_form")]

    def __str__(self) -> str:
        return f"{self.content.get('title')} ({self.user})"

    @property
    def token(self) -> str:
        """What a frontend passes as `preview`."""
        return SIGNER.sign(str(self.pk))

    @property
    def page(self) -> Any:
        """The page; one that is not saved yet has 0 for its primary key."""
        model: Any = self.content_type.model_class()
        saved = model.objects.filter(pk=self.content["pk"]).first() if self.content["pk"] else None
        if saved:
            return saved.with_content_json(self.content)
        page = model.from_serializable_data(self.content)
        if page:
            page.pk = 0
        return page


def address_of_preview(page: Page, request: HttpRequest) -> str:
    """Where the site's frontend shows the page as it stands in the form; "" when no frontend shows it.

    On the site that the editor is on it is a path, so that the checks beside the form may look into it.
    """
    from pages.seo import base_url

    context = Context(request)
    base = base_url(context)
    is_own = base == settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    is_shown = settings.READER or not is_own
    if not is_shown or request.user.is_anonymous or context.gate.root_of(page.path) is None:
        return ""
    token = _stored(page, request).token
    panel = {"in_preview_panel": "true"} if getattr(request, "in_preview_panel", False) else {}
    return f"{'' if is_own else base}{page_path(context.gate, page)}?{urlencode({'preview': token, **panel})}"


def typed_page(token: str, moment: datetime) -> Any:
    """The page in the form that the token opens; None for a wrong or an expired one alike."""
    try:
        number = SIGNER.unsign(token)
    except signing.BadSignature:
        return None
    found = FormPreview.objects.filter(pk=number, expires_at__gt=moment).select_related("content_type").first()
    return found.page if found else None


def _stored(page: Page, request: HttpRequest) -> FormPreview:
    """What the frontend asks for; what others left behind goes."""
    now = timezone.now()
    user: Any = request.user
    FormPreview.objects.filter(expires_at__lte=now).delete()
    if page.locale_id is None:
        page.locale = page.get_default_locale()
    content = {"content": page.serializable_data(), "expires_at": now + LIFETIME}
    stored, _ = FormPreview.objects.update_or_create(
        user=user,
        content_type=ContentType.objects.get_for_model(type(page)),
        path=page.path,
        defaults=content,
    )
    return stored
