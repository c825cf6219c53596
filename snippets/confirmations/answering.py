"""What a contact person answers: that the entry holds, or what has changed."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Revision, TaskState

from snippets.confirmations.model import ContactConfirmation
from snippets.contacts import Contact
from snippets.nominations.sending import ask_for_approval


def confirm(contact: Contact) -> None:
    """Note that the entry holds today; one that was hidden waits for a moderator. Confirming again changes nothing."""
    today = timezone.localdate()
    with transaction.atomic():
        contact = Contact.objects.select_for_update().get(pk=contact.pk)
        confirmation = ContactConfirmation.objects.filter(contact=contact).first()
        if confirmation is None and contact.confirmed_on == today:
            return
        Contact.objects.filter(pk=contact.pk).update(confirmed_on=today)
        _in_drafts(contact, today.isoformat())
        log(contact, "contacts.confirm")
        if confirmation:
            confirmation.delete()
            if confirmation.hidden_on and not contact.live:
                contact.refresh_from_db()
                contact.get_latest_revision_as_object().save_revision()
                ask_for_approval(contact)


def correct(confirmation: ContactConfirmation) -> None:
    """Keep the confirmation's `correction`, what the person says has changed, for an editor to write in."""
    confirmation.corrected_at = timezone.now()
    confirmation.save()
    log(confirmation.contact, "contacts.correct")


def _in_drafts(contact: Contact, day: str) -> None:
    """What is being written or waits for approval must not take the day back when it is published."""
    kept: Any = Revision.objects.filter(base_content_type=Contact.get_base_content_type(), object_id=str(contact.pk))
    waiting = TaskState.objects.filter(revision__in=kept, status=TaskState.STATUS_IN_PROGRESS).values("revision")
    current = kept.filter(pk=contact.latest_revision_id) | kept.filter(pk__in=waiting)
    for revision in current | kept.filter(approved_go_live_at__isnull=False):
        revision.content["confirmed_on"] = day
        revision.save(update_fields=["content"])
