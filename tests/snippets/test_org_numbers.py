"""Organisation numbers are checked by their control digit."""

import pytest
from django.core.exceptions import ValidationError

from snippets.models import Municipality
from snippets.org_numbers import is_org_number, validate_org_number


@pytest.mark.django_db
def test_the_numbers_of_all_municipalities_are_valid():
    numbers = Municipality.objects.values_list("org_number", flat=True)

    refused = [number for number in numbers if not is_org_number(number)]

    assert len(numbers) == 38
    assert refused == []


@pytest.mark.parametrize("number", ["974760673", "840029212", "100000008"])
def test_a_number_with_the_right_control_digit_is_valid(number):
    assert is_org_number(number)


@pytest.mark.parametrize(
    "number",
    [
        "942110465",  # wrong control digit
        "941210464",  # two digits swapped
        "100000010",  # 1000 0001 has no control digit: it would be 10
        "94211046",
        "9421104640",
        "942 110 464",
        "94211046x",
        "٩٤٢١١٠٤٦٤",  # digits, but not ours
        "",
    ],
)
def test_anything_else_is_not(number):
    assert not is_org_number(number)


def test_the_error_says_what_to_do():
    with pytest.raises(ValidationError) as caught:
        validate_org_number("942110465")

    assert caught.value.messages == [
        "Dette er ikke et gyldig organisasjonsnummer. Det har ni siffer uten mellomrom; kontroller det på brreg.no."
    ]
