"""What a reader chooses in a list, as the address has it: filters and the number of the page."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils.timezone import get_default_timezone

from cms.reader.labels import LABELS

# As far as anybody leafs.
MOST_PAGES = 1_000


@dataclass(frozen=True)
class Listed:
    """What is asked of the API for a list, and what of it the address says."""

    # The list's name in the API.
    name: str = ""
    where: dict[str, Any] = field(default_factory=dict)
    size: int = 0
    number: int = 1
    order: str | None = None
    # As the address has it, by the parameter's name.
    given: Mapping[str, str] = field(default_factory=dict)

    @property
    def variables(self) -> dict[str, Any]:
        """Variables of the document; none for a page that lists nothing."""
        if not self.size:
            return {}
        variables = {"first": self.size, "offset": (self.number - 1) * self.size, "where": self.where or None}
        return variables | ({"orderBy": [self.order]} if self.order else {})


def articles(request: HttpRequest) -> Listed:
    """Articles of a kind, a theme, a municipality."""
    return _listed(request, "articles", 12, "kind", LABELS["ArticleKind"])


def projects(request: HttpRequest) -> Listed:
    """Projects of a status, in a municipality."""
    return _listed(request, "projects", 20, "status", LABELS["ProjectStatus"])


def events(request: HttpRequest) -> Listed:
    """Events that are to come, the next first; or those that are past, or of a month."""
    listed = _listed(request, "events", 20, "kind", LABELS["EventKind"])
    when = request.GET.get("nar", "")
    given = {**listed.given, "nar": when} if when else listed.given
    if month := _month(when):
        listed.where["startsAt"] = month
        order = "STARTS_AT_ASC"
    else:
        is_past = when == "tidligere"
        listed.where["when"] = ["PAST"] if is_past else ["UPCOMING", "ONGOING"]
        order = "STARTS_AT_DESC" if is_past else "STARTS_AT_ASC"
    return replace(listed, order=order, given=given)


def page_number(request: HttpRequest) -> int:
    """The number of the page that the address asks for; the first for what is no number, the same for all too large."""
    text = request.GET.get("side", "1")
    if not (text.isascii() and text.isdigit()):
        return 1
    # Its first digits say enough of a number that is longer.
    return min(MOST_PAGES + 1, max(1, int(text.lstrip("0")[:5] or 0)))


def last_page(total: int, size: int) -> int:
    """The number of the last page of a list of so many that a reader may leaf to; 1 of an empty one."""
    return min(MOST_PAGES, max(1, -(-total // size)))


def _listed(request: HttpRequest, name: str, size: int, argument: str, values: Container[str]) -> Listed:
    """`argument` is the API's name for the parameter `type`, with its values; others in the address are left out."""
    given: dict[str, str] = {}
    where: dict[str, Any] = {}
    kind = request.GET.get("type", "").upper()
    if kind in values:
        where[argument], given["type"] = [kind], kind
    for parameter, condition in (("tema", "themes"), ("kommune", "municipalities")):
        if value := request.GET.get(parameter, "")[:100].replace("\0", ""):
            where[condition], given[parameter] = [value], value
    return Listed(name, where, size, page_number(request), given=given)


def _month(text: str) -> dict[str, str] | None:
    """The moments between which a month like 2026-11 lies, as the API takes them; None for other texts."""
    year, _, month = text.partition("-")
    if not (len(text) == 7 and year.isascii() and year.isdigit() and month.isascii() and month.isdigit()):
        return None
    if not (1900 <= int(year) <= 9000 and 1 <= int(month) <= 12):
        return None
    first = date(int(year), int(month), 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return {"from": _midnight(first), "to": _midnight(following)}


def _midnight(day: date) -> str:
    return datetime(day.year, day.month, day.day, tzinfo=get_default_timezone()).isoformat()
