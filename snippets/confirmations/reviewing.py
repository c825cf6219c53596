"""The round that each contact's entry goes through: asked once a year, reminded, and hidden when nobody answers."""

import logging
from collections.abc import Callable
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from wagtail.log_actions import log

from cms.api.letters import send_letter
from snippets.confirmations.answering import confirm
from snippets.confirmations.model import ContactConfirmation, unconfirmed
from snippets.contacts import Contact

REMINDED_AFTER = timedelta(days=30)
HIDDEN_AFTER = timedelta(days=90)
# After an entry was hidden; whoever comes back within that time is there again by one click.
ERASED_AFTER = timedelta(days=365)
# In one minute of the scheduler: letters that come in hundreds are taken for spam.
MOST_AT_ONCE = 20

logger = logging.getLogger(__name__)


def review_contacts() -> dict[str, int]:
    """Take every entry one step further that has come so far; how many, by what was done."""
    today = timezone.localdate()
    return {name: _each(rows(today), step) for name, (rows, step) in STEPS.items()}


def due(today: date) -> dict[str, int]:
    """How many entries would be taken further today, by what would be done."""
    return {name: rows(today).count() for name, (rows, _) in STEPS.items()}


def long_hidden(today: date) -> QuerySet[ContactConfirmation]:
    """Entries that have been hidden for a year without a word of their person: time to erase them (`cms.people`)."""
    silent = ContactConfirmation.objects.filter(correction="", contact__live=False)
    return silent.filter(hidden_on__lte=today - ERASED_AFTER)


def _settled(today: date) -> QuerySet[ContactConfirmation]:
    """What needs no answer any more: an editor has confirmed the entry, shown it again, or hidden it."""
    shown_again = Q(hidden_on__isnull=False, contact__live=True)
    hidden_by_others = Q(hidden_on=None, contact__live=False)
    confirmed = Q(contact__live=True) & ~Q(contact__in=unconfirmed(today).values("pk"))
    settled = shown_again | hidden_by_others | confirmed
    return ContactConfirmation.objects.filter(settled, correction="") | _written_in()


def _written_in() -> QuerySet[ContactConfirmation]:
    """Those told of a change whose entry has been published since."""
    return ContactConfirmation.objects.exclude(correction="").filter(
        contact__live=True, contact__last_published_at__gt=F("corrected_at")
    )


def _unasked(today: date) -> QuerySet[Contact]:
    return unconfirmed(today).filter(confirmation=None)


def _silent(today: date) -> QuerySet[ContactConfirmation]:
    long_ago = timezone.now() - REMINDED_AFTER
    return ContactConfirmation.objects.filter(asked_at__lt=long_ago, reminded_at=None, hidden_on=None, correction="")


def _given_up(today: date) -> QuerySet[ContactConfirmation]:
    # Whoever has told of a change waits for an editor, and is not to blame.
    return ContactConfirmation.objects.filter(
        due_since__lte=today - HIDDEN_AFTER, hidden_on=None, correction="", contact__live=True
    )


def _settle(confirmation: ContactConfirmation) -> None:
    if confirmation.correction:
        confirm(confirmation.contact)
    else:
        confirmation.delete()


def _ask(contact: Contact) -> None:
    confirmation = ContactConfirmation(contact=contact)
    if contact.email:
        confirmation.asked_at = timezone.now()
    confirmation.save()
    _write_to(confirmation)


def _remind(confirmation: ContactConfirmation) -> None:
    confirmation.reminded_at = timezone.now()
    confirmation.save(update_fields=["reminded_at"])
    _write_to(confirmation)


def _hide(confirmation: ContactConfirmation) -> None:
    contact = confirmation.contact
    contact.unpublish(log_action=False)
    log(contact, "contacts.hide")
    confirmation.hidden_on = timezone.localdate()
    confirmation.save(update_fields=["hidden_on"])
    _write_to(confirmation)


def _write_to(confirmation: ContactConfirmation) -> None:
    contact = confirmation.contact
    if contact.email:
        send_letter(
            "snippets/letters/confirmation.txt",
            contact.email,
            contact=contact,
            confirmation=confirmation,
            hidden_from=confirmation.due_since + HIDDEN_AFTER,
            link=f"{settings.FRONTEND_URL.rstrip('/')}/bekreft/{confirmation.token}/",
        )


STEPS: dict[str, tuple[Callable[[date], QuerySet], Callable]] = {
    "settled": (_settled, _settle),
    "asked": (_unasked, _ask),
    "reminded": (_silent, _remind),
    "hidden": (_given_up, _hide),
}


def _each(rows: QuerySet, step: Callable) -> int:
    """Take the step for each of the first rows; how many. One that fails is logged, and keeps no other from it."""
    done = 0
    for row in rows.order_by("pk")[:MOST_AT_ONCE]:
        try:
            with transaction.atomic():
                step(row)
        except Exception:
            logger.exception("%s %s could not be taken further", type(row).__name__, row.pk)
            continue
        done += 1
    return done
