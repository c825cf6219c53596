"""What all mutations have: a payload that says field by field what is wrong, and guards against robots."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import graphene
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils import timezone
from graphql.pyutils import snake_to_camel

from cms.api.enums import enum_type
from cms.api.errors import RateLimited

# Nobody reads a form, writes a name and an address and sends it in less.
FASTEST_SECONDS = 3


class ProblemCode(models.TextChoices):
    """What is wrong with what was sent, for programs."""

    REQUIRED = "required", "Mangler"
    INVALID = "invalid", "Kan ikke brukes"
    TOO_LONG = "too_long", "For langt"
    NOT_FOUND = "not_found", "Finnes ikke"
    NOT_OPEN = "not_open", "Ikke åpent"
    FULL = "full", "Fullt"
    ROBOT = "robot", "Ser ut som en robot"


CODES = {
    "required": ProblemCode.REQUIRED,
    "blank": ProblemCode.REQUIRED,
    "null": ProblemCode.REQUIRED,
    "max_length": ProblemCode.TOO_LONG,
}


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: in which field of the input (None for all of it), in words, and as a code."""

    field: str | None
    message: str
    code: ProblemCode


class Refused(Exception):
    """What was sent is not taken, for these reasons."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(one.message for one in problems))
        self.problems = problems


class InputProblem(graphene.ObjectType):
    """One thing that is wrong with what was sent."""

    field = graphene.String(description="The field of the input that it is about; null when it is about all of it.")
    message = graphene.String(required=True, description="What is wrong and what to do, in Norwegian, for people.")
    code = graphene.Field(enum_type(ProblemCode), required=True, description="The same for programs.")


def errors_field() -> graphene.Field:
    """The `errors` of a payload."""
    return graphene.List(
        graphene.NonNull(InputProblem),
        required=True,
        description="What is wrong; empty when everything was taken.",
    )


class GuardedInput(graphene.InputObjectType):
    """What every public form sends beside what people write in it."""

    website = graphene.String(description="A field that people do not see. Robots fill it in; whoever does is refused.")
    seconds_taken = graphene.Int(
        description=f"For how many seconds the form stood open. Under {FASTEST_SECONDS} is taken for a robot."
    )
    idempotency_key = graphene.String(
        description=(
            "A text of the client's own, at most 100 characters: what is sent again with it is taken once. Make a "
            "random one for each form that is opened; one that has come with something else is refused."
        )
    )


def refuse_robots(given: Any) -> None:
    """Refused when it was no person who filled in the form, as far as one can tell."""
    if given.get("website"):
        raise Refused(Problem("website", "La dette feltet stå tomt.", ProblemCode.ROBOT))
    taken = given.get("seconds_taken")
    if taken is not None and taken < FASTEST_SECONDS:
        raise Refused(Problem(None, "Det gikk litt fort. Vent noen sekunder og send en gang til.", ProblemCode.ROBOT))


def refuse_used_key(before: models.Model, now: models.Model, written: Iterable[str]) -> None:
    """Refused when the idempotency key of both has come with something else; what that was is not told."""
    if any(getattr(before, name) != getattr(now, name) for name in written):
        message = (
            "Dette skjemaet er allerede sendt, med andre opplysninger. Åpne det på nytt, og fyll det ut en gang til."
        )
        raise Refused(Problem("idempotencyKey", message, ProblemCode.INVALID))


def refuse_floods(sent: Any, sender: str, most: int) -> None:
    """RateLimited when the sender has sent as many of the queryset's objects within the last hour as one may."""
    since = timezone.now() - timedelta(hours=1)
    if sent.filter(sender=sender, sent_at__gt=since).count() >= most:
        raise RateLimited(f"At most {most} an hour are taken from one network address. Try again later.")


def cleaned(thing: models.Model, exclude: Iterable[str] = ()) -> None:
    """Refused with all that is wrong with the fields of the model's object."""
    try:
        thing.full_clean(exclude=exclude, validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        raise Refused(*_problems(error)) from error


def _problems(error: ValidationError) -> list[Problem]:
    return [
        Problem(
            None if name == NON_FIELD_ERRORS else snake_to_camel(name, upper=False),
            " ".join(one.messages),
            CODES.get(str(one.code), ProblemCode.INVALID),
        )
        for name, errors in error.error_dict.items()
        for one in errors
    ]
