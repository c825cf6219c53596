"""What a municipality has sent in to appoint somebody as its contact."""

from django.core import signing
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from snippets.constraints import FieldCheck, FieldUnique
from snippets.contacts import phone_number
from snippets.one_line import check_names, one_line

# What people write themselves.
WRITTEN = ("name", "email", "phone", "job_title", "sender_name", "sender_email", "note")
SIGNER = signing.Signer(salt="snippets.nominations")


class NominationStatus(models.TextChoices):
    """How far a nomination has come."""

    SENT = "sent", "Venter på at avsenderen bekrefter"
    CONFIRMED = "confirmed", "Bekreftet, ligger til godkjenning"


class Nomination(models.Model):
    """Who a municipality wants as its contact; a contact comes of it when whoever sent it has confirmed that."""

    status = models.CharField(max_length=20, choices=NominationStatus, default=NominationStatus.SENT, editable=False)
    municipality = models.ForeignKey(
        "snippets.Municipality", verbose_name="kommune", on_delete=models.CASCADE, related_name="nominations"
    )
    name = models.CharField("navn", max_length=200, validators=[one_line])
    email = models.EmailField("e-post")
    phone = models.CharField("telefon", max_length=20, blank=True, validators=[phone_number])
    job_title = models.CharField("stillingstittel", max_length=200, blank=True, validators=[one_line])
    sender_name = models.CharField("avsender", max_length=200, validators=[one_line])
    sender_email = models.EmailField("avsenderens e-post")
    note = models.TextField("beskjed", blank=True, validators=[MaxLengthValidator(1_000)])
    contact = models.ForeignKey(
        "snippets.Contact",
        verbose_name="kontaktperson",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="nominations",
    )
    sent_at = models.DateTimeField("sendt", default=timezone.now, editable=False)
    # When the sender was last written to.
    told_at = models.DateTimeField(null=True, editable=False)
    idempotency_key = models.CharField(max_length=100, blank=True, editable=False)
    # Of the network address that it came from (`cms.api.senders`).
    sender = models.CharField(max_length=32, blank=True, editable=False)

    class Meta:
        verbose_name = "oppnevning"
        verbose_name_plural = "oppnevninger"
        ordering = ["-sent_at", "-pk"]
        constraints = [
            FieldCheck(
                condition=Q(status__in=NominationStatus.values),
                name="nomination_status_known",
                field="status",
                violation_error_message="Velg en av verdiene i listen.",
            ),
            FieldUnique(
                "municipality",
                Lower("email"),
                name="nomination_once",
                field="email",
                violation_error_message="Kommunen har allerede oppnevnt denne personen.",
            ),
            FieldUnique(
                "idempotency_key",
                condition=~Q(idempotency_key=""),
                name="nomination_idempotency_key_once",
                field="idempotency_key",
                violation_error_message="Oppnevningen er allerede sendt.",
            ),
        ]
        indexes = [models.Index(fields=["sender", "sent_at"], name="nomination_sender")]

    def __str__(self) -> str:
        return f"{self.name}, {self.municipality}"

    def clean(self) -> None:
        super().clean()
        check_names(self, ["name", "sender_name"])

    @property
    def token(self) -> str:
        """What confirms this nomination for whoever has it from the letter."""
        return SIGNER.sign(str(self.pk))


def nomination_of(token: str) -> Nomination | None:
    """The nomination that the token opens; None for a token that is none, or of one that has been erased."""
    try:
        key = SIGNER.unsign(token)
    except signing.BadSignature:
        return None
    return Nomination.objects.filter(pk=key).select_related("municipality").first()
