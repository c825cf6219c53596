"""Where readers find the pages of a site."""

from contextvars import ContextVar
from typing import Any

from django.conf import settings
from wagtail.models import Page

from snippets.settings import SiteSettings

# What was read for this request, which is asked for once for each page of a list; None outside of a request.
_read: ContextVar[list[dict[int, str]] | None] = ContextVar("frontends", default=None)


def frontend_of(page: Page) -> str:
    """The address of the frontend of the page's site, or of the installation's, without a slash at the end."""
    parts = page.get_url_parts()
    own = parts and _frontends().get(parts[0])
    return (own or settings.FRONTEND_URL).rstrip("/")


def _frontends() -> dict[int, str]:
    """The frontends that sites have of their own, by site."""
    read = _read.get()
    if read:
        return read[0]
    found = dict(SiteSettings.objects.values_list("site_id", "frontend_url"))
    if read is not None:
        read.append(found)
    return found


def read_once(**kwargs: Any) -> None:
    """For Django's signal: a request has begun."""
    _read.set([])


def read_each_time(**kwargs: Any) -> None:
    """For Django's signal: it has ended."""
    _read.set(None)
