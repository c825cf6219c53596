"""Who gets a place: one registration at a time, however many are sent at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from cms.api.letters import may_be_told_again, send_letter
from cms.api.mutations import Problem, ProblemCode, Refused, refuse_floods, refuse_used_key
from pages.frontends import frontend_of
from pages.registration import RegistrationKind
from pages.registrations.changes import facts_of
from pages.registrations.model import WRITTEN, Registration, RegistrationStatus
from pages.registrations.state import RegistrationState, state_at

# From one network address in an hour; a municipality's staff may share one.
MOST_AN_HOUR = 60
REFUSALS = {
    RegistrationState.NOT_OPEN_YET: ("Påmeldingen er ikke åpnet ennå.", ProblemCode.NOT_OPEN),
    RegistrationState.CLOSED: ("Påmeldingen er stengt.", ProblemCode.NOT_OPEN),
    RegistrationState.FULL: ("Alle plassene er tatt.", ProblemCode.FULL),
}


@dataclass(frozen=True)
class Place:
    """What somebody who has registered got."""

    status: RegistrationStatus
    waiting_place: int | None


def register(registration: Registration) -> Place:
    """Give the registration, not saved yet, a place or a place on the waiting list, and write to the person.

    Refused when its event takes none now. What is sent a second time, with the same idempotency key, gets the answer
    of the first; it is refused when something else comes with that key. Somebody who is registered already gets the
    letter again, and whoever sent it the answer that a newcomer would get: it does not tell who comes. Nobody is
    written to twice in an hour by that.
    """
    asked = registration.event
    with locked(asked) as event:
        _fill(event)
        sent = event.registrations.all()
        key = registration.idempotency_key
        if key and (before := sent.filter(idempotency_key=key).first()):
            refuse_used_key(before, registration, WRITTEN)
            return Place(RegistrationStatus(before.status), before.waiting_place)
        place = _next_place(event if asked.pk == event.pk else asked, sent)
        active = sent.exclude(status=RegistrationStatus.CANCELLED)
        known = active.filter(email__iexact=registration.email).first()
        if known is None:
            refuse_floods(Registration.objects.all(), registration.sender, MOST_AN_HOUR)
            registration.event, registration.status = event, place.status
            registration.save()
            tell(registration)
        elif may_be_told_again(known.told_at):
            tell(known)
        return place


def cancel(registration: Registration) -> None:
    """Give the place back, to whoever waits first; cancelling twice changes nothing."""
    with locked(registration.event) as event:
        registration.refresh_from_db()
        if registration.status == RegistrationStatus.CANCELLED:
            return
        registration.status = RegistrationStatus.CANCELLED
        # The same form sent again is a registration of its own.
        registration.idempotency_key = ""
        registration.save(update_fields=["status", "idempotency_key"])
        tell(registration)
        _fill(event)


def fill_places(event: Page) -> None:
    """Give every free place to those who wait, in their order, and tell them."""
    with locked(event) as first_written:
        _fill(first_written)


def fill_all_places() -> None:
    """The same for all events that people wait for."""
    waiting = Registration.objects.filter(status=RegistrationStatus.WAITING)
    events = apps.get_model("pages.EventPage").objects
    for event in events.filter(pk__in=waiting.values("event"), live=True, over_at__gt=timezone.now()):
        fill_places(event)


def _fill(event: Any) -> None:
    registered = event.registrations.all()
    waiting = registered.filter(status=RegistrationStatus.WAITING)
    if event.capacity is not None:
        taken = registered.filter(status=RegistrationStatus.CONFIRMED).count()
        waiting = waiting[: max(0, event.capacity - taken)]
    for one in waiting:
        one.status = RegistrationStatus.CONFIRMED
        one.save(update_fields=["status"])
        tell(one)


@contextmanager
def locked(event: Page) -> Iterator[Any]:
    """The event as it is in the database, in the language it was written first; nobody else gives its places now."""
    with transaction.atomic():
        versions = apps.get_model("pages.EventPage").objects.filter(translation_key=event.translation_key)
        yield versions.select_for_update(of=("self",)).order_by("pk")[0]


def _next_place(event: Any, sent: Any) -> Place:
    """What the next one who registers for the event gets; Refused when that is nothing."""
    if event.registration_kind != RegistrationKind.OWN:
        raise Refused(Problem("eventId", "Arrangementet har ikke påmelding her.", ProblemCode.NOT_OPEN))
    taken = sent.filter(status=RegistrationStatus.CONFIRMED).count()
    state = state_at(event, taken, timezone.now())
    if state in REFUSALS:
        message, code = REFUSALS[state]
        raise Refused(Problem("eventId", message, code))
    if state == RegistrationState.OPEN:
        return Place(RegistrationStatus.CONFIRMED, None)
    return Place(RegistrationStatus.WAITING, sent.filter(status=RegistrationStatus.WAITING).count() + 1)


def tell(registration: Registration) -> None:
    """Write to the person how it stands; without anything they wrote, or strangers could write letters with it."""
    facts = facts_of(registration.event)
    Registration.objects.filter(pk=registration.pk).update(told_at=timezone.now(), told_facts=facts)
    send_letter(
        f"pages/letters/registration-{registration.status}.txt",
        registration.email,
        event=registration.event,
        link=f"{frontend_of(registration.event)}/pamelding/{registration.token}/",
        waiting_place=registration.waiting_place,
    )
