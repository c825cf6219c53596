"""Tells who is about to delete or hide an event that people are coming to it, and will hear nothing of that."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions.delete import DeleteBulkAction
from wagtail.admin.views.pages.bulk_actions.unpublish import UnpublishBulkAction
from wagtail.admin.views.pages.unpublish import UnpublishView
from wagtail.models import Page

from pages.event_choices import EventStatus
from pages.registrations.model import Registration, RegistrationStatus

DELETED, HIDDEN = "slettes", "avpubliseres"
# Of so many events each has a warning of its own: an editor who is about to take away more knows of it by then.
MOST_WARNINGS = 10


def warn_before_deleting(request: HttpRequest, page: Page) -> None:
    """For Wagtail's hook, which is called for the screen that asks and again when the page goes."""
    if request.method == "GET":
        _warn(request, [page], DELETED)


class WarningUnpublishView(UnpublishView):
    """Wagtail's; its hook is called too late, when the page is being hidden."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _warn(request, [self.object], HIDDEN)
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response


class _WarnsOfEach:
    """A bulk action that asks before it goes on with the pages."""

    request: HttpRequest
    become: str

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        pages, _ = self.get_actionable_objects()  # type: ignore[attr-defined]  # of the action that this is mixed into
        _warn(request, pages, self.become)
        response: HttpResponse = super().get(request, *args, **kwargs)  # type: ignore[misc]
        return response


class WarningDeleteAction(_WarnsOfEach, DeleteBulkAction):
    become = DELETED


class WarningUnpublishAction(_WarnsOfEach, UnpublishBulkAction):
    become = HIDDEN


def _warn(request: HttpRequest, pages: Iterable[Page], become: str) -> None:
    for event in list(_events_to_come(pages))[:MOST_WARNINGS]:
        if become == HIDDEN and not event.live:
            continue
        if warning := _warning(event, become):
            messages.warning(request, warning)


def _events_to_come(pages: Iterable[Page]) -> Iterator[Any]:
    """The events among the pages and below them that somebody is coming to."""
    coming = Registration.objects.exclude(status=RegistrationStatus.CANCELLED)
    events = apps.get_model("pages.EventPage").objects.filter(over_at__gt=timezone.now(), pk__in=coming.values("event"))
    for page in pages:
        yield from events.descendant_of(page, inclusive=True).order_by("starts_at", "pk")


def _warning(event: Any, become: str) -> str:
    """Empty when all know that it does not take place."""
    coming = event.registrations.exclude(status=RegistrationStatus.CANCELLED).values_list("status", "told_facts")
    title = event.get_admin_display_title()
    if event.live and event.status == EventStatus.CANCELLED:
        untold = sum((facts or {}).get("status") != EventStatus.CANCELLED for _, facts in coming)
        if not untold:
            return ""
        return (
            f"{untold} av de påmeldte til «{title}» har ikke fått brevet om at det er avlyst ennå, og får det ikke når "
            f"arrangementet {become}. Vent noen minutter: Brevene sendes litt etter litt."
        )
    waiting = sum(status == RegistrationStatus.WAITING for status, _ in coming)
    number = f"{len(coming)} {'påmeldt' if len(coming) == 1 else 'påmeldte'}"
    also = f", av dem {waiting} på venteliste" if waiting else ""
    erased = " Påmeldingene slettes også." if become == DELETED else ""
    return (
        f"«{title}» har {number}{also}. De får ikke brev om at arrangementet {become}.{erased} Skal de få vite det, "
        "så sett statusen til «Avlyst» og publiser først. Da får de brev i løpet av noen minutter."
    )
