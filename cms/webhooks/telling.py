"""Turns what the database has noted into events for receivers.

The notes (`cms.api.changes`) are the outbox: triggers write them in the transaction that makes a change, so one that
was committed is told of, whoever is killed, and one that was not is never. What is noted is looked up past the gate and
held against what receivers know (`Known`): whether there is an event, and which, is decided by what the public sees.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from cms.api.freshness import NEWS
from cms.api.ids import global_id_of
from cms.api.purged import confirm, confirm_now_and_then, position
from cms.api.tags import EVERY_ANSWER, EVERYTHING
from cms.api.visibility import Gate
from cms.webhooks.deliveries import Delivery, Event
from cms.webhooks.endpoints import Endpoint, receivers_of
from cms.webhooks.kinds import OF_THE_SITE, EventKind, models_by_tag
from cms.webhooks.known import Known
from cms.webhooks.public import Seen, gates_now, seen

# Under this name it is kept how far the notes have been read.
FOLLOWER = "webhooks"
TURN = "SELECT pg_try_advisory_xact_lock(hashtextextended('webhooks', 0))"
# When one of these changes, anything may have become public, or hidden.
OF_THE_GROUND = frozenset(
    {EVERYTHING, "site", "locale", "pageviewrestriction", "collection", "collectionviewrestriction"}
)
# In one statement.
MOST_AT_ONCE = 2_000
# Beyond so many at a time, an import perhaps, a receiver does better to begin anew.
MOST_EVENTS = 500


@dataclass(frozen=True)
class Happening:
    """An event before it is written: what receivers will read."""

    kind: EventKind
    tags: list[str]
    type: str = ""
    path: str = ""
    data: dict[str, str] = field(default_factory=dict)


def tell() -> int:
    """Write an event for each thing that has changed for the public since this was last called; how many they were.

    Nothing is written while another process is at it.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TURN)
        if not cursor.fetchone()[0]:
            return 0
        here = position(FOLLOWER)
        if here.seen is None:
            # Nobody knows what has changed, unless this is the beginning, of which nobody was told anything.
            tags, snapshot = {EVERYTHING}, here.now
            is_beginning = not Known.objects.exists()
        else:
            cursor.execute(NEWS, {"seen": here.seen})
            snapshot, _, news = cursor.fetchone()
            tags, is_beginning = set(news), False
        if not tags:
            confirm_now_and_then(FOLLOWER, snapshot)
            return 0
        happenings = happened(tags)
        confirm(FOLLOWER, snapshot, here.record)
        return 0 if is_beginning else write(happenings)


def happened(tags: Iterable[str]) -> list[Happening]:
    """What the changes with these tags mean beside what receivers know; from now on they know it."""
    tags, gates = frozenset(tags), gates_now()
    found = [happening for tag, model in models_by_tag().items() for happening in _of_model(tag, model, tags, gates)]
    of_the_site = sorted(tags & OF_THE_SITE)
    if of_the_site:
        found.append(Happening(EventKind.SITE, of_the_site))
    if EVERYTHING in tags or len(found) > MOST_EVENTS:
        return [Happening(EventKind.EVERYTHING, [EVERY_ANSWER])]
    return found


def write(happenings: Iterable[Happening]) -> int:
    """Put events into the outbox for all who want to hear of them; how many somebody wanted."""
    endpoints = list(Endpoint.objects.filter(is_active=True))
    wanted = [
        (event_of(happening), receivers)
        for happening in happenings
        if (receivers := receivers_of(endpoints, happening.kind, happening.type))
    ]
    Event.objects.bulk_create([event for event, _ in wanted])
    Delivery.objects.bulk_create(
        [Delivery(event=event, endpoint=endpoint) for event, receivers in wanted for endpoint in receivers]
    )
    return len(wanted)


def event_of(happening: Happening) -> Event:
    """The event, not yet in the database."""
    now = timezone.now()
    content = {
        "type": happening.kind.value,
        "timestamp": now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "data": {**happening.data, "tags": happening.tags},
    }
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return Event(kind=happening.kind, type=happening.type, path=happening.path, body=body, at=now)


def about(known: Known, kind: EventKind) -> Happening:
    """What a receiver would be told if this had just happened to the thing."""
    return _happening(kind, known.key, known, known.tags)


def trial_event() -> Event:
    """An event by which a receiver can be tried, not yet in the database."""
    return event_of(Happening(EventKind.TEST, []))


def write_trial(endpoint: Endpoint) -> Delivery:
    """Put an event into the outbox that is for this receiver alone, whatever it wants to hear of."""
    event = trial_event()
    event.save()
    return Delivery.objects.create(event=event, endpoint=endpoint)


def _of_model(tag: str, model: type[Model], tags: frozenset[str], gates: list[Gate]) -> Iterator[Happening]:
    noted = {int(key) for name, _, key in (one.rpartition("-") for one in tags) if name == tag and key.isdecimal()}
    known = Known.objects.filter(model=tag)
    keys = noted
    if tags & OF_THE_GROUND:
        keys = noted.union(known.values_list("key", flat=True), model._base_manager.values_list("pk", flat=True))
    ordered = sorted(keys)
    for start in range(0, len(ordered), MOST_AT_ONCE):
        some = ordered[start : start + MOST_AT_ONCE]
        before = {one.key: one for one in known.filter(key__in=some)}
        now = seen(model, some, gates)
        there = set(model._base_manager.filter(pk__in=before.keys() - now.keys()).values_list("pk", flat=True))
        for key in some:
            happening = _compared(key, before.get(key), now.get(key), is_noted=key in noted, is_there=key in there)
            if happening:
                yield happening
        known.filter(key__in=before.keys() - now.keys()).delete()
        Known.objects.bulk_create(
            [Known(model=tag, key=key, type=one.type, path=one.path, tags=one.tags) for key, one in now.items()],
            update_conflicts=True,
            unique_fields=["model", "key"],
            update_fields=["type", "path", "tags"],
        )


def _compared(key: int, before: Known | None, now: Seen | None, *, is_noted: bool, is_there: bool) -> Happening | None:
    """What has happened to the thing, if anything has."""
    if before is None:
        return _happening(EventKind.PUBLISHED, key, now, now.tags) if now is not None else None
    if now is None:
        kind = EventKind.UNPUBLISHED if is_there else EventKind.DELETED
        return _happening(kind, key, before, before.tags)
    if is_noted or (before.path, before.tags) != (now.path, now.tags):
        return _happening(EventKind.CHANGED, key, now, sorted({*before.tags, *now.tags}), previous=before.path)
    return None


def _happening(kind: EventKind, key: int, thing: Known | Seen, tags: list[str], *, previous: str = "") -> Happening:
    data = {"id": global_id_of(thing.type, key), "type": thing.type}
    if thing.path:
        data["path"] = thing.path
    if previous != thing.path and previous:
        data["previousPath"] = previous
    return Happening(kind, tags, thing.type, thing.path, data)
