"""Nominating a contact over GraphQL, where the directory page says that it is open."""

from typing import Any

import graphene

from cms.api.enums import enum_type
from cms.api.mutations import (
    GuardedInput,
    Problem,
    ProblemCode,
    Refused,
    cleaned,
    errors_field,
    refuse_robots,
)
from cms.api.senders import sender_of
from pages.contact_directory import ContactDirectoryPage
from pages.seo import base_url
from snippets.municipalities import Municipality
from snippets.nominations.model import WRITTEN, Nomination, NominationStatus, nomination_of
from snippets.nominations.sending import confirm, nominate
from snippets.one_line import unturned


class NominateContactInput(GuardedInput):
    """Whom a municipality appoints, and who says so."""

    municipality_number = graphene.String(required=True, description="The municipality's four-digit number.")
    name = graphene.String(required=True, description="The contact's full name; at most 200 characters.")
    email = graphene.String(required=True, description="The contact's e-mail address. It is not shown to the public.")
    phone = graphene.String(description="The contact's phone number. It is not shown to the public.")
    job_title = graphene.String(description="The contact's position; at most 200 characters.")
    sender_name = graphene.String(required=True, description="Who sends this; at most 200 characters.")
    sender_email = graphene.String(required=True, description="Where the letter goes by which the sender confirms.")
    note = graphene.String(description="A message to those who decide; at most 1,000 characters.")


class NominateContactPayload(graphene.ObjectType):
    """What came of it."""

    status = graphene.Field(enum_type(NominationStatus), description="SENT: the letter is on its way; null on errors.")
    errors = errors_field()


class ConfirmNominationInput(graphene.InputObjectType):
    """Which nomination is confirmed."""

    token = graphene.String(required=True, description="What stands in the letter's link.")


class ConfirmNominationPayload(graphene.ObjectType):
    """What came of it."""

    status = graphene.Field(
        enum_type(NominationStatus), description="CONFIRMED: moderators decide now; null on errors."
    )
    errors = errors_field()


class NominationMutation(graphene.ObjectType):
    """What municipalities can send in."""

    nominate_contact = graphene.Field(
        NominateContactPayload,
        input=graphene.Argument(NominateContactInput, required=True, description="Whom, and who says so."),
        description=(
            "Appoints somebody as a municipality's contact. Whoever sends it confirms by a letter, moderators approve, "
            "and only then anything is public. The same one sent again is one."
        ),
    )
    confirm_nomination = graphene.Field(
        ConfirmNominationPayload,
        input=graphene.Argument(ConfirmNominationInput, required=True, description="Which one."),
        description="Confirms a nomination, which then waits for approval. Confirming again changes nothing.",
    )

    @staticmethod
    def resolve_nominate_contact(root: None, info: graphene.ResolveInfo, *, input: Any) -> dict[str, Any]:
        try:
            refuse_robots(input)
            status = nominate(_nomination(input, info.context), base_url(info.context))
        except Refused as refused:
            return {"errors": refused.problems}
        return {"status": status, "errors": []}

    @staticmethod
    def resolve_confirm_nomination(root: None, info: graphene.ResolveInfo, *, input: Any) -> dict[str, Any]:
        found = nomination_of(input["token"])
        if found is None:
            return {"errors": [Problem("token", "Lenken gjelder ikke lenger.", ProblemCode.NOT_FOUND)]}
        confirm(found)
        return {"status": NominationStatus.CONFIRMED, "errors": []}


def _nomination(given: Any, context: Any) -> Nomination:
    """What was sent, checked field by field; Refused with all that is wrong."""
    if not context.gate.public(ContactDirectoryPage.objects.filter(nomination_is_open=True)).exists():
        raise Refused(Problem(None, "Det er ikke åpent for å oppnevne kontakter her nå.", ProblemCode.NOT_OPEN))
    municipality = Municipality.objects.filter(number=given["municipality_number"]).first()
    texts = {name: unturned(given.get(name) or "") for name in (*WRITTEN, "idempotency_key")}
    nomination = Nomination(municipality=municipality, sender=sender_of(context.request), **texts)
    problems = []
    if municipality is None:
        problems = [Problem("municipalityNumber", "Ingen kommune har dette nummeret.", ProblemCode.NOT_FOUND)]
    try:
        cleaned(nomination, exclude=["municipality"])
    except Refused as refused:
        problems += refused.problems
    if problems:
        raise Refused(*problems)
    return nomination
