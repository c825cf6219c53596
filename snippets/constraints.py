"""Database constraints whose message stands beside the field an editor can correct."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, models


class _BesideField:
    """A constraint that reports its violation on `field`; Django would put it above the form."""

    def __init__(self, *expressions: Any, field: str, **options: Any) -> None:
        super().__init__(*expressions, **options)
        self.field = field

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: Iterable[str] | None = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        # No form holds an object's language or its link to the table it extends, so Django would skip the rules
        # that name them: one of each in a language, not the page itself.
        excluded = set(exclude or ()) - {"locale", *(link.name for link in model._meta.parents.values() if link)}
        try:
            super().validate(model, instance, excluded, using)  # type: ignore[misc]
        except ValidationError as error:
            # A form without the field, or with another error on it, has nowhere to show this one.
            if self.field in excluded:
                raise
            raise ValidationError({self.field: error}) from error

    def deconstruct(self) -> Any:
        path, expressions, options = super().deconstruct()  # type: ignore[misc]
        return path, expressions, options | {"field": self.field}


class FieldCheck(_BesideField, models.CheckConstraint):
    """A check whose message stands beside `field`."""


class FieldUnique(_BesideField, models.UniqueConstraint):
    """A uniqueness whose message stands beside `field`."""
