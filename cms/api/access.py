"""Access tokens: leave for a machine to do more than anyone may, for a while, until it expires or is revoked.

A token is a random text that is shown once; the database has its digest alone. It comes with each request as
`Authorization: Bearer <token>`.
"""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from cms.api.errors import Forbidden

# Says what it is, to whoever finds one in a log or a repository, and to programs that look for such finds.
PREFIX = "foui_"
# So much of a token is kept to tell it from others: too little to guess the rest by.
SHOWN_CHARACTERS = len(PREFIX) + 6
# Not at each request: that would be a write for each reading.
USE_NOTED_EVERY = timedelta(minutes=1)


class Scope(models.TextChoices):
    """One thing that a token gives leave to."""

    DRAFTS = "drafts", "Lese utkast"
    HEALTH = "health", "Lese innholdshelsen"
    CONTACTS = "contacts", "Opprette og endre kontaktpersoner"


class AccessToken(models.Model):
    """Leave for one machine; who gave it, and when it was last made use of."""

    name = models.CharField(
        "navn", max_length=100, help_text="Hvem som bruker den, og til hva: «Nettstedets bygg, forhåndsvisning»."
    )
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope), verbose_name="gir lov til")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    beginning = models.CharField("begynner med", max_length=20, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="laget av",
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField("laget", default=timezone.now, editable=False)
    expires_at = models.DateTimeField("gjelder til")
    last_used_at = models.DateTimeField("sist brukt", null=True, editable=False)
    revoked_at = models.DateTimeField("trukket tilbake", null=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="trukket tilbake av",
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = "tilgangsnøkkel"
        verbose_name_plural = "tilgangsnøkler"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(scopes__contained_by=Scope.values, scopes__len__gt=0),
                name="access_token_scopes_known",
                violation_error_message="Velg minst én ting som nøkkelen gir lov til.",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="access_token_expires_after_creation",
                violation_error_message="Nøkkelen må gjelde til et tidspunkt som ikke har vært.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.beginning}…)"

    def make_secret(self) -> str:
        """The token itself, which is nowhere else: its digest is set here, and stored by whoever saves this."""
        token = f"{PREFIX}{secrets.token_urlsafe(32)}"
        self.digest, self.beginning = digest_of(token), token[:SHOWN_CHARACTERS]
        return token

    def revoke(self, user: Any = None) -> None:
        """From the next request on the token opens nothing."""
        self.revoked_at, self.revoked_by = timezone.now(), user
        self.save(update_fields=["revoked_at", "revoked_by"])


def digest_of(token: str) -> str:
    """What is stored of a token. It has 256 random bits, so nobody finds it by trying, with salt or without."""
    return hashlib.sha256(token.encode()).hexdigest()


class Unauthorized(Forbidden):
    """What came as `Authorization` opens nothing: the request is not answered at all, not even as anybody's."""


def token_in(authorization: str | None) -> AccessToken | None:
    """The token in the header `Authorization`; None without the header. Unauthorized for any that does not hold."""
    if authorization is None:
        return None
    scheme, _, token = authorization.strip().partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthorized("`Authorization` must be `Bearer <token>`. Leave it out to read what is public.")
    found = AccessToken.objects.filter(digest=digest_of(token.strip())).first()
    now = timezone.now()
    if found is None:
        raise Unauthorized("This token does not exist. Leave out `Authorization` to read what is public.")
    if found.revoked_at is not None:
        raise Unauthorized("This token has been revoked. An administrator makes a new one.")
    if found.expires_at <= now:
        raise Unauthorized(f"This token expired at {found.expires_at.isoformat()}. An administrator makes a new one.")
    if found.last_used_at is None or found.last_used_at < now - USE_NOTED_EVERY:
        AccessToken.objects.filter(pk=found.pk).update(last_used_at=now)
    return found
