"""What an editor has to correct, told at once; and what may wait while a page is a draft."""

from django.core.exceptions import ValidationError
from django.db import models


class Incomplete(ValidationError):
    """Something that must be there before publishing, but may still be missing in a draft."""


class Checked(models.Model):
    """A model that tells all that is wrong with it at once."""

    class Meta:
        abstract = True

    def problems(self) -> dict[str, ValidationError]:
        """What an editor has to correct beyond the single fields and the constraints, by field."""
        return {}

    def clean(self) -> None:
        super().clean()
        if problems := self.problems():
            raise ValidationError(problems)
