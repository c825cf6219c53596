"""What may be chosen about an event, in schema.org's words where it has them."""

from django.db import models


class EventKind(models.TextChoices):
    """What sort of event it is."""

    GATHERING = "gathering", "Samling"
    INNOVATION_WORKSHOP = "innovation_workshop", "Verksted"
    WORKSHOP = "workshop", "Workshop"
    DIGITAL_MEETING = "digital_meeting", "Digitalt møte"
    WEBINAR = "webinar", "Webinar"


class EventStatus(models.TextChoices):
    """Whether an event takes place as planned: schema.org's EventScheduled, EventPostponed and so on."""

    SCHEDULED = "scheduled", "Som planlagt"
    POSTPONED = "postponed", "Utsatt"
    CANCELLED = "cancelled", "Avlyst"
    MOVED_ONLINE = "moved_online", "Flyttet til nett"


class AttendanceMode(models.TextChoices):
    """Where people take part: schema.org's Offline-, Online- and MixedEventAttendanceMode."""

    IN_PERSON = "in_person", "Fysisk oppmøte"
    ONLINE = "online", "På nett"
    MIXED = "mixed", "Både fysisk og på nett"


# The same in schema.org's own names.
SCHEMA_STATUSES = {
    EventStatus.SCHEDULED: "EventScheduled",
    EventStatus.POSTPONED: "EventPostponed",
    EventStatus.CANCELLED: "EventCancelled",
    EventStatus.MOVED_ONLINE: "EventMovedOnline",
}
SCHEMA_MODES = {
    AttendanceMode.IN_PERSON: "OfflineEventAttendanceMode",
    AttendanceMode.ONLINE: "OnlineEventAttendanceMode",
    AttendanceMode.MIXED: "MixedEventAttendanceMode",
}
