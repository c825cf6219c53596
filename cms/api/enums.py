"""GraphQL enums made from Django's choices."""

from functools import cache
from typing import Any

import graphene
from django.db import models


@cache
def enum_type(choices: type[models.TextChoices]) -> Any:
    """The GraphQL enum of the choices, described by the class's docstring and the labels readers see."""

    def description(member: models.TextChoices | None) -> str | None:
        return choices.__doc__ if member is None else f"Shown to readers as «{member.label}»."

    return graphene.Enum.from_enum(choices, description=description)
