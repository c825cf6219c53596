"""Whether one can register for an event at a moment, and how many places are left."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Count

from cms.api.context import Context
from cms.api.loading import peers_of, whole
from cms.api.reading import exactly, holds_until
from cms.api.tags import tag_of_model
from pages.event_choices import EventStatus
from pages.registrations.model import Registration, RegistrationStatus


class RegistrationState(models.TextChoices):
    """Whether one can register for an event now."""

    NOT_OPEN_YET = "not_open_yet", "Påmeldingen er ikke åpnet ennå"
    OPEN = "open", "Påmeldingen er åpen"
    WAITING_LIST = "waiting_list", "Alle plassene er tatt, men det er plass på ventelisten"
    FULL = "full", "Alle plassene er tatt"
    CLOSED = "closed", "Påmeldingen er stengt"


def state_at(event: Any, taken: int, moment: datetime) -> RegistrationState:
    """How it stands with so many places taken, for an event that one registers for at all."""
    if event.status in (EventStatus.CANCELLED, EventStatus.POSTPONED) or closes_at(event) <= moment:
        return RegistrationState.CLOSED
    if event.registration_opens_at and event.registration_opens_at > moment:
        return RegistrationState.NOT_OPEN_YET
    if event.capacity is None or taken < event.capacity:
        return RegistrationState.OPEN
    return RegistrationState.WAITING_LIST if event.has_waiting_list else RegistrationState.FULL


def closes_at(event: Any) -> datetime:
    """The deadline; the start where there is none."""
    closes: datetime = event.registration_closes_at or event.starts_at
    return closes


def state_now(event: Any, context: Context) -> RegistrationState:
    """How it stands at the moment of the answer, which holds until the clock changes it."""
    turns = [event.registration_opens_at, closes_at(event)]
    holds_until(min((turn for turn in turns if turn and turn > context.moment), default=None))
    return state_at(event, places_taken(event), context.moment)


def places_left(event: Any) -> int | None:
    """How many places nobody has yet; None where there is no limit to them."""
    return None if event.capacity is None else max(0, event.capacity - places_taken(event))


def places_taken(event: Any) -> int:
    """How many have a place, in whatever language they registered; counted for all its peers at once."""
    taken: dict[Any, int] = peers_of(event).once("places taken", _taken)
    return taken.get(event.translation_key, 0)


def count_taken(event: Any) -> int:
    """The same at this moment, for whoever changes the event."""
    having_a_place = Registration.objects.filter(status=RegistrationStatus.CONFIRMED)
    return having_a_place.filter(event__translation_key=event.translation_key).count()


def _taken(members: list[Any]) -> dict[Any, int]:
    keys = {whole(event).translation_key for event in members}
    having_a_place = Registration.objects.filter(
        status=RegistrationStatus.CONFIRMED, event__translation_key__in=keys
    ).order_by()
    with exactly(tag_of_model(Registration)):
        return dict(having_a_place.values_list("event__translation_key").annotate(Count("pk")))
