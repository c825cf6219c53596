"""Text from outside that must stay in its place: a name with a line break in it could pose as more than a name."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import Model

# Marks of the direction of writing, which turn what stands beyond the text, too.
TURNING = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])

one_line = RegexValidator(r"^[^\x00-\x1f\x7f\u2028\u2029]*\Z", "Skriv teksten på én linje.")


def unturned(text: str) -> str:
    """The text without white space around it, and without what turns the direction of writing."""
    return text.translate(TURNING).strip()


def check_names(thing: Model, names: Iterable[str]) -> None:
    """ValidationError for each of the fields in which something stands, but no letter that anybody sees."""
    texts = {name: getattr(thing, name) for name in names}
    wrong = [name for name, text in texts.items() if text and not any(map(str.isalpha, text))]
    if wrong:
        raise ValidationError(dict.fromkeys(wrong, "Skriv navnet med bokstaver."))
