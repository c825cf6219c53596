"""The column by which named things are listed in Norwegian alphabetical order."""

from django.db import models

from cms.api.sorting import NorwegianSortKey


def sort_key_of(field: str) -> models.GeneratedField:
    """A column that PostgreSQL derives from the field."""
    return models.GeneratedField(
        expression=NorwegianSortKey(field),
        output_field=models.CharField(max_length=255, db_collation="C"),
        db_persist=True,
        verbose_name="sorteringsnøkkel",
        # Derived, so it has no place in revisions and fixtures.
        serialize=False,
    )
