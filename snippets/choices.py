"""Several choices in one column, ticked off in the form."""

from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField


class ChoiceArrayField(ArrayField):
    """An array of choices; Django's own form field would be a text with commas."""

    def formfield(self, **options: Any) -> Any:
        defaults = {
            "form_class": forms.TypedMultipleChoiceField,
            "choices": self.base_field.choices,
            "coerce": self.base_field.to_python,
            "widget": forms.CheckboxSelectMultiple,
        }
        # Past ArrayField's method, which insists on its own form field.
        return super(ArrayField, self).formfield(**defaults | options)

    def deconstruct(self) -> Any:
        name, _, args, options = super().deconstruct()
        return name, "django.contrib.postgres.fields.ArrayField", args, options
