"""The columns of contact persons in a spreadsheet: what the export writes, the import reads."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date

from snippets.contact_roles import ContactRole
from snippets.contacts import Contact
from snippets.municipalities import Municipality
from snippets.organisations import Organisation

YES, NO = "ja", "nei"
NORWEGIAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\Z")


@dataclass(frozen=True)
class Column:
    """One column: its heading, how a contact is written in it, and what a cell of it stands for.

    `read` raises ValidationError with what to do for a cell that it cannot read.
    """

    heading: str
    write: Callable[[Contact], Any]
    read: Callable[[str], Any]


def _role(label: str) -> str:
    for role in ContactRole:
        if label.casefold() in (role.label.casefold(), role.value):
            return str(role.value)
    known = ", ".join(role.label for role in ContactRole)
    raise ValidationError(f"«{label}» er ingen rolle. Bruk {known}.")


def _roles(text: str) -> list[str]:
    return [_role(part.strip()) for part in text.split(",") if part.strip()]


def _municipality(text: str) -> Municipality | None:
    if not text:
        return None
    by = {"number": text} if text.isdigit() else {"name__iexact": text}
    try:
        return Municipality.objects.get(**by)
    except Municipality.DoesNotExist as error:
        raise ValidationError(f"Ingen kommune heter «{text}». Skriv navnet, eller nummeret med fire siffer.") from error


def _organisation(text: str) -> Organisation | None:
    if not text:
        return None
    found = Organisation.objects.filter(name__iexact=text).order_by("pk").first()
    if found is None:
        raise ValidationError(f"Organisasjonen «{text}» finnes ikke. Opprett den først, eller rett navnet.")
    return found


def _day(text: str) -> date | None:
    if not text:
        return None
    norwegian = NORWEGIAN_DAY.match(text)
    try:
        found = date(*map(int, reversed(norwegian.groups()))) if norwegian else parse_date(text[:10])
    except ValueError:
        found = None
    if found is None:
        raise ValidationError(f"«{text}» er ingen dato. Skriv den som 31.12.2026 eller 2026-12-31.")
    return found


def _flag(text: str) -> bool:
    if text.casefold() in (YES, "true", "1", "x"):
        return True
    if text.casefold() in (NO, "false", "0", ""):
        return False
    raise ValidationError(f"Skriv «{YES}» eller «{NO}», ikke «{text}».")


def _flagged(name: str) -> Callable[[Contact], str]:
    return lambda contact: YES if getattr(contact, name) else NO


def _text(name: str) -> Callable[[Contact], str]:
    return lambda contact: str(getattr(contact, name) or "")


COLUMNS: dict[str, Column] = {
    "name": Column("Navn", _text("name"), str),
    "roles": Column("Roller", lambda contact: contact.get_role_labels(), _roles),
    "municipality": Column("Kommune", _text("municipality"), _municipality),
    "organisation": Column("Organisasjon", _text("organisation"), _organisation),
    "job_title": Column("Stillingstittel", _text("job_title"), str),
    "email": Column("E-post", _text("email"), str),
    "email_is_public": Column("E-post vises", _flagged("email_is_public"), _flag),
    "phone": Column("Telefon", _text("phone"), str),
    "phone_is_public": Column("Telefon vises", _flagged("phone_is_public"), _flag),
    "appointed_on": Column("Oppnevnt", _text("appointed_on"), _day),
    "term_ends_on": Column("Oppnevnt til og med", _text("term_ends_on"), _day),
    "confirmed_on": Column("Sist bekreftet", _text("confirmed_on"), _day),
    "live": Column("Publisert", _flagged("live"), _flag),
}


def cell_text(value: Any) -> str:
    """What stands in a cell, as text: days as ISO 8601, without the apostrophe that an export puts before a plus."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).strip()
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text
