"""Reads contact persons from a spreadsheet: row by row, all or none, and says what is wrong where."""

import csv
import enum
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from snippets.contact_columns import COLUMNS, cell_text
from snippets.contact_roles import ContactRole
from snippets.contacts import Contact
from snippets.uploads import is_small

# Of a file; more than the whole county has.
MOST_ROWS = 10_000


class Unreadable(Exception):
    """A file that is no spreadsheet of contact persons; the message says why and what to do."""


class Outcome(enum.StrEnum):
    """What became of a row."""

    CREATED = "ny"
    UPDATED = "endret"
    UNCHANGED = "uendret"
    WRONG = "feil"

    def counted(self, number: int) -> str:
        """The number of rows that this became of, in Norwegian: «1 ny», «2 nye»."""
        plurals = {Outcome.CREATED: "nye", Outcome.UPDATED: "endrede", Outcome.UNCHANGED: "uendrede"}
        return f"{number} {self.value if number == 1 else plurals.get(self, self.value)}"


@dataclass
class Row:
    """One row of the file: its number as the spreadsheet counts, whom it is about, what became of it, what is wrong."""

    number: int
    name: str = ""
    outcome: Outcome = Outcome.WRONG
    # Headings and messages.
    problems: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Report:
    """What became of all rows, and whether it was written."""

    rows: list[Row]
    is_written: bool

    def count(self, outcome: Outcome) -> int:
        """How many rows that became of."""
        return sum(row.outcome is outcome for row in self.rows)

    @property
    def wrong(self) -> list[Row]:
        """The rows that cannot be taken."""
        return [row for row in self.rows if row.problems]


def read_rows(content: bytes, name: str) -> dict[int, dict[str, str]]:
    """The rows of a CSV or Excel file that are not empty, by their number there; each has its cells by heading.

    Unreadable for anything else, and for headings that are not ours.
    """
    lines = _excel(content) if name.lower().endswith((".xlsx", ".xlsm")) else _csv(content)
    headings = [cell_text(cell) for cell in next(lines, [])]
    known = {column.heading.casefold(): column.heading for column in COLUMNS.values()}
    strange = [heading for heading in headings if heading and heading.casefold() not in known]
    if strange:
        raise Unreadable(f"Ukjent kolonne: «{strange[0]}». Kolonnene heter {', '.join(known.values())}.")
    if "navn" not in (heading.casefold() for heading in headings):
        raise Unreadable("Filen mangler kolonnen «Navn». Den første raden skal ha navnene på kolonnene.")
    rows: dict[int, dict[str, str]] = {}
    for number, cells in enumerate(lines, start=2):
        if number > MOST_ROWS + 1:
            raise Unreadable(f"Filen har mer enn {MOST_ROWS} rader. Del den i flere.")
        named = zip(headings, [cell_text(cell) for cell in cells], strict=False)
        row = {known[heading.casefold()]: text for heading, text in named if heading}
        if any(row.values()):
            rows[number] = row
    return rows


def import_contacts(
    rows: Mapping[int, dict[str, str]],
    *,
    user: Any = None,
    partial: bool = False,
    dry_run: bool = False,
    advance: Callable[[], None] = lambda: None,
) -> Report:
    """Write the rows; nothing at all when one of them is wrong, unless `partial` leaves those out.

    A row is about the contact with its e-mail address; without one, about that of its name and municipality. Columns
    that the file does not have stay as they are. `dry_run` says what would become of the rows and writes nothing.
    """
    report = Report([], is_written=False)
    seen: dict[Any, int] = {}
    with transaction.atomic():
        for number, cells in rows.items():
            report.rows.append(_imported(Row(number, cells.get("Navn", "")), cells, seen, user))
            advance()
        report.is_written = not dry_run and (partial or not report.wrong)
        if not report.is_written:
            transaction.set_rollback(True)
    return report


def _imported(row: Row, cells: dict[str, str], seen: dict[Any, int], user: Any) -> Row:
    values = {}
    for name, column in COLUMNS.items():
        if column.heading in cells:
            try:
                values[name] = column.read(cells[column.heading])
            except ValidationError as error:
                row.problems.append((column.heading, " ".join(error.messages)))
    if row.problems:
        row.problems += _problems_alone(values)
        return row
    known = _about(values)
    key = values.get("email", "").lower() or (values["name"].lower(), values.get("municipality"))
    if key in seen:
        row.problems.append(("E-post" if values.get("email") else "Navn", f"Står også i rad {seen[key]}."))
        return row
    seen[key] = row.number
    is_public = values.pop("live", known.live)
    changed = [name for name, value in values.items() if getattr(known, name) != value]
    if known.live and known.has_unpublished_changes and (changed or not is_public):
        row.problems.append(
            ("Navn", "Kontakten har et utkast som ikke er publisert. Publiser eller forkast det først.")
        )
        return row
    contact = known if known.live or known.pk is None else known.get_latest_revision_as_object()
    for name in changed:
        setattr(contact, name, values[name])
    row.problems += _problems(contact)
    if not row.problems:
        row.outcome = _written(contact, is_changed=bool(changed), is_public=is_public, user=user)
    return row


def _about(values: dict[str, Any]) -> Contact:
    """The contact that the values are about, as the export has it; a new one where there is none."""
    contacts = Contact.objects.select_for_update(of=("self",))
    if values.get("email"):
        found = contacts.filter(email__iexact=values["email"]).first()
    else:
        found = contacts.filter(name__iexact=values["name"], municipality=values.get("municipality")).first()
    return found or Contact(live=False)


def _problems(contact: Contact) -> Iterator[tuple[str, str]]:
    if ContactRole.FOUI_CONTACT in contact.roles and contact.municipality is None:
        yield "Kommune", "En FoUI-kontakt er kommunens kontakt. Skriv kommunen, eller fjern rollen."
    try:
        contact.full_clean()
    except ValidationError as error:
        yield from _by_heading(error)


def _problems_alone(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What is wrong with each of the values, where others of the row cannot be read."""
    others = [field.name for field in Contact._meta.fields if field.name not in values]
    try:
        Contact(**values).clean_fields(exclude=others)
    except ValidationError as error:
        yield from _by_heading(error)


def _by_heading(error: ValidationError) -> Iterator[tuple[str, str]]:
    for name, messages in error.message_dict.items():
        heading = COLUMNS[name].heading if name in COLUMNS and name != NON_FIELD_ERRORS else "Raden"
        yield heading, " ".join(messages)


def _written(contact: Contact, *, is_changed: bool, is_public: bool, user: Any) -> Outcome:
    is_new, was_public = contact.pk is None, contact.live
    if is_new:
        contact.has_unpublished_changes = True
        contact.save()
    elif not is_changed and is_public == was_public:
        return Outcome.UNCHANGED
    revision = contact.save_revision(user=user)
    if is_public:
        revision.publish(user=user)
    elif was_public:
        contact.unpublish(user=user)
    return Outcome.CREATED if is_new else Outcome.UPDATED


def _csv(content: bytes) -> Iterator[list[Any]]:
    """Rows of a CSV file as spreadsheet programs write it: with commas or semicolons, in UTF-8 or Windows' letters."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\0" in text:
        raise Unreadable("Filen er verken CSV eller Excel (.xlsx).")
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise Unreadable("Filen kan ikke leses som CSV.") from error


def _excel(content: bytes) -> Iterator[list[Any]]:
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            if not is_small(archive):
                raise Unreadable("Filen pakker ut til mer enn noe regneark trenger, og blir ikke lest.")
        sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
    except (InvalidFileException, BadZipFile, KeyError, IndexError, OSError, ValueError) as error:
        raise Unreadable("Filen kan ikke leses som Excel (.xlsx).") from error
    return (list(cells) for cells in sheet.iter_rows(values_only=True))
