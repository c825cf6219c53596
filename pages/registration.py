"""How one registers for an event."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from cms.api.fields import GraphQLBoolean, GraphQLDateTime, GraphQLEnum, GraphQLInt, GraphQLString
from pages.choices import known_choice
from pages.event_times import EventTimes
from pages.problems import Incomplete
from pages.registrations.state import RegistrationState, count_taken, places_left, state_now
from snippets.constraints import FieldCheck


class RegistrationKind(models.TextChoices):
    """Where one registers for an event."""

    NONE = "none", "Ingen påmelding"
    EXTERNAL = "external", "Et annet nettsted"
    OWN = "own", "Her på nettstedet"


class EventRegistration(EventTimes):
    """The part of an event that says how to register, beside when it takes place."""

    registration_kind = models.CharField(
        "påmelding", max_length=20, choices=RegistrationKind, default=RegistrationKind.NONE
    )
    registration_url = models.URLField(
        "påmeldingslenke",
        max_length=500,
        blank=True,
        help_text="Må fylles ut når påmeldingen skjer på et annet nettsted.",
    )
    registration_opens_at = models.DateTimeField(
        "påmeldingen åpner", null=True, blank=True, help_text="La stå tom når den er åpen fra siden publiseres."
    )
    registration_closes_at = models.DateTimeField(
        "påmeldingsfrist", null=True, blank=True, help_text="La stå tom når den er åpen til arrangementet starter."
    )
    capacity = models.PositiveIntegerField(
        "antall plasser",
        null=True,
        blank=True,
        validators=[MinValueValidator(1, "Antall plasser må være minst 1.")],
        help_text="La stå tom når det ikke er noen grense.",
    )
    has_waiting_list = models.BooleanField(
        "venteliste", default=False, help_text="Lar folk melde seg på også når alle plassene er tatt."
    )

    registration_panels = [
        FieldPanel("registration_kind"),
        FieldPanel("registration_url"),
        FieldRowPanel(["registration_opens_at", "registration_closes_at"], heading="Åpning og frist"),
        FieldRowPanel(["capacity", "has_waiting_list"], heading="Plasser"),
    ]

    graphql_fields = [
        *EventTimes.graphql_fields,
        GraphQLEnum("registration_kind", RegistrationKind, "Where one registers.", required=True),
        GraphQLString("registration_url", "The page where one registers, for registration elsewhere."),
        GraphQLDateTime("registration_opens_at", "When registration opens; null when it is open from the start."),
        GraphQLDateTime(
            "registration_closes_at", "The deadline; null when registration is open until the event starts."
        ),
        GraphQLInt("capacity", "How many can take part; null when there is no limit."),
        GraphQLBoolean("has_waiting_list", "Whether one can register beyond the capacity.", required=True),
        GraphQLEnum(
            "registration_state",
            RegistrationState,
            "Whether one can register at this moment; null for an event that nobody registers for.",
        ),
        GraphQLInt("places_left", "How many places are left; null when there is no limit, or no registration here."),
    ]

    class Meta:
        abstract = True
        constraints = [
            *EventTimes.Meta.constraints,
            known_choice("event_registration_kind_known", "registration_kind", RegistrationKind),
            FieldCheck(
                condition=Q(registration_opens_at__lt=F("registration_closes_at")),
                name="event_registration_opens_before_deadline",
                field="registration_closes_at",
                violation_error_message="Fristen må være etter at påmeldingen åpner.",
            ),
            # An event that lasts all day starts at midnight, and may take registrations that same morning.
            FieldCheck(
                condition=Q(is_all_day=True) | Q(registration_closes_at__lte=F("starts_at")),
                name="event_registration_closes_before_start",
                field="registration_closes_at",
                violation_error_message="Fristen kan ikke være etter at arrangementet starter.",
            ),
            FieldCheck(
                condition=Q(capacity__gt=0),
                name="event_capacity_positive",
                field="capacity",
                violation_error_message="Antall plasser må være minst 1.",
            ),
            FieldCheck(
                condition=Q(has_waiting_list=False) | Q(capacity__isnull=False),
                name="event_waiting_list_needs_capacity",
                field="capacity",
                violation_error_message="Oppgi antall plasser når det skal være venteliste.",
            ),
        ]

    def registration_state(self, info: Any) -> RegistrationState | None:
        return None if self.registration_kind == RegistrationKind.NONE else state_now(self, info.context)

    def places_left(self, info: Any) -> int | None:
        return places_left(self) if self.registration_kind == RegistrationKind.OWN else None

    def problems(self) -> dict[str, ValidationError]:
        problems = super().problems()
        if self.registration_kind == RegistrationKind.EXTERNAL and not self.registration_url:
            problems["registration_url"] = Incomplete("Skriv inn adressen der folk melder seg på.")
        if self._closes_after_first_day():
            problems["registration_closes_at"] = ValidationError(
                "Fristen kan ikke være etter dagen arrangementet starter."
            )
        if taken := self._taken_beyond_new_capacity():
            problems["capacity"] = ValidationError(
                f"{taken} har allerede fått plass, flere enn de {self.capacity} det nå skal være plass til. "
                f"Skriv minst {taken}, eller meld noen av først."
            )
        return problems

    def _taken_beyond_new_capacity(self) -> int:
        """How many have a place when that is more than the event is to have from now on; 0 otherwise.

        An organiser may write in more than there are places for: that is no reason to stop other changes.
        """
        if self.capacity is None or self.pk is None or self.registration_kind != RegistrationKind.OWN:
            return 0
        if type(self)._default_manager.filter(pk=self.pk, capacity=self.capacity).exists():
            return 0
        taken = count_taken(self)
        return taken if taken > self.capacity else 0

    def _closes_after_first_day(self) -> bool:
        return bool(
            self.is_all_day
            and self.starts_at
            and self.registration_closes_at
            and timezone.localdate(self.registration_closes_at) > timezone.localdate(self.starts_at)
        )
