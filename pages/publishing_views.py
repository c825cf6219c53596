"""Publishing pages past their form: several at once from a list, or by approving from the first page of the admin."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.models import Page

from cms.approval import TellsOutcome
from pages.publishing import complaints


def tell_of_refusal(request: HttpRequest, page: Page, error: ValidationError) -> None:
    """Say why the page was not published, with the way to its form."""
    page = page.get_latest_revision_as_object()
    messages.error(
        request,
        f"«{page.get_admin_display_title()}» ble ikke publisert. {complaints(page, error)}",
        buttons=[messages.button(reverse("wagtailadmin_pages:edit", args=[page.pk]), "Endre")],
    )


class PublishEachAction(PublishBulkAction):
    """Publishes the pages that can be, and says of each other one what it lacks."""

    def get_execution_context(self) -> dict[str, Any]:
        self.refused: list[tuple[Page, ValidationError]] = []
        return {**super().get_execution_context(), "refused": self.refused}

    @classmethod
    def execute_action(
        cls,
        objects: Iterable[Page],
        include_descendants: bool = False,
        user: Any = None,
        *,
        refused: list[tuple[Page, ValidationError]],
        **kwargs: Any,
    ) -> tuple[int, int]:
        published = [0, 0]
        for page in objects:
            below = _drafts_below(page, user) if include_descendants else ()
            for is_below, one in ((False, page), *((True, draft) for draft in below)):
                try:
                    with transaction.atomic():
                        published[is_below] += super().execute_action([one], user=user)[0]
                except ValidationError as error:
                    refused.append((one, error))
        return published[0], published[1]

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str | None:
        if not num_parent_objects and not num_child_objects:
            return None
        message: str = super().get_success_message(num_parent_objects, num_child_objects)
        return message

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        for page, error in self.refused:
            tell_of_refusal(self.request, page, error)
        return response


def _drafts_below(page: Page, user: Any) -> Iterator[Page]:
    for draft in page.get_descendants().not_live().specific():
        if draft.permissions_for_user(user).can_publish():
            yield draft


class ApproveView(TellsOutcome, WorkflowActionView):
    """Approves or rejects; what cannot be published goes on waiting, and the moderator is told why."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                response: HttpResponse = super().post(request, *args, **kwargs)
                return response
        except ValidationError as error:
            tell_of_refusal(request, self.object, error)
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return self.render_modal_json(request, {"step": "success", "redirect": self.redirect_url})
        return redirect(self.redirect_url)
