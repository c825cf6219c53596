"""Forgets who came, and who asked, once nobody needs to know it any more."""

from datetime import timedelta

from django.conf import settings
from django.db.models.functions import Greatest
from django.utils import timezone

from cms.api.senders import forget_senders
from pages.registrations.model import Registration


def erase_registrations() -> int:
    """Erase all registrations for events that have been over for `REGISTRATIONS_KEPT_DAYS`; how many those were.

    Of the others it forgets the network address that they came from, after a day.
    """
    now = timezone.now()
    forget_senders(Registration.objects.all())
    over = now - timedelta(days=settings.REGISTRATIONS_KEPT_DAYS)
    # An event that was moved back in time keeps its registrations as long from the day they came.
    erased, _ = Registration.objects.alias(last=Greatest("event__over_at", "sent_at")).filter(last__lt=over).delete()
    return erased
