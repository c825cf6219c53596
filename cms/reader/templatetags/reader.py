"""What the reader's templates need to say things as Norwegians write them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django import template
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from cms.reader.labels import LABELS
from cms.reader.lists import last_page

register = template.Library()

# A hyphen that breaks no line, as between two times.
DASH = "–"


@register.filter
def label(value: str, enum: str) -> str:
    """What readers see for the value of the API's enum."""
    return LABELS[enum].get(value, value)


@register.filter
def day(value: str | None) -> str:
    """16. november 2022, of a date or a moment as the API writes it; "" for none."""
    return date_format(_parsed(value), "j. F Y") if value else ""


@register.filter
def month(value: str) -> str:
    """November 2022, of a moment as the API writes it."""
    return date_format(_parsed(value), "F Y").capitalize()


@register.filter
def clock(value: str) -> str:
    """09.00, of a time or a moment as the API writes it."""
    text = f"{localtime(datetime.fromisoformat(value)):%H.%M}" if "T" in value else value[:5]
    return text.replace(":", ".")


@register.simple_tag
def when(event: Mapping[str, Any]) -> SafeString:
    """When the event is: its days, and its hours unless it lasts all day; as <time>."""
    start, end = _parsed(event["startsAt"]), _parsed(event["endsAt"]) if event.get("endsAt") else None
    is_one_day = end is None or end.date() == start.date()
    days = date_format(start, "l j. F Y")
    if not is_one_day and end:
        begins = "j. F Y" if start.year != end.year else "j. F"
        days = f"{date_format(start, begins)} {DASH} {date_format(end, 'j. F Y')}"
    if event.get("isAllDay"):
        text = days
    elif is_one_day:
        hours = f"{start:%H.%M}{DASH}{end:%H.%M}" if end else f"{start:%H.%M}"
        text = f"{days} kl. {hours}"
    else:
        text = f"{days}, fra kl. {start:%H.%M}"
    return format_html('<time datetime="{}">{}</time>', event["startsAt"], text[:1].upper() + text[1:])


@register.simple_tag
def period(start: str | None, end: str | None) -> str:
    """From when to when, in days; "" when neither is known."""
    if start and end:
        return f"{day(start)} {DASH} {day(end)}"
    return f"fra {day(start)}" if start else f"til {day(end)}" if end else ""


@register.filter
def size(value: int) -> str:
    """How large a file is."""
    return str(filesizeformat(value))


@register.filter
def typename(thing: Mapping[str, Any]) -> str:
    """What the thing is, as the schema calls it; templates read no names that begin with an underscore."""
    return str(thing["__typename"])


@register.filter
def address_of(link: Mapping[str, Any]) -> str:
    """Where a link of the API leads to: a page of ours, or an address; "" for a page that nobody may see."""
    return (link.get("page") or {}).get("path") or link.get("url") or ""


@register.filter
def reachable(links: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Those of the links that lead somewhere."""
    return [link for link in links if address_of(link)]


@register.filter
def as_script(json_ld: str) -> SafeString:
    """JSON for a <script>, which no text in it can end."""
    return mark_safe(json_ld.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


@register.filter
def absolute(path: str, request: HttpRequest) -> str:
    """The address with scheme and host, as the reader came by it."""
    return request.build_absolute_uri(path)


@register.simple_tag
def choices(enum: str) -> list[tuple[str, str]]:
    """The values of the API's enum with what readers see."""
    return list(LABELS[enum].items())


@register.simple_tag
def registration(event: Mapping[str, Any]) -> str:
    """What there is to say of joining the event, as safe HTML; "" where nobody registers.

    The API says how it stands at this moment, and the page is kept by what that says: no clock is looked at here.
    """
    state, closes = event["registrationState"], event["registrationClosesAt"]
    if state is None:
        return ""
    if state == "NOT_OPEN_YET":
        return f"Åpner {day(event['registrationOpensAt'])} kl. {clock(event['registrationOpensAt'])}."
    if state == "CLOSED":
        return "Arrangementet er avlyst." if event["status"] == "CANCELLED" else "Påmeldingen er stengt."
    if state == "FULL":
        return "Alle plassene er tatt."
    words = "Sett deg på venteliste" if state == "WAITING_LIST" else "Meld deg på"
    address = event["registrationUrl"] or f"/pamelding/?arrangement={event['id']}"
    until = f" innen {day(closes)} kl. {clock(closes)}" if closes else ""
    return format_html('<a class="button" href="{}">{}</a>{}', address, words, until)


@register.simple_tag
def changed(given: Mapping[str, Any], **changes: Any) -> str:
    """The query string with these parameters instead; an empty one leaves its parameter out. "." where none is left."""
    kept = {name: value for name, value in {**given, **changes}.items() if value not in ("", None, [])}
    return f"?{urlencode(kept, doseq=True)}" if kept else "."


@register.simple_tag
def pages_of(total: int, chosen: Any) -> dict[str, int | None]:
    """The number of the page before and after the one shown, None for none, and how many there are."""
    last = last_page(total, chosen.size)
    return {
        "before": chosen.number - 1 if chosen.number > 1 else None,
        "after": chosen.number + 1 if chosen.number < last else None,
        "last": last,
    }


def _parsed(value: str) -> Any:
    return localtime(datetime.fromisoformat(value)) if "T" in value else date.fromisoformat(value)
