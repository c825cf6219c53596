"""Rows: the lists that an editor fills in on a page."""

from typing import Any

from modelcluster.forms import BaseChildFormSet
from wagtail.admin.panels import InlinePanel
from wagtail.admin.panels.base import get_form_for_model
from wagtail.models import Orderable

from pages.forms import DraftForm
from pages.problems import Checked
from pages.revisions import OutlivesReferences


class Row(Checked, OutlivesReferences, Orderable):
    """A line in one of a page's lists."""

    class Meta(Orderable.Meta):
        abstract = True


class RowFormSet(BaseChildFormSet):
    """Says what is there twice in the constraint's own words; Django's name the columns in English."""

    def _construct_form(self, *args: Any, **options: Any) -> Any:
        form = super()._construct_form(*args, **options)
        # The page as it is typed: a row may have to fit it.
        setattr(form.instance, self.fk.name, self.instance)
        return form

    def get_unique_error_message(self, unique_check: Any) -> str:
        for constraint in self.model._meta.total_unique_constraints:
            if set(constraint.fields) == set(unique_check):
                return str(constraint.violation_error_message)
        return super().get_unique_error_message(unique_check)

    def get_form_error(self) -> str:
        """What stands in the second of two equal rows."""
        return "En rad over denne sier det samme. Endre eller fjern en av dem."


class RowsPanel(InlinePanel):
    """An inline panel whose rows may have gaps in a draft, and which tells of doubles in Norwegian."""

    def get_form_options(self) -> dict[str, Any]:
        options = super().get_form_options()
        formset = options["formsets"][self.relation_name]
        deferred = self.child_edit_handler.get_form_options().get("defer_required_on_fields", [])
        formset["form"] = get_form_for_model(
            self.db_field.related_model, form_class=DraftForm, defer_required_on_fields=deferred
        )
        formset["formset"] = RowFormSet
        return options
