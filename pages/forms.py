"""Admin forms in which a draft may have gaps, and a list of rows says in Norwegian what is there twice."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Q
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.admin.panels import InlinePanel
from wagtail.admin.panels.base import get_form_for_model


class Incomplete(ValidationError):
    """Something that must be there before publishing, but may still be missing in a draft."""


def without_gaps(errors: ValidationError) -> ValidationError:
    """The errors except those that only say what is missing."""
    by_field = errors.error_dict if hasattr(errors, "error_dict") else {NON_FIELD_ERRORS: errors.error_list}
    kept = {field: [error for error in found if not isinstance(error, Incomplete)] for field, found in by_field.items()}
    return ValidationError({field: found for field, found in kept.items() if found})


class DraftFormMixin:
    """While a draft is saved or previewed, what is incomplete waits, as Wagtail's required fields do."""

    def _update_errors(self, errors: ValidationError) -> None:
        if self.is_deferred_validation:
            errors = without_gaps(errors)
        super()._update_errors(errors)


class ContentPageForm(DraftFormMixin, WagtailAdminPageForm):
    """The form of every page type."""

    # Each language has themes and audiences of its own; the form offers those of the page's language.
    in_the_pages_language = ("themes", "audiences")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.in_the_pages_language:
            if field := self.fields.get(name):
                chosen = [one.pk for one in self.initial.get(name, [])]
                field.queryset = field.queryset.filter(Q(locale=self.instance.locale_id) | Q(pk__in=chosen))


class RowForm(DraftFormMixin, WagtailAdminModelForm):
    """The form of a row in one of a page's lists."""


class RowFormSet(BaseChildFormSet):
    """Says what is there twice in the constraint's own words; Django's name the columns in English."""

    def get_unique_error_message(self, unique_check: Any) -> str:
        for constraint in self.model._meta.total_unique_constraints:
            if set(constraint.fields) == set(unique_check):
                return str(constraint.violation_error_message)
        return super().get_unique_error_message(unique_check)


class RowsPanel(InlinePanel):
    """An inline panel with those forms."""

    def get_form_options(self) -> dict[str, Any]:
        options = super().get_form_options()
        formset = options["formsets"][self.relation_name]
        deferred = self.child_edit_handler.get_form_options().get("defer_required_on_fields", [])
        formset["form"] = get_form_for_model(
            self.db_field.related_model, form_class=RowForm, defer_required_on_fields=deferred
        )
        formset["formset"] = RowFormSet
        return options
