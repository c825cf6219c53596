"""Forgets nominations: those that nobody confirmed soon, the others when their work is done."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from cms.api.senders import forget_senders
from snippets.nominations.model import Nomination, NominationStatus

UNCONFIRMED_KEPT = timedelta(days=14)
CONFIRMED_KEPT = timedelta(days=90)


def erase_nominations() -> int:
    """Erase what was sent and not confirmed within two weeks, and all else after 90 days; how many those were.

    Of the others it forgets the network address that they came from, after a day. A contact that has come of a
    nomination stays.
    """
    now = timezone.now()
    forget_senders(Nomination.objects.all())
    unconfirmed = Q(status=NominationStatus.SENT, sent_at__lt=now - UNCONFIRMED_KEPT)
    erased, _ = Nomination.objects.filter(unconfirmed | Q(sent_at__lt=now - CONFIRMED_KEPT)).delete()
    return erased
