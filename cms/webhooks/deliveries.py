"""The outbox and its log: events, whom each is delivered to, and every try at that."""

import uuid

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from cms.webhooks.endpoints import Endpoint
from cms.webhooks.kinds import EventKind, types
from pages.choices import known_choice


def new_message_id() -> str:
    """What a receiver knows a message by, however often it is sent."""
    return f"msg_{uuid.uuid4().hex}"


class Event(models.Model):
    """Something that has happened, with the very bytes that receivers get."""

    message_id = models.CharField("id", max_length=40, default=new_message_id, unique=True)
    kind = models.CharField("hendelse", max_length=30, choices=EventKind)
    # Of the thing that it is about, where there is one.
    type = models.CharField("type", max_length=100, blank=True)
    path = models.TextField("sti", blank=True)
    body = models.TextField("innhold")
    at = models.DateTimeField("tid", default=timezone.now)

    class Meta:
        verbose_name = "hendelse"
        verbose_name_plural = "hendelser"
        constraints = [known_choice("webhook_event_kind_known", "kind", EventKind)]
        indexes = [models.Index(fields=["at"], name="webhook_event_at")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}" if self.subject else self.get_kind_display()

    @property
    def subject(self) -> str:
        """What it is about, as an editor knows it; empty when it is about nothing of its own."""
        return self.path or dict(types()).get(self.type, self.type)


class DeliveryStatus(models.TextChoices):
    """How far a delivery has come."""

    WAITING = "waiting", "Venter"
    DELIVERED = "delivered", "Levert"
    GIVEN_UP = "given_up", "Oppgitt"


class Delivery(models.Model):
    """One event for one receiver."""

    event = models.ForeignKey(Event, models.CASCADE, verbose_name="hendelse", related_name="deliveries")
    endpoint = models.ForeignKey(Endpoint, models.CASCADE, verbose_name="webhook", related_name="deliveries")
    status = models.CharField("status", max_length=20, choices=DeliveryStatus, default=DeliveryStatus.WAITING)
    # Since it was last put into the outbox; the log has those before.
    tries = models.PositiveSmallIntegerField("forsøk", default=0)
    next_try_at = models.DateTimeField("neste forsøk", default=timezone.now)

    class Meta:
        verbose_name = "levering"
        verbose_name_plural = "leveringer"
        ordering = ["-pk"]
        constraints = [
            known_choice("webhook_delivery_status_known", "status", DeliveryStatus),
            models.UniqueConstraint(fields=["event", "endpoint"], name="webhook_delivery_once"),
        ]
        indexes = [
            models.Index(fields=["endpoint", "next_try_at"], name="webhook_delivery_due", condition=Q(status="waiting"))
        ]

    def __str__(self) -> str:
        return f"{self.event} → {self.endpoint}"

    @property
    def is_waiting(self) -> bool:
        return self.status == DeliveryStatus.WAITING

    @property
    def is_given_up(self) -> bool:
        return self.status == DeliveryStatus.GIVEN_UP

    def put_back(self) -> bool:
        """Have it sent again, as if it had never been tried; False, and nothing done, while it is being sent."""
        with transaction.atomic():
            if not Delivery.objects.select_for_update(skip_locked=True).filter(pk=self.pk):
                return False
            self.status, self.tries, self.next_try_at = DeliveryStatus.WAITING, 0, timezone.now()
            self.save(update_fields=["status", "tries", "next_try_at"])
            return True


class Attempt(models.Model):
    """One try to deliver, and what came of it."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, verbose_name="levering", related_name="attempts")
    at = models.DateTimeField("tid", default=timezone.now)
    status = models.PositiveSmallIntegerField("svar", null=True)
    problem = models.CharField("problem", max_length=500, blank=True)
    answer = models.TextField("mottakerens svar", blank=True)
    milliseconds = models.PositiveIntegerField("millisekunder")

    class Meta:
        verbose_name = "forsøk"
        verbose_name_plural = "forsøk"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.problem or str(self.status)
