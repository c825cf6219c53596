"""What the forms of pages and contacts say of their approval: what has come of it, and what is to be changed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from wagtail.admin.utils import get_latest_str
from wagtail.models import WorkflowState


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
    if "action-workflow-action" not in request.POST:
        return
    thing.refresh_from_db()
    state = thing.current_workflow_state
    title = get_latest_str(thing)
    if request.POST.get("workflow-action-name") == "reject":
        messages.success(request, f"Det er bedt om endringer i «{title}». Den som sendte inn, får beskjed.")
    elif state:
        messages.success(request, f"«{title}» er godkjent her. Neste steg er «{state.current_task_state.task}».")
    elif thing.approved_schedule:
        messages.success(request, f"«{title}» er godkjent og publiseres etter planen.")
    else:
        messages.success(request, f"«{title}» er godkjent og publisert.")
