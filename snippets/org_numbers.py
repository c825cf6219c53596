"""Norwegian organisation numbers: nine digits, the last one computed from the others modulo 11."""

from functools import reduce
from operator import add
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, Case, IntegerField, Q, Value, When
from django.db.models.functions import Cast, Mod, Substr
from django.db.models.lookups import Exact
from django.forms import TextInput

from snippets.constraints import FieldCheck

# Published by Brønnøysundregistrene, who give out the numbers. The control digit weighs 1: with it, the
# weighted sum is divisible by 11, and a number whose control digit would be 10 is never given out.
WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2, 1)

MESSAGE = "Dette er ikke et gyldig organisasjonsnummer. Det har ni siffer uten mellomrom; kontroller det på brreg.no."


class OrgNumberInput(TextInput):
    """A field that takes the number as it is usually printed, in three groups, and gives it without the blanks."""

    def build_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        attrs: dict[str, Any] = super().build_attrs(*args, **kwargs)
        # With it a browser would cut off the last group.
        attrs.pop("maxlength", None)
        return attrs

    def value_from_datadict(self, *args: Any, **kwargs: Any) -> str:
        return "".join((super().value_from_datadict(*args, **kwargs) or "").split())


def is_org_number(number: str) -> bool:
    """Whether the text is nine digits with the right control digit."""
    if len(number) != len(WEIGHTS) or not (number.isascii() and number.isdigit()):
        return False
    return sum(weight * int(digit) for weight, digit in zip(WEIGHTS, number, strict=True)) % 11 == 0


def validate_org_number(number: str) -> None:
    if not is_org_number(number):
        raise ValidationError(MESSAGE, code="org_number")


def org_number_check(*, name: str) -> FieldCheck:
    """The constraint that `org_number` is empty or valid."""
    weighted = [
        weight * Cast(Substr("org_number", place, 1), IntegerField()) for place, weight in enumerate(WEIGHTS, 1)
    ]
    is_valid = Case(
        When(org_number="", then=Value(True)),
        # Only nine digits can be cast to numbers, so this is asked before the sum is computed.
        When(~Q(org_number__regex=r"^[0-9]{9}$"), then=Value(False)),
        default=Exact(Mod(reduce(add, weighted), Value(11)), Value(0)),
        output_field=BooleanField(),
    )
    return FieldCheck(condition=Q(is_valid), name=name, field="org_number", violation_error_message=MESSAGE)
