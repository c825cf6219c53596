"""Events for calendars, as iCalendar (RFC 5545): one, or all that fit the choices in the address."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import get_default_timezone
from icalendar import Calendar, Event, Timezone, vGeo

from cms.api.ids import global_id_of
from cms.reader.asking import Refused, ask
from cms.reader.lists import events as listed
from cms.reader.rendering import finished

PRODUCT = "-//FoUI Trøndelag//Arrangementer//NB"
# A feed has what a reader's calendar can show at once; older events are left where they are.
MOST_EVENTS = 500
# As the European Union has it since 1996. What icalendar makes of the zone itself lists moments up to 2038, and those
# in spring an hour late.
OSLO = """BEGIN:VTIMEZONE
TZID:Europe/Oslo
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""
STATUS = {"CANCELLED": "CANCELLED", "POSTPONED": "TENTATIVE"}


def calendar(request: HttpRequest) -> HttpResponse:
    """The events that fit the choices in the address; all of them without any."""
    chosen = listed(request)
    where = dict(chosen.where)
    if "nar" not in chosen.given:
        where.pop("when", None)
    found: list[Mapping[str, Any]] = []
    after = None
    while len(found) < MOST_EVENTS:
        answer = ask(request, "calendar", where=where or None, after=after)["events"]
        found += answer["nodes"]
        if not answer["pageInfo"]["hasNextPage"]:
            break
        after = answer["pageInfo"]["endCursor"]
    return _response(request, found[:MOST_EVENTS], "FoUI-arrangementer")


def event(request: HttpRequest, id: str) -> HttpResponse:
    """One event, by its id in the API or the number of its page; 404 for any other."""
    wanted = global_id_of("EventPage", int(id)) if id.isascii() and id.isdigit() else id
    try:
        found = ask(request, "calendar-event", id=wanted)["page"]
    except Refused as error:
        raise Http404 from error
    if not found:
        raise Http404
    return _response(request, [found], found["title"])


def _response(request: HttpRequest, events: Iterable[Mapping[str, Any]], name: str) -> HttpResponse:
    written = Calendar()
    written.add("prodid", PRODUCT)
    written.add("version", "2.0")
    written.add("method", "PUBLISH")
    # Other texts the library folds and escapes; this one it takes as it is.
    written.add("x-wr-calname", " ".join(name.split()))
    written.add_component(Timezone.from_ical(OSLO))
    for one in events:
        written.add_component(_written(one, request.get_host().partition(":")[0]))
    response = HttpResponse(written.to_ical(), content_type="text/calendar; charset=utf-8")
    return finished(request, response)


def _written(event: Mapping[str, Any], host: str) -> Event:
    """The event as calendars know it again: by the same UID, and newer by a larger SEQUENCE."""
    written = Event()
    written.add("uid", f"{event['id']}@{host}")
    changed = datetime.fromisoformat(event["lastPublishedAt"] or event["startsAt"])
    first = datetime.fromisoformat(event["firstPublishedAt"] or event["startsAt"])
    written.add("dtstamp", changed)
    written.add("last-modified", changed)
    written.add("sequence", max(0, int((changed - first).total_seconds())))
    written.add("summary", event["title"])
    written.add("url", event["url"])
    written.add("status", STATUS.get(event["status"], "CONFIRMED"))
    if event["lead"]:
        written.add("description", f"{event['lead']}\n\n{event['url']}")
    start = _local(event["startsAt"])
    end = _local(event["endsAt"]) if event["endsAt"] else None
    if event["isAllDay"]:
        # The day after the last one, as iCalendar counts.
        written.add("dtstart", start.date())
        written.add("dtend", (end or start).date() + timedelta(days=1))
    else:
        written.add("dtstart", start)
        if end:
            written.add("dtend", end)
    venue = event["venue"]
    if venue:
        place = " ".join(part for part in (venue["postcode"], venue["place"]) if part)
        written.add("location", ", ".join(part for part in (venue["name"], venue["address"], place) if part))
        if venue["latitude"] is not None and venue["longitude"] is not None:
            written.add("geo", vGeo((venue["latitude"], venue["longitude"])))
    elif event["onlineUrl"]:
        written.add("location", event["onlineUrl"])
    return written


def _local(moment: str) -> datetime:
    return datetime.fromisoformat(moment).astimezone(get_default_timezone())
