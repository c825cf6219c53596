"""Dialogs in which a thing is chosen, with what tells two of the same name apart."""

from typing import Any

from django.db.models import QuerySet
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet


def chooser_with(*more: Column, related: tuple[str, ...]) -> type[SnippetChooserViewSet]:
    """A chooser's viewset with more columns; `related` are the relations that they show, loaded with the things."""

    class WithMore:
        def get_object_list(self) -> QuerySet:
            return super().get_object_list().select_related(*related)  # type: ignore[misc]

        @property
        def columns(self) -> list[Any]:
            return [*super().columns, *more]  # type: ignore[misc]

    class Choose(WithMore, ChooseView):
        pass

    class ChooseResults(WithMore, ChooseResultsView):
        pass

    class Chooser(SnippetChooserViewSet):
        choose_view_class = Choose
        choose_results_view_class = ChooseResults

    return Chooser
