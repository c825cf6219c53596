"""Reading contact persons in over GraphQL, for machines that may: the same rules as a spreadsheet's rows."""

from typing import Any

import graphene
from wagtail.log_actions import log

from cms.api.access import Scope
from cms.api.enums import enum_type
from cms.api.sizes import LARGEST_LIST
from snippets.contact_columns import COLUMNS, NO, YES
from snippets.contact_import import Outcome, Row, import_contacts
from snippets.contact_roles import ContactRole

# What the input's fields are called in a spreadsheet.
HEADINGS = {name: column.heading for name, column in COLUMNS.items()} | {
    "municipality_number": COLUMNS["municipality"].heading,
    "is_public": COLUMNS["live"].heading,
}

ContactOutcome: Any = graphene.Enum.from_enum(
    Outcome,
    name="ContactOutcome",
    description=lambda member: (
        {
            "CREATED": "A new contact.",
            "UPDATED": "A known contact, changed.",
            "UNCHANGED": "A known contact that is so already.",
            "WRONG": "Cannot be taken; `problems` say why.",
        }[member.name]
        if member
        else "What became of a contact."
    ),
)


class ContactInput(graphene.InputObjectType):
    """A contact person. One that is known by its e-mail address, or else by name and municipality, is changed.

    What is left out stays as it is; an empty text empties it.
    """

    name = graphene.String(required=True, description="The full name.")
    roles = graphene.List(graphene.NonNull(enum_type(ContactRole)), description="What the person does.")
    municipality_number = graphene.String(description="The municipality's four-digit number.")
    organisation = graphene.String(description="The name of an organisation that is known here.")
    job_title = graphene.String(description="Position in their own organisation.")
    email = graphene.String(description="The e-mail address.")
    email_is_public = graphene.Boolean(description="Whether anyone may see the address. Agree with the person first.")
    phone = graphene.String(description="The phone number.")
    phone_is_public = graphene.Boolean(description="Whether anyone may see the number. Agree with the person first.")
    appointed_on = graphene.Date(description="The day of the appointment.")
    term_ends_on = graphene.Date(description="The last day of the appointment.")
    confirmed_on = graphene.Date(description="The day on which somebody last checked that all this is true.")
    is_public = graphene.Boolean(description="Whether anyone may see the contact. A new one is a draft unless so.")


class ContactProblem(graphene.ObjectType):
    """One thing that is wrong with a contact."""

    field = graphene.String(required=True, description="What it is about, as the form of the admin calls it.")
    message = graphene.String(required=True, description="What is wrong and what to do, in Norwegian.")


class ContactResult(graphene.ObjectType):
    """What became of one contact of the input."""

    name = graphene.String(required=True, description="Whom it is about.")
    outcome = graphene.Field(ContactOutcome, required=True, description="What became of it.")
    problems = graphene.List(graphene.NonNull(ContactProblem), required=True, description="What is wrong.")


class ImportContactsPayload(graphene.ObjectType):
    """What became of the contacts."""

    is_written = graphene.Boolean(
        required=True, description="Whether anything was written: nothing is when one of them is wrong."
    )
    results = graphene.List(
        graphene.NonNull(ContactResult), required=True, description="What became of each, in the order of the input."
    )


class ContactMutation(graphene.ObjectType):
    """What machines may write."""

    import_contacts = graphene.Field(
        ImportContactsPayload,
        contacts=graphene.Argument(
            graphene.List(graphene.NonNull(ContactInput)),
            required=True,
            description=f"At most {LARGEST_LIST} contacts.",
        ),
        dry_run=graphene.Argument(graphene.Boolean, description="Says what would become of them, and writes nothing."),
        description=(
            "Writes contact persons, all of them or none. Needs an access token with the scope `contacts`; FORBIDDEN "
            "without. It tells nothing of what is stored beyond whether a contact was known."
        ),
    )

    @staticmethod
    def resolve_import_contacts(
        root: None, info: graphene.ResolveInfo, *, contacts: list[Any], dry_run: bool | None = None
    ) -> dict[str, Any]:
        info.context.require(Scope.CONTACTS)
        rows = {number: _cells(contact) for number, contact in enumerate(contacts, start=1)}
        report = import_contacts(rows, dry_run=bool(dry_run))
        if report.is_written:
            log(info.context.token, "cms.token.import", data={"contacts": len(report.rows)})
        return {"is_written": report.is_written, "results": [_result(row) for row in report.rows]}


def _cells(contact: Any) -> dict[str, str]:
    """The contact as the spreadsheet has it: cells by heading."""
    return {HEADINGS[name]: _cell(value) for name, value in contact.items()}


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, list):
        return ", ".join(str(getattr(one, "value", one)) for one in value)
    return str(value).strip()


def _result(row: Row) -> dict[str, Any]:
    problems = [{"field": heading, "message": message} for heading, message in row.problems]
    return {"name": row.name, "outcome": row.outcome, "problems": problems}
