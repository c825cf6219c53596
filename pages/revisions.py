"""Earlier versions that can still be opened when something they refer to has been deleted since."""

from typing import Any

from django.db import models
from modelcluster.models import model_from_serializable_data


class OutlivesReferences(models.Model):
    """A model with protected references, which its revisions may hold longer than the database does.

    PROTECT keeps what the saved row refers to, not what an old revision or a draft of a live page refers to;
    django-modelcluster raises a bare Exception when it meets such a reference.
    """

    class Meta:
        abstract = True

    @classmethod
    def from_serializable_data(cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False) -> Any:
        """The object as the revision holds it; what was deleted since is missing, and so is a row that needs it."""
        gone = lost_references(cls, data) if check_fks else []
        if strict_fks and not all(field.null for field in gone):
            return None
        data = data | {field.name: None for field in gone}
        above = super()
        if hasattr(above, "from_serializable_data"):
            return above.from_serializable_data(data, check_fks, strict_fks)
        return model_from_serializable_data(cls, data, check_fks, strict_fks)


def lost_references(model: type[models.Model], data: dict[str, Any]) -> list[models.ForeignKey]:
    """The protected foreign keys in the data whose object is gone."""
    protected = [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is models.PROTECT
    ]
    return [
        field
        for field in protected
        if data.get(field.name) is not None
        and not field.related_model._default_manager.filter(pk=data[field.name]).exists()
    ]
