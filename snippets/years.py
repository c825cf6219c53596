"""The years in which a moment can be told in every time zone, and as a day."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

# Python has the years 1 to 9999 and PostgreSQL more: an hour's difference of zones, or the midnight after, leads out of
# them at both ends. With four digits a year is also written alike everywhere.
FIRST, LAST = 1000, 9998


class InTellableYears(models.Model):
    """A model whose moments lie in those years."""

    class Meta:
        abstract = True

    def full_clean(self, exclude: Any = None, *args: Any, **kwargs: Any) -> None:
        """Refuse other years before anything else: the model's own rules make days of its moments."""
        problems = {
            field.name: ValidationError(f"Skriv et årstall fra {FIRST} til {LAST}.", code="year")
            for field in self._meta.concrete_fields
            if isinstance(field, models.DateTimeField)
            and field.name not in (exclude or ())
            and isinstance(moment := getattr(self, field.attname), datetime)
            and not FIRST <= moment.year <= LAST
        }
        if problems:
            raise ValidationError(problems)
        super().full_clean(exclude, *args, **kwargs)
