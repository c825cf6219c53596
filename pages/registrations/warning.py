"""Tells who is about to delete or hide an event that people are coming to it, and will hear nothing of that."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db.models import Prefetch, Q
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
    events = _events_to_come(pages)
    if become == HIDDEN:
        events = events.live()
    for event in events[:MOST_WARNINGS]:
        if warning := _warning(event, become):
            messages.warning(request, warning)


def _events_to_come(pages: Iterable[Page]) -> Any:
    """The events among the pages and below them that somebody is coming to, with those in `coming`."""
    coming = Registration.objects.exclude(status=RegistrationStatus.CANCELLED)
    below = reduce(or_, (Q(path__startswith=page.path) for page in pages), Q(pk__in=[]))
    events = apps.get_model("pages.EventPage").objects.filter(below, over_at__gt=timezone.now())
    with_them = events.prefetch_related(Prefetch("registrations", coming, to_attr="coming"))
    return with_them.filter(pk__in=coming.values("event")).order_by("starts_at", "pk")


def _warning(event: Any, become: str) -> str:
    """Empty when all know that it does not take place."""
    title = event.get_admin_display_title()
    if event.live and event.status == EventStatus.CANCELLED:
        untold = sum((one.told_facts or {}).get("status") != EventStatus.CANCELLED for one in event.coming)
        if not untold:
            return ""
        return (
            f"{untold} av de påmeldte til «{title}» har ikke fått brevet om at det er avlyst ennå, og får det ikke når "
            f"arrangementet {become}. Vent noen minutter: Brevene sendes litt etter litt."
        )
    waiting = sum(one.status == RegistrationStatus.WAITING for one in event.coming)
    number = f"{len(event.coming)} {'påmeldt' if len(event.coming) == 1 else 'påmeldte'}"
    also = f", av dem {waiting} på venteliste" if waiting else ""
    erased = " Påmeldingene slettes også." if become == DELETED else ""
    return (
        f"«{title}» har {number}{also}. Påmeldte får ikke brev om at arrangementet {become}.{erased} Skal de få vite "
        "det, så sett statusen til «Avlyst» og publiser først. Da får de brev i løpet av noen minutter."
    )
