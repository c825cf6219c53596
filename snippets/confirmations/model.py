"""What has become of asking one contact person whether all still holds."""

from datetime import date, timedelta

from django.core import signing
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.functions import Cast, Coalesce, Greatest
from django.utils import timezone

from snippets.contacts import Contact

# Somebody should look at what a contact's entry says once a year.
CONFIRMED_FOR = timedelta(days=365)
SIGNER = signing.Signer(salt="snippets.confirmations")


class ConfirmationStatus(models.TextChoices):
    """How it stands with a contact's entry."""

    WAITING = "waiting", "Venter på svar"
    CORRECTED = "corrected", "Har meldt fra om endringer"
    CONFIRMED = "confirmed", "Bekreftet"


class ContactConfirmation(models.Model):
    """That a contact's entry is due; it is gone when somebody has confirmed the entry."""

    contact = models.OneToOneField(
        Contact, verbose_name="kontaktperson", on_delete=models.CASCADE, related_name="confirmation"
    )
    due_since = models.DateField("ubekreftet siden", default=timezone.localdate)
    asked_at = models.DateTimeField("spurt", null=True, blank=True)
    reminded_at = models.DateTimeField("purret", null=True, blank=True)
    hidden_on = models.DateField("skjult", null=True, blank=True)
    corrected_at = models.DateTimeField("meldt", null=True, blank=True)
    correction = models.TextField("meldt endring", blank=True, validators=[MaxLengthValidator(2_000)])

    class Meta:
        verbose_name = "bekreftelse"
        verbose_name_plural = "bekreftelser"
        ordering = ["due_since", "pk"]

    def __str__(self) -> str:
        return f"{self.contact}, {self.get_status_display().lower()}"

    @property
    def status(self) -> ConfirmationStatus:
        """Whether the person has answered; one that is not kept any more has been confirmed."""
        if self.correction:
            return ConfirmationStatus.CORRECTED
        return ConfirmationStatus.WAITING if self.pk else ConfirmationStatus.CONFIRMED

    def get_status_display(self) -> str:
        """The same as editors read it."""
        return str(self.status.label)

    @property
    def token(self) -> str:
        """What answers for the contact, for whoever has it from the letter; of no use when it is asked for again."""
        return SIGNER.sign(f"{self.contact_id}.{self.due_since.isoformat()}")


def with_known_on(contacts: QuerySet[Contact]) -> QuerySet[Contact]:
    """With `known_on`: the last day on which somebody must have looked at the entry; None when nobody has."""
    published = Cast("first_published_at", models.DateField())
    # PostgreSQL's GREATEST passes over what is null.
    return contacts.annotate(known_on=Coalesce("confirmed_on", Greatest("appointed_on", published)))


def unconfirmed(day: date) -> QuerySet[Contact]:
    """The public contacts that nobody has looked at for the year before the day."""
    known = with_known_on(Contact.objects.filter(live=True))
    return known.filter(Q(known_on=None) | Q(known_on__lt=day - CONFIRMED_FOR))


def asked_by(token: str) -> tuple[int, date] | None:
    """Whose entry the token answers for, and since when it was due; None for a token that is none."""
    try:
        key, _, due_since = SIGNER.unsign(token).partition(".")
    except signing.BadSignature:
        return None
    return int(key), date.fromisoformat(due_since)
