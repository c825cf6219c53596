"""What editors of pages and contacts are told of their approval: what has come of it, and what is to be changed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from wagtail.admin.utils import get_latest_str
from wagtail.models import TaskState, WorkflowState


def ask_for_changes(request: HttpRequest, thing: Any) -> None:
    """For Wagtail's hook before a form is shown: what who approves wants changed."""
    # Shared content other than contacts takes effect at once.
    state = getattr(thing, "current_workflow_state", None)
    if request.method != "GET" or not state or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return
    task_state = state.current_task_state.specific
    who = f" av {task_state.finished_by.get_full_name() or task_state.finished_by}" if task_state.finished_by else ""
    comment = task_state.get_comment()
    wish = f": «{comment}»" if comment else ""
    messages.warning(request, f"Det er bedt om endringer{who}{wish}. Rett det som skal rettes, og send inn på nytt.")


def tell_outcome(request: HttpRequest, thing: Any) -> None:
    """For Wagtail's hook after a form is sent: what has come of an approval, which Wagtail calls an update."""
    if "action-workflow-action" in request.POST:
        _tell(request, thing, request.POST.get("workflow-action-name"))


class TellsOutcome:
    """For Wagtail's view of the dialog on the first page of the admin, which says nothing of what has come of it."""

    object: Any
    action_name: str
    task_state: TaskState

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post(request, *args, **kwargs)  # type: ignore[misc]
        self.task_state.refresh_from_db()
        # A form that is not valid is shown in the dialog once more, and nothing has come of it.
        if self.task_state.status != TaskState.STATUS_IN_PROGRESS:
            _tell(request, self.object, self.action_name)
        return response


def _tell(request: HttpRequest, thing: Any, action: str | None) -> None:
    thing.refresh_from_db()
    state = thing.current_workflow_state
    title = get_latest_str(thing)
    if action == "reject":
        messages.success(request, f"Det er bedt om endringer i «{title}». Den som sendte inn, får beskjed.")
    elif state:
        messages.success(request, f"«{title}» er godkjent her. Neste steg er «{state.current_task_state.task}».")
    elif thing.approved_schedule:
        messages.success(request, f"«{title}» er godkjent og publiseres etter planen.")
    else:
        messages.success(request, f"«{title}» er godkjent og publisert.")
