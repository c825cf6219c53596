"""Tells those who are registered when their event is cancelled, moved in time, or moved to another place."""

from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from cms.api.letters import send_letter
from pages.event_choices import EventStatus
from pages.frontends import frontend_of
from pages.registrations.model import Registration, RegistrationStatus

# In one minute of the scheduler: letters that come in thousands are taken for spam.
MOST_AT_ONCE = 200


def facts_of(event: Any) -> dict[str, Any]:
    """What somebody must know to come: whether, when and where; as JSON values."""
    return {
        "status": event.status,
        "starts_at": event.starts_at.isoformat(),
        "venue": event.venue_id,
        "online_url": event.online_url,
    }


def tell_of_changes() -> int:
    """Write to those who know of an event what is not so any more; how many letters those were."""
    events = apps.get_model("pages.EventPage").objects.filter(live=True, over_at__gt=timezone.now())
    told = 0
    for event in events.filter(pk__in=Registration.objects.values("event")).select_related("venue").order_by("pk"):
        facts = facts_of(event)
        coming = event.registrations.exclude(status=RegistrationStatus.CANCELLED)
        for registration in coming.exclude(told_facts=facts)[: MOST_AT_ONCE - told]:
            with transaction.atomic():
                _tell(registration, event, facts)
            told += 1
    return told


def _tell(registration: Registration, event: Any, facts: dict[str, Any]) -> None:
    before = registration.told_facts
    Registration.objects.filter(pk=registration.pk).update(told_facts=facts, told_at=timezone.now())
    # Of somebody whom an organiser wrote in before these facts were kept, nobody knows what they were told.
    if not before:
        return
    send_letter(
        "pages/letters/event-changed.txt",
        registration.email,
        event=event,
        status=EventStatus(event.status),
        is_other_time=before["starts_at"] != facts["starts_at"],
        is_other_place=(before["venue"], before["online_url"]) != (facts["venue"], facts["online_url"]),
        link=f"{frontend_of(event)}/pamelding/{registration.token}/",
    )
