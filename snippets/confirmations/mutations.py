"""Confirming one's own entry over GraphQL, by the token of the letter."""

from typing import Any

import graphene

from cms.api.enums import enum_type
from cms.api.mutations import Problem, ProblemCode, Refused, cleaned, errors_field
from snippets.confirmations.answering import confirm, correct
from snippets.confirmations.model import ConfirmationStatus, ContactConfirmation, asked_by
from snippets.contacts import Contact

UNKNOWN = Problem("token", "Lenken gjelder ikke lenger.", ProblemCode.NOT_FOUND)


class ContactReceipt(graphene.ObjectType):
    """A contact's own entry, for whoever has the link to it. It is never kept by any cache."""

    status = graphene.Field(enum_type(ConfirmationStatus), required=True, description="How it stands with the entry.")
    is_public = graphene.Boolean(required=True, description="Whether the entry is shown to everybody now.")
    name = graphene.String(required=True, description="The full name.")
    job_title = graphene.String(required=True, description="The position; an empty text for none.")
    municipality_name = graphene.String(description="The municipality that the person is contact for.")
    organisation_name = graphene.String(description="Where the person works.")
    email = graphene.String(required=True, description="The address that we have, whether it is shown or not.")
    email_is_public = graphene.Boolean(required=True, description="Whether everybody may see the address.")
    phone = graphene.String(required=True, description="The number that we have; an empty text for none.")
    phone_is_public = graphene.Boolean(required=True, description="Whether everybody may see the number.")


class ConfirmContactInput(graphene.InputObjectType):
    """That an entry holds, or what has changed."""

    token = graphene.String(required=True, description="What stands in the letter's link.")
    correction = graphene.String(
        description="What is not right any more, at most 2,000 characters; without it the entry is confirmed as it is."
    )


class ConfirmContactPayload(graphene.ObjectType):
    """What came of it."""

    status = graphene.Field(
        enum_type(ConfirmationStatus),
        description="CONFIRMED, or CORRECTED when an editor has to write something in; null on errors.",
    )
    errors = errors_field()


class ConfirmationQuery(graphene.ObjectType):
    """What contacts may see of their own entry."""

    contact_confirmation = graphene.Field(
        ContactReceipt,
        token=graphene.Argument(graphene.String, required=True, description="What stands in the letter's link."),
        description="One's own entry as a contact; null for a link that does not hold any more.",
    )

    @staticmethod
    def resolve_contact_confirmation(root: None, info: graphene.ResolveInfo, *, token: str) -> dict[str, Any] | None:
        info.context.is_personal = True
        found = _found(token)
        if found is None:
            return None
        contact = found.contact
        return {
            "status": found.status,
            "is_public": contact.live,
            "municipality_name": contact.municipality and contact.municipality.name,
            "organisation_name": contact.organisation and contact.organisation.name,
            **{
                name: getattr(contact, name)
                for name in ("name", "job_title", "email", "email_is_public", "phone", "phone_is_public")
            },
        }


class ConfirmationMutation(graphene.ObjectType):
    """What contacts can answer."""

    confirm_contact = graphene.Field(
        ConfirmContactPayload,
        input=graphene.Argument(ConfirmContactInput, required=True, description="Which entry, and what of it."),
        description=(
            "Answers the yearly letter: the entry holds, or this has changed. Confirming again changes nothing; an "
            "entry that was hidden because nobody answered waits for a moderator."
        ),
    )

    @staticmethod
    def resolve_confirm_contact(root: None, info: graphene.ResolveInfo, *, input: Any) -> dict[str, Any]:
        found = _found(input["token"])
        if found is None:
            return {"errors": [UNKNOWN]}
        confirmation = found
        confirmation.correction = (input.get("correction") or "").strip()
        if not confirmation.correction:
            confirm(confirmation.contact)
            return {"status": ConfirmationStatus.CONFIRMED, "errors": []}
        try:
            cleaned(confirmation, exclude=["contact"])
        except Refused as refused:
            return {"errors": refused.problems}
        correct(confirmation)
        return {"status": ConfirmationStatus.CORRECTED, "errors": []}


def _found(token: str) -> ContactConfirmation | None:
    """What the token answers; not saved when it has been answered before. None for one that does not hold any more."""
    asked = asked_by(token)
    if asked is None:
        return None
    key, due_since = asked
    contact = Contact.objects.filter(pk=key).select_related("municipality", "organisation", "confirmation").first()
    if contact is None:
        return None
    confirmation = getattr(contact, "confirmation", None)
    if confirmation is None and contact.confirmed_on and contact.confirmed_on >= due_since:
        # Whoever has confirmed may open the link again, and tell of a mistake, until the entry is due the next time.
        confirmation = ContactConfirmation(contact=contact, due_since=due_since)
    return confirmation if confirmation and confirmation.due_since == due_since else None
