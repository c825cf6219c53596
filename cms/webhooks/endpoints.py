"""Receivers of webhooks: where they are, what they want to hear of, and what their messages are signed with."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from cms.webhooks.addresses import validate_address
from cms.webhooks.kinds import CHOSEN, EventKind, all_chosen, types
from cms.webhooks.signing import new_salt, secret_of
from snippets.choices import ChoiceArrayField
from snippets.constraints import FieldCheck, FieldUnique

# So long both secrets are good, so that a receiver can take the new one when it suits.
BOTH_SECRETS_FOR = timedelta(hours=24)


class Endpoint(models.Model):
    """A receiver: a frontend that builds its pages anew, a cache that drops them."""

    name = models.CharField("navn", max_length=100, help_text="For eksempel «Nettstedet på Next.js».")
    url = models.CharField(
        "adresse",
        max_length=500,
        validators=[validate_address],
        help_text="Dit varslene sendes, for eksempel https://www.example.no/webhooks/.",
    )
    kinds = ChoiceArrayField(
        models.CharField(max_length=30, choices=[(kind.value, kind.label) for kind in CHOSEN]),
        verbose_name="hendelser",
        default=all_chosen,
        help_text=(
            "Slik leserne ser det: en side som ikke lenger er åpen for alle, er avpublisert. "
            "«Nettstedet endret» gjelder innstillinger, videresendinger og lesernes søk."
        ),
    )
    types = ChoiceArrayField(
        models.CharField(max_length=100, choices=types),
        verbose_name="typer innhold",
        default=list,
        blank=True,
        help_text="Uten kryss gjelder det alle typer.",
    )
    is_active = models.BooleanField(
        "aktiv", default=True, help_text="Uten kryss sendes ingenting, og det som skjer imens, varsles ikke senere."
    )
    salt = models.CharField(max_length=50, default=new_salt, editable=False)
    former_salt = models.CharField(max_length=50, blank=True, editable=False)
    former_until = models.DateTimeField(null=True, editable=False)
    # Whoever makes a receiver sees its secret once; after that, only a new one.
    is_secret_shown = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = "webhook"
        verbose_name_plural = "webhooks"
        ordering = ["name", "pk"]
        constraints = [
            FieldUnique(
                fields=["name"],
                name="webhook_name_unique",
                field="name",
                violation_error_message="Det finnes allerede en webhook med dette navnet.",
            ),
            FieldCheck(
                condition=Q(kinds__contained_by=all_chosen()) & Q(kinds__len__gt=0),
                name="webhook_kinds_known",
                field="kinds",
                violation_error_message="Velg minst én hendelse fra listen.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def salts(self) -> list[str]:
        """What messages are signed with now: the present secret first, the former one for as long as it is good."""
        is_former_good = self.former_until is not None and self.former_until > timezone.now()
        return [self.salt, self.former_salt] if is_former_good else [self.salt]

    def show_secret(self) -> str | None:
        """The secret, the first time that somebody asks for it; None ever after."""
        asked_first = Endpoint.objects.filter(pk=self.pk, is_secret_shown=False).update(is_secret_shown=True)
        return secret_of(self.salt) if asked_first else None

    def rotate_secret(self) -> str:
        """A new secret; the one before it is good for another day."""
        self.former_salt, self.former_until = self.salt, timezone.now() + BOTH_SECRETS_FOR
        self.salt, self.is_secret_shown = new_salt(), True
        self.save(update_fields=["salt", "former_salt", "former_until", "is_secret_shown"])
        return secret_of(self.salt)


def receivers_of(endpoints: Iterable[Endpoint], kind: str, type_name: str) -> list[Endpoint]:
    """Those of the receivers that want to hear of such an event; all of them, when it may concern anything."""

    def wants(endpoint: Endpoint) -> bool:
        if kind == EventKind.EVERYTHING:
            return True
        is_wanted_type = not type_name or not endpoint.types or type_name in endpoint.types
        return kind in endpoint.kinds and is_wanted_type

    return [endpoint for endpoint in endpoints if wants(endpoint)]
