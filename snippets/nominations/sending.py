"""From a nomination that was sent to a draft that moderators decide on."""

from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Workflow

from cms.api.letters import may_be_told_again, send_letter
from cms.api.mutations import refuse_floods, refuse_used_key
from snippets.contact_roles import ContactRole
from snippets.contacts import Contact
from snippets.nominations.model import WRITTEN, Nomination, NominationStatus

# From one network address in an hour.
MOST_AN_HOUR = 20


def nominate(nomination: Nomination, frontend: str) -> NominationStatus:
    """Store the nomination, not saved yet, and ask whoever sent it to confirm that by a letter.

    The same one sent again (by its idempotency key, or the same person for the same municipality) is one: the letter
    goes out again as long as nobody has confirmed, once an hour, to the address that was given first. `frontend` is the
    address of the site that the letter's link leads to. Refused when its key has come with something else.
    """
    kept = Nomination.objects
    with transaction.atomic():
        # They are few: one at a time, and the same one sent twice at once finds itself.
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Nomination._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
        before = kept.filter(idempotency_key=nomination.idempotency_key).exclude(idempotency_key="").first()
        if before:
            refuse_used_key(before, nomination, ("municipality", *WRITTEN))
        before = before or kept.filter(municipality=nomination.municipality, email__iexact=nomination.email).first()
        if before is None:
            refuse_floods(Nomination.objects.all(), nomination.sender, MOST_AN_HOUR)
            nomination.save()
        sent = before or nomination
        if sent.status == NominationStatus.SENT and may_be_told_again(sent.told_at):
            Nomination.objects.filter(pk=sent.pk).update(told_at=timezone.now())
            send_letter(
                "snippets/letters/nomination.txt",
                sent.sender_email,
                municipality=sent.municipality,
                link=f"{frontend}/oppnevning/{sent.token}/",
            )
    # Whether it was confirmed before is nobody's business who can only guess whom a municipality has appointed.
    return NominationStatus.SENT


def confirm(nomination: Nomination) -> None:
    """Make a draft contact of the nomination, and ask moderators for approval; confirming twice changes nothing.

    Somebody who is a contact already gets a draft with what is new, which the public sees when it is approved.
    """
    with transaction.atomic():
        nomination = Nomination.objects.select_for_update().get(pk=nomination.pk)
        if nomination.status == NominationStatus.CONFIRMED:
            return
        known = Contact.objects.filter(email__iexact=nomination.email).first()
        contact = known or Contact.objects.create(
            name=nomination.name, email=nomination.email, roles=[], live=False, has_unpublished_changes=True
        )
        draft = contact.get_latest_revision_as_object() if known else contact
        draft.name, draft.municipality = nomination.name, nomination.municipality
        draft.roles = sorted({*draft.roles, ContactRole.FOUI_CONTACT})
        draft.phone = nomination.phone or draft.phone
        draft.job_title = nomination.job_title or draft.job_title
        draft.save_revision()
        ask_for_approval(contact)
        nomination.status, nomination.contact = NominationStatus.CONFIRMED, contact
        nomination.save(update_fields=["status", "contact"])


def ask_for_approval(contact: Contact) -> None:
    """Start the approval that holds for contacts; nothing where an installation has none, or it is under way."""
    workflow: Workflow | None = contact.get_workflow()
    if workflow and not contact.workflow_in_progress:
        workflow.start(contact, None)
