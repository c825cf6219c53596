"""«Det som bør gjøres», on the first page of the admin: what waits for somebody, a line each, with where to do it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry

from cms.webhooks.models import Delivery, DeliveryStatus
from pages.event_choices import EventStatus
from pages.health.wording import Kind
from pages.models import EventPage, PageFault, RegistrationKind
from snippets.confirmations.model import unconfirmed
from snippets.models import Contact, ContactConfirmation, ContactRole, Municipality, Nomination, NominationStatus

# So long after an event readers expect to hear how it was; much later nobody asks any more.
RECAP_AFTER, RECAP_UNTIL = timedelta(days=14), timedelta(days=120)
# Of events that lack something, this many are named.
MOST_NAMED = 5


@dataclass(frozen=True)
class Task:
    """One line: what waits, and the address where to do it."""

    says: str
    address: str


def tasks_of(user: Any) -> list[Task]:
    """What waits for the user, as far as they may do it; an empty list when all is done."""
    found: list[Task] = []
    if _may(user, Contact, "change"):
        found += _contacts()
    if _may(user, Nomination, "view"):
        found += _nominations()
    editable = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
    if _may(user, Delivery, "view"):
        found += _webhooks()
    return [*found, *_events(editable), *_health(editable)]


class TasksPanel(Component):
    """What waits for whoever looks at it."""

    name = "tasks"
    template_name = "cms/dashboard.html"
    order = 150

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"tasks": tasks_of(parent_context["request"].user)}


def _may(user: Any, model: Any, action: str) -> bool:
    return bool(policy_registry.get_by_type(model).user_has_any_permission(user, [action]))


def _contacts() -> Iterator[Task]:
    listing = reverse(Contact.snippet_viewset.get_url_name("list"))
    served = Contact.objects.filter(live=True, roles__contains=[ContactRole.FOUI_CONTACT]).values("municipality")
    total = Municipality.objects.count()
    missing = Municipality.objects.exclude(pk__in=served.exclude(municipality=None)).count()
    if missing:
        yield Task(f"{missing} av {total} kommuner har ingen FoUI-kontakt", listing)
    today = timezone.localdate()
    late = unconfirmed(today).count()
    if late:
        yield Task(f"{_number(late, 'kontaktperson', 'er')} er ikke bekreftet det siste året", listing)
    over = Contact.objects.filter(live=True, term_ends_on__lt=today).count()
    if over:
        yield Task(f"{_number(over, 'oppnevning', 'er')} har gått ut", listing)
    corrected = ContactConfirmation.objects.exclude(correction="").count()
    if corrected:
        says = f"{_number(corrected, 'kontaktperson', 'er')} har meldt fra om endringer"
        yield Task(says, reverse("contact_confirmations:index"))


def _nominations() -> Iterator[Task]:
    waiting = Nomination.objects.filter(status=NominationStatus.CONFIRMED, contact__live=False).count()
    if waiting:
        yield Task(f"{_number(waiting, 'oppnevning', 'er')} venter på godkjenning", reverse("nominations:index"))


def _webhooks() -> Iterator[Task]:
    given_up = Delivery.objects.filter(status=DeliveryStatus.GIVEN_UP).count()
    if given_up:
        address = f"{reverse('webhook_log')}?{urlencode({'status': DeliveryStatus.GIVEN_UP})}"
        yield Task(f"{_number(given_up, 'webhook-melding', 'er')} ble oppgitt", address)


def _events(editable: Any) -> Iterator[Task]:
    now = timezone.now()
    events = EventPage.objects.live().filter(pk__in=editable.values("pk"))
    going_on = events.exclude(status=EventStatus.CANCELLED)
    without_deadline = going_on.filter(
        starts_at__gt=now, registration_kind=RegistrationKind.OWN, registration_closes_at=None
    )
    without_recap = going_on.filter(
        over_at__lt=now - RECAP_AFTER, over_at__gt=now - RECAP_UNTIL, recap_article=None, reports=None
    )
    for lacking, what in ((without_deadline, "har påmelding uten frist"), (without_recap, "mangler oppsummering")):
        for event in lacking.order_by("starts_at")[:MOST_NAMED]:
            yield Task(f"«{event.title}» {what}", reverse("wagtailadmin_pages:edit", args=[event.pk]))


def _health(editable: Any) -> Iterator[Task]:
    kinds = PageFault.objects.filter(page__in=editable).order_by().values_list("kind").annotate(Count("pk"))
    for kind, count in sorted(kinds, key=lambda one: -one[1]):
        address = f"{reverse('content_health')}?{urlencode({'kind': kind})}"
        yield Task(f"Innholdshelse: {Kind(kind).label.lower()} ({count})", address)


def _number(count: int, noun: str, ending: str) -> str:
    return f"{count} {noun}{'' if count == 1 else ending}"
