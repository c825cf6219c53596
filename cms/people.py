"""One person's data: all of it to hand over, and none of it left behind."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Revision

from pages.models import FormPreview, Registration
from pages.registrations.places import fill_places
from search.indexing import forget_unused_terms
from search.unanswered import UnansweredQuery
from snippets.confirmations.reviewing import long_hidden
from snippets.models import Contact, ContactConfirmation, Nomination

ERASED = "(slettet)"
# Everything in which a text can stand, of the tables that are ours or Wagtail's.
COLUMNS = """
    SELECT columns.table_name, columns.column_name
    FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
    WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'
        AND (data_type IN ('text', 'character varying', 'json', 'jsonb', 'tsvector', 'ARRAY'))
    ORDER BY 1, 2
"""


@dataclass(frozen=True)
class Trace:
    """Where in the database something of a person still stands, and in how many rows."""

    table: str
    column: str
    rows: int


@dataclass(frozen=True)
class Person:
    """All that is stored of whoever has an e-mail address, beside what others have written of them."""

    email: str
    contacts: list[Contact]
    revisions: list[Revision]
    registrations: QuerySet[Registration]
    nominations: QuerySet[Nomination]

    @classmethod
    def of(cls, email: str) -> "Person":
        """Whoever has the address now, or had it in some draft."""
        of_contacts = Revision.objects.filter(base_content_type=Contact.get_base_content_type())
        drafted = of_contacts.filter(content__email__iexact=email).values_list("object_id", flat=True)
        contacts = list(Contact.objects.filter(Q(email__iexact=email) | Q(pk__in=[int(key) for key in drafted])))
        return cls(
            email,
            contacts,
            list(of_contacts.filter(object_id__in=[str(contact.pk) for contact in contacts])),
            Registration.objects.filter(email__iexact=email),
            Nomination.objects.filter(Q(email__iexact=email) | Q(sender_email__iexact=email)),
        )

    @property
    def words(self) -> set[str]:
        """What the person is known by: addresses, names and phone numbers, in every version of them."""
        found = {self.email}
        for contact in self.contacts:
            found |= {contact.name, contact.email, contact.phone}
        for revision in self.revisions:
            found |= {str(revision.content.get(name) or "") for name in ("name", "email", "phone")}
        found |= set(self.registrations.values_list("name", flat=True))
        for nomination in self.nominations:
            is_sender = nomination.sender_email.lower() == self.email.lower()
            found.add(nomination.sender_name if is_sender else nomination.name)
        return {word for word in found if word}


def is_address(email: str) -> bool:
    """Whether somebody could have it as an e-mail address."""
    try:
        validate_email(email)
    except ValidationError:
        return False
    return True


def exported(email: str) -> list[dict[str, Any]]:
    """Everything of the person as JSON values, in the form of Django's serializers; an empty list for a stranger."""
    person = Person.of(email)
    asked = ContactConfirmation.objects.filter(contact__in=person.contacts)
    things = [*person.contacts, *person.revisions, *asked, *person.registrations, *person.nominations]
    return list(serializers.serialize("python", things))


def erase(email: str) -> list[Trace]:
    """Erase everything of the person; where something still stands that others have written.

    Contacts go with their drafts, approvals and entries in the search; what the log says of them loses its words.
    Registrations make room for who waits.
    """
    with transaction.atomic():
        person = Person.of(email)
        words = person.words
        _erase_contacts(person.contacts)
        events = {registration.event for registration in person.registrations.select_related("event")}
        person.registrations.delete()
        person.nominations.delete()
        for event in events:
            fill_places(event)
        searched = Q()
        for word in words:
            searched |= Q(words__icontains=word)
        UnansweredQuery.objects.filter(searched).delete()
        forget_unused_terms()
        # What stands in forms that are open is kept for an hour.
        FormPreview.objects.all().delete()
        return traces(words)


def erase_unconfirmed() -> int:
    """Erase the contacts that have been hidden for a year because nobody confirmed them; how many those were."""
    with transaction.atomic():
        contacts = [one.contact for one in long_hidden(timezone.localdate()).select_related("contact")]
        for contact in contacts:
            log(contact, "contacts.erase")
        _erase_contacts(contacts)
        if contacts:
            forget_unused_terms()
    return len(contacts)


def traces(words: Iterable[str]) -> list[Trace]:
    """Where one of the words stands in the database, large or small letters alike, searched over all texts in it."""
    patterns = [f"%{_literally(word)}%" for word in words]
    found = []
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        for table, column in cursor.fetchall():
            names = connection.ops.quote_name(table), connection.ops.quote_name(column)
            cursor.execute(f"SELECT count(*) FROM {names[0]} WHERE {names[1]}::text ILIKE ANY(%s)", [patterns])  # noqa: S608
            rows = cursor.fetchone()[0]
            if rows:
                found.append(Trace(table, column, rows))
    return found


def _erase_contacts(contacts: Iterable[Contact]) -> None:
    """With their drafts and approvals; that something was done with them stays in the log, without a name."""
    keys = [str(contact.pk) for contact in contacts]
    for contact in contacts:
        contact.delete()
    logged = ModelLogEntry.objects.filter(content_type=ContentType.objects.get_for_model(Contact))
    logged.filter(object_id__in=keys).update(label=ERASED, data={})


def _literally(word: str) -> str:
    return word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
