"""Forgets events, and what became of them, when nobody will ask any more."""

from datetime import timedelta

from django.utils import timezone

from cms.webhooks.deliveries import Event

DAYS_KEPT = 30


def erase_webhook_log() -> None:
    """Delete events that are older than 30 days, with their deliveries and tries."""
    Event.objects.filter(at__lt=timezone.now() - timedelta(days=DAYS_KEPT)).delete()
