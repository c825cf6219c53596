"""Admin forms in which a draft may have gaps."""

from itertools import count
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Q
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm

from pages.problems import Incomplete
from snippets.slugs import AsciiSlugInput, slug_of


def without_gaps(errors: ValidationError) -> ValidationError:
    """The errors except those that only say what is missing."""
    by_field = errors.error_dict if hasattr(errors, "error_dict") else {NON_FIELD_ERRORS: errors.error_list}
    kept = {field: [error for error in found if not isinstance(error, Incomplete)] for field, found in by_field.items()}
    return ValidationError({field: found for field, found in kept.items() if found})


class DraftForm(WagtailAdminModelForm):
    """While a draft is saved or previewed, what is incomplete waits, as Wagtail's required fields do."""

    def _update_errors(self, errors: ValidationError) -> None:
        if self.is_deferred_validation:
            errors = without_gaps(errors)
        super()._update_errors(errors)


class ContentPageForm(DraftForm, WagtailAdminPageForm):
    """The form of every page type."""

    # Each language has themes and audiences of its own; the form offers those of the page's language.
    in_the_pages_language = ("themes", "audiences")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.in_the_pages_language:
            if field := self.fields.get(name):
                chosen = [one.pk for one in self.initial.get(name, [])]
                field.queryset = field.queryset.filter(Q(locale=self.instance.locale_id) | Q(pk__in=chosen))

    def clean_slug(self) -> str:
        # What is stored already stays: content that was moved here keeps its addresses.
        slug: str = self.cleaned_data["slug"]
        return slug_of(slug) if "slug" in self.changed_data else slug


class ContentCopyForm(CopyForm):
    """The form that asks what the copy of a page is to be called."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_slug"].widget = AsciiSlugInput(locale=self.page.locale)
        self.fields["new_slug"].initial = self._free_slug()

    def _free_slug(self) -> str:
        """The original's slug with the first number that nothing beside it has; the original's own is always taken."""
        taken = set(self.page.get_siblings().values_list("slug", flat=True))
        return next(slug for number in count(2) if (slug := f"{self.page.slug[:245]}-{number}") not in taken)
