"""One person's registration for one event."""

from django.core import signing
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from pages.choices import known_choice
from snippets.constraints import FieldUnique
from snippets.one_line import check_names, one_line

# What people write themselves.
WRITTEN = ("name", "email", "organisation", "allergies", "note")
SIGNER = signing.Signer(salt="pages.registrations")


class RegistrationStatus(models.TextChoices):
    """Whether somebody who registered has a place."""

    CONFIRMED = "confirmed", "Har plass"
    WAITING = "waiting", "På venteliste"
    CANCELLED = "cancelled", "Avmeldt"


class Registration(models.Model):
    """Who comes to an event; in all the event's languages it hangs on the page that was written first."""

    event = models.ForeignKey(
        "pages.EventPage",
        verbose_name="arrangement",
        on_delete=models.CASCADE,
        related_name="registrations",
        limit_choices_to={"registration_kind": "own"},
    )
    status = models.CharField(max_length=20, choices=RegistrationStatus, default=RegistrationStatus.CONFIRMED)
    name = models.CharField("navn", max_length=200, validators=[one_line])
    email = models.EmailField("e-post")
    organisation = models.CharField("organisasjon", max_length=200, blank=True, validators=[one_line])
    allergies = models.CharField(
        "allergier",
        max_length=300,
        blank=True,
        validators=[one_line],
        help_text="Helseopplysninger. Slettes sammen med resten en tid etter arrangementet.",
    )
    note = models.TextField("beskjed til arrangøren", blank=True, validators=[MaxLengthValidator(1_000)])
    sent_at = models.DateTimeField("påmeldt", default=timezone.now, editable=False)
    # When the person was last written to.
    told_at = models.DateTimeField(null=True, editable=False)
    # What the person was told of the event (`pages.registrations.changes`); nothing when nobody knows.
    told_facts = models.JSONField(null=True, editable=False)
    idempotency_key = models.CharField(max_length=100, blank=True, editable=False)
    # Of the network address that it came from (`cms.api.senders`).
    sender = models.CharField(max_length=32, blank=True, editable=False)

    class Meta:
        verbose_name = "påmelding"
        verbose_name_plural = "påmeldinger"
        # Those who wait are in this order, too: keys are given while the event is locked.
        ordering = ["pk"]
        constraints = [
            known_choice("registration_status_known", "status", RegistrationStatus),
            FieldUnique(
                "event",
                Lower("email"),
                condition=~Q(status=RegistrationStatus.CANCELLED),
                name="registration_email_once",
                field="email",
                violation_error_message="Denne adressen er allerede påmeldt arrangementet.",
            ),
            models.UniqueConstraint(
                fields=["event", "idempotency_key"],
                condition=~Q(idempotency_key=""),
                name="registration_idempotency_key_once",
            ),
        ]
        indexes = [
            models.Index(fields=["event", "status"], name="registration_event_status"),
            models.Index(fields=["sender", "sent_at"], name="registration_sender"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_status_display().lower()})"

    def clean(self) -> None:
        super().clean()
        check_names(self, ["name"])

    @property
    def token(self) -> str:
        """What opens this registration to whoever has it from the letter."""
        return SIGNER.sign(str(self.pk))

    @property
    def waiting_place(self) -> int | None:
        """Which place on the waiting list, the first is 1; None for those who do not wait."""
        if self.status != RegistrationStatus.WAITING:
            return None
        waiting = Registration.objects.filter(event=self.event_id, status=RegistrationStatus.WAITING)
        return waiting.filter(pk__lte=self.pk).count()


def registration_of(token: str) -> Registration | None:
    """The registration that the token opens; None for a token that is none, or of one that has been erased."""
    try:
        key = SIGNER.unsign(token)
    except signing.BadSignature:
        return None
    return Registration.objects.filter(pk=key).select_related("event").first()
