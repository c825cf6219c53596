"""The rule that a column holds one of its choices; Django checks it in forms only."""

from django.db import models
from django.db.models import Q

from snippets.constraints import FieldCheck


def known_choice(name: str, field: str, choices: type[models.TextChoices], *, blank: bool = False) -> FieldCheck:
    """The constraint of that name on the field."""
    allowed = [*choices.values, ""] if blank else choices.values
    return FieldCheck(
        condition=Q(**{f"{field}__in": allowed}),
        name=name,
        field=field,
        violation_error_message="Velg en av verdiene i listen.",
    )
