"""Registering for an event and taking it back, over GraphQL."""

from typing import Any

import graphene

from cms.api.enums import enum_type
from cms.api.errors import BadUserInput
from cms.api.fields import node_type
from cms.api.ids import global_id
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
from pages.queries import public_event
from pages.registrations.model import WRITTEN, Registration, RegistrationStatus, registration_of
from pages.registrations.places import cancel, register
from snippets.one_line import unturned

UNKNOWN = Problem("token", "Lenken gjelder ikke lenger.", ProblemCode.NOT_FOUND)


class RegisterForEventInput(GuardedInput):
    """Who wants to come to which event."""

    event_id = graphene.ID(required=True, description="The event's `id`.")
    name = graphene.String(required=True, description="The full name; at most 200 characters.")
    email = graphene.String(required=True, description="Where the confirmation is sent.")
    organisation = graphene.String(description="Where the person works; at most 200 characters.")
    allergies = graphene.String(description="What the kitchen has to know; at most 300 characters. Erased afterwards.")
    note = graphene.String(description="A message to the organiser; at most 1,000 characters.")


class RegisterForEventPayload(graphene.ObjectType):
    """What came of it."""

    status = graphene.Field(enum_type(RegistrationStatus), description="Whether there was a place; null on errors.")
    waiting_place = graphene.Int(description="The place on the waiting list, from 1; null for who does not wait.")
    errors = errors_field()


class CancelRegistrationInput(graphene.InputObjectType):
    """Which registration is taken back."""

    token = graphene.String(required=True, description="What stands in the letter's link.")


class CancelRegistrationPayload(graphene.ObjectType):
    """What came of it."""

    status = graphene.Field(enum_type(RegistrationStatus), description="CANCELLED; null on errors.")
    errors = errors_field()


class EventRegistrationReceipt(graphene.ObjectType):
    """A registration, for whoever has the link to it. It is never kept by any cache."""

    status = graphene.Field(enum_type(RegistrationStatus), required=True, description="How it stands now.")
    waiting_place = graphene.Int(description="The place on the waiting list, from 1; null for who does not wait.")
    event = graphene.Field(node_type("pages.EventPage"), description="The event; null when it is not public any more.")


class RegistrationQuery(graphene.ObjectType):
    """What somebody may see of their own registration."""

    registration = graphene.Field(
        EventRegistrationReceipt,
        token=graphene.Argument(graphene.String, required=True, description="What stands in the letter's link."),
        description="One's own registration; null for a link that does not hold any more.",
    )

    @staticmethod
    def resolve_registration(root: None, info: graphene.ResolveInfo, *, token: str) -> dict[str, Any] | None:
        info.context.is_personal = True
        found = registration_of(token)
        if found is None:
            return None
        return {
            "status": RegistrationStatus(found.status),
            "waiting_place": found.waiting_place,
            "event": public_event(info.context.gate, global_id(found.event)),
        }


class RegistrationMutation(graphene.ObjectType):
    """What people can send in about events."""

    register_for_event = graphene.Field(
        RegisterForEventPayload,
        input=graphene.Argument(RegisterForEventInput, required=True, description="Who wants to come."),
        description=(
            "Registers one person for an event, who gets a letter with a link to cancel by. When all places are taken "
            "and the event has a waiting list, the person waits. One address has one place: whoever is registered "
            "already gets the letter again, and nothing here tells so."
        ),
    )
    cancel_registration = graphene.Field(
        CancelRegistrationPayload,
        input=graphene.Argument(CancelRegistrationInput, required=True, description="Which one."),
        description="Gives a place back, to whoever waits first. Cancelling again changes nothing.",
    )

    @staticmethod
    def resolve_register_for_event(root: None, info: graphene.ResolveInfo, *, input: Any) -> dict[str, Any]:
        try:
            refuse_robots(input)
            place = register(_registration(input, info.context))
        except Refused as refused:
            return {"errors": refused.problems}
        return {"status": place.status, "waiting_place": place.waiting_place, "errors": []}

    @staticmethod
    def resolve_cancel_registration(root: None, info: graphene.ResolveInfo, *, input: Any) -> dict[str, Any]:
        found = registration_of(input["token"])
        if found is None:
            return {"errors": [UNKNOWN]}
        cancel(found)
        return {"status": RegistrationStatus.CANCELLED, "errors": []}


def _registration(given: Any, context: Any) -> Registration:
    """What was sent, with its event, checked field by field; Refused with all that is wrong."""
    try:
        event = public_event(context.gate, given["event_id"])
    except BadUserInput as error:
        raise Refused(Problem("eventId", "Dette er ikke id-en til et arrangement.", ProblemCode.INVALID)) from error
    if event is None:
        raise Refused(Problem("eventId", "Arrangementet finnes ikke.", ProblemCode.NOT_FOUND))
    texts = {name: unturned(given.get(name) or "") for name in (*WRITTEN, "idempotency_key")}
    registration = Registration(event=event, sender=sender_of(context.request), **texts)
    cleaned(registration, exclude=["event"])
    return registration
