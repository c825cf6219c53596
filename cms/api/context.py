"""What one request to the API knows, passed to every resolver as `info.context`."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page, Site

from cms.api.paths import page_path
from cms.api.visibility import Gate


@dataclass
class Context:
    """The request, its moment and its gate."""

    request: HttpRequest
    moment: datetime = field(default_factory=timezone.now)

    @cached_property
    def gate(self) -> Gate:
        """The gate of the request's site at the request's moment."""
        return Gate(Site.find_for_request(self.request), self.moment)

    def address(self, thing: Any) -> str:
        """Where a link to the page or document leads."""
        return page_path(self.gate, thing) if isinstance(thing, Page) else thing.url
