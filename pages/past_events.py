"""Tells who saves an event that its day had passed before anybody could read of it; it may be entered on purpose."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.admin import messages
from wagtail.models import Page

from pages.events import EventPage
from pages.registration import RegistrationKind


def warn_of_past_event(request: HttpRequest, page: Page) -> None:
    """For Wagtail's hooks: a message beside that about the saving, and none when the form saves itself."""
    if isinstance(page, EventPage) and request.accepts("text/html") and was_over(page):
        closed = "" if page.registration_kind == RegistrationKind.NONE else ", så ingen kan melde seg på"
        messages.warning(
            request,
            f"Arrangementet var {date_format(page.last_day, 'j. F Y')}{closed}. Rett datoen hvis den ikke stemmer.",
        )


def was_over(event: EventPage) -> bool:
    """Whether the last day of the event had passed when it was published first, or has now as long as it is a draft."""
    seen_at = event.first_published_at or timezone.now()
    return bool(event.starts_at) and event.last_day < timezone.localdate(seen_at)
