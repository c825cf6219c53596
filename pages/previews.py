"""Preview links: a signed token that opens one page's draft for a while, until it expires or is revoked."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from wagtail.models import Page

LIFETIME = timedelta(hours=24)
SIGNER = signing.Signer(salt="pages.preview")


def end_of_life() -> datetime:
    return timezone.now() + LIFETIME


class PreviewLink(models.Model):
    """Leave to read the latest draft of one page."""

    page = models.ForeignKey(Page, verbose_name="side", on_delete=models.CASCADE, related_name="preview_links")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="laget av",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField("laget", default=timezone.now, editable=False)
    expires_at = models.DateTimeField("gjelder til", default=end_of_life)
    revoked_at = models.DateTimeField("trukket tilbake", null=True, blank=True)

    class Meta:
        verbose_name = "lenke til utkast"
        verbose_name_plural = "lenker til utkast"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="preview_link_expires_after_creation",
                violation_error_message="Lenken må gjelde til et tidspunkt etter at den ble laget.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.page} til {self.expires_at:%d.%m.%Y %H:%M}"

    @property
    def token(self) -> str:
        """What a frontend passes as `preview`."""
        return SIGNER.sign(str(self.pk))

    def revoke(self) -> None:
        """From now on the token opens nothing."""
        self.revoked_at = timezone.now()
        self.save(update_fields=["revoked_at"])


def previewed_page(token: str, moment: datetime) -> Any:
    """The latest draft of the page that the token opens; None for a wrong, expired or revoked token alike."""
    try:
        number = SIGNER.unsign(token)
    except signing.BadSignature:
        return None
    link = PreviewLink.objects.filter(pk=number, expires_at__gt=moment, revoked_at=None).select_related("page").first()
    return link.page.get_latest_revision_as_object() if link else None
