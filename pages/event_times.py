"""When an event takes place, and when it is over."""

import datetime
from typing import Any

from django.db import models
from django.db.models import Case, F, Func, Q, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.admin.panels import FieldRowPanel

from cms.api.fields import GraphQLBoolean, GraphQLDateTime, GraphQLString
from cms.api.reading import holds_until
from pages.problems import Checked
from snippets.constraints import FieldCheck


class EndOfDay(Func):
    """The midnight after the moment, in Norway.

    The zone is part of the SQL, not a parameter: PostgreSQL takes none in a generated column.
    """

    template = (
        "((date_trunc('day', %(expressions)s AT TIME ZONE 'Europe/Oslo') + interval '1 day')"
        " AT TIME ZONE 'Europe/Oslo')"
    )
    output_field = models.DateTimeField()


def start_of_day(moment: datetime.datetime) -> datetime.datetime:
    """The midnight before the moment, in Norway."""
    return _midnight(timezone.localdate(moment))


def _midnight(day: datetime.date) -> datetime.datetime:
    """The moment at which the day begins, in Norway."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


class EventTimes(Checked):
    """The part of an event that says when."""

    starts_at = models.DateTimeField("starter")
    ends_at = models.DateTimeField(
        "slutter",
        null=True,
        blank=True,
        help_text="Når slutt ikke er oppgitt, regnes arrangementet som ferdig ved midnatt samme dag.",
    )
    is_all_day = models.BooleanField(
        "hele dagen", default=False, help_text="Klokkeslettene vises ikke, og settes til midnatt."
    )
    date_note = models.CharField(
        "merknad til datoen",
        max_length=200,
        blank=True,
        help_text="For eksempel «Året er antatt» eller «Oppmøte fra kl. 9.30».",
    )
    over_at = models.GeneratedField(
        verbose_name="ferdig",
        expression=Case(
            When(is_all_day=False, ends_at__isnull=False, then=F("ends_at")),
            default=EndOfDay(Coalesce("ends_at", "starts_at")),
        ),
        output_field=models.DateTimeField(),
        db_persist=True,
        # Derived, so it has no place in revisions.
        serialize=False,
    )

    time_panels = [
        FieldRowPanel(["starts_at", "ends_at"], heading="Tid"),
        "is_all_day",
        "date_note",
    ]

    graphql_fields = [
        GraphQLDateTime("starts_at", "When it starts; midnight for an event that lasts all day.", required=True),
        GraphQLDateTime(
            "ends_at", "When it ends, if known; for an event that lasts all day, midnight as its last day begins."
        ),
        GraphQLBoolean("is_all_day", "Whether only the days count, not the times.", required=True),
        GraphQLString("date_note", "A remark on the date, for example that the year is assumed."),
        GraphQLBoolean(
            "is_over",
            "Whether it is over at this moment: after its end, or after its last day where that is not known.",
            required=True,
        ),
    ]

    class Meta:
        abstract = True
        constraints = [
            FieldCheck(
                condition=Q(ends_at__gt=F("starts_at")) | Q(is_all_day=True, ends_at__gte=F("starts_at")),
                name="event_ends_after_start",
                field="ends_at",
                violation_error_message="Arrangementet må slutte etter at det starter.",
            ),
        ]

    @property
    def last_day(self) -> datetime.date:
        """The last day it takes place, in Norway."""
        return timezone.localdate(self.ends_at or self.starts_at)

    def is_over(self, info: Any) -> bool:
        moment, end = info.context.moment, self._end
        holds_until(end if end > moment else None)
        return end <= moment

    @property
    def _end(self) -> datetime.datetime:
        """As `over_at`, which pages do not have that are not stored: in a preview."""
        if self.ends_at and not self.is_all_day:
            return self.ends_at
        return _midnight(self.last_day + datetime.timedelta(days=1))

    def clean(self) -> None:
        if self.is_all_day:
            self.starts_at = self.starts_at and start_of_day(self.starts_at)
            self.ends_at = self.ends_at and start_of_day(self.ends_at)
        super().clean()
