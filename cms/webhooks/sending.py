"""Sends what lies in the outbox, and again later what did not arrive; whoever sends a message holds its row."""

import logging
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from cms.webhooks.deliveries import Attempt, Delivery, DeliveryStatus, Event
from cms.webhooks.endpoints import Endpoint
from cms.webhooks.posting import Answer, post
from cms.webhooks.signing import signature_headers

logger = logging.getLogger(__name__)

# Between the first try and the second, and so on: a restart, a new version, a broken morning. Eight tries in 17 hours.
PAUSES = [timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 3600, 4 * 3600, 12 * 3600)]
MOST_TRIES = len(PAUSES) + 1
# Receivers that are sent to at the same time; one that does not answer keeps nobody else waiting.
MOST_RECEIVERS = 8
# For one receiver before it is somebody else's turn.
SECONDS_IN_A_TURN = 20.0
GONE = 410


class Sending:
    """Sends to several receivers at a time, and to each one message after the other."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(MOST_RECEIVERS, thread_name_prefix="webhooks")
        self._turns: dict[int, Future[None]] = {}
        self._is_stopped = threading.Event()

    def begin(self) -> None:
        """Begin with each receiver that something is due for; nobody waits for that to end."""
        for endpoint in _due_endpoints():
            turn = self._turns.get(endpoint)
            if turn is None or turn.done():
                self._turns[endpoint] = self._threads.submit(self._take_turn, endpoint)

    def finish(self) -> None:
        """Wait until every turn that was begun is over."""
        wait(self._turns.values())
        self._threads.shutdown()

    def stop(self) -> None:
        """Wait for the messages that are on their way, and begin with no other."""
        self._is_stopped.set()
        self.finish()

    def _take_turn(self, endpoint: int) -> None:
        until = time.monotonic() + SECONDS_IN_A_TURN
        try:
            while not self._is_stopped.is_set() and time.monotonic() < until and send_next(endpoint):
                pass
        except Exception:
            logger.exception("Webhook %d could not be sent to", endpoint)
        finally:
            connection.close()


def send_due() -> None:
    """Send what is due now."""
    sending = Sending()
    sending.begin()
    sending.finish()


def send_next(endpoint: int) -> bool:
    """Send the oldest message that is due for the receiver; whether it arrived, and the next one may follow.

    On its way, nobody else can take it. Whoever is killed lets go of it; it is sent again, under the same id.
    """
    with transaction.atomic():
        due: Any = Delivery.objects.select_for_update(skip_locked=True, of=["self"]).select_related("event", "endpoint")
        delivery = due.filter(**_is_due(), endpoint=endpoint).order_by("pk").first()
        if delivery is None:
            return False
        answer = post(delivery.endpoint.url, headers_of(delivery.event, delivery.endpoint), delivery.event.body)
        _note(delivery, answer)
        return answer.is_success


def headers_of(event: Event, endpoint: Endpoint) -> dict[str, str]:
    """What is sent with the event's body to the receiver at this moment."""
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "FoUI-CMS-Webhooks/1",
        **signature_headers(endpoint.salts, message_id=event.message_id, moment=timezone.now(), body=event.body),
    }


def _due_endpoints() -> list[int]:
    return list(Delivery.objects.filter(**_is_due()).order_by().values_list("endpoint", flat=True).distinct())


def _is_due() -> dict[str, Any]:
    return {"status": DeliveryStatus.WAITING, "next_try_at__lte": timezone.now(), "endpoint__is_active": True}


def _note(delivery: Delivery, answer: Answer) -> None:
    """Write down what came of the try, and when the next one is."""
    delivery.tries += 1
    problem = answer.problem
    if answer.is_success:
        delivery.status = DeliveryStatus.DELIVERED
    elif answer.status == GONE:
        # By the specification: the receiver wants no more.
        problem = "Mottakeren svarte at den er nedlagt (410). Webhooken er satt på pause."
        delivery.status = DeliveryStatus.GIVEN_UP
        Endpoint.objects.filter(pk=delivery.endpoint_id).update(is_active=False)
    elif delivery.tries >= MOST_TRIES:
        delivery.status = DeliveryStatus.GIVEN_UP
    else:
        delivery.next_try_at = timezone.now() + PAUSES[delivery.tries - 1]
    delivery.save(update_fields=["status", "tries", "next_try_at"])
    Attempt.objects.create(
        delivery=delivery,
        status=answer.status,
        problem=problem,
        answer=answer.text,
        milliseconds=answer.milliseconds,
    )
    if delivery.status == DeliveryStatus.GIVEN_UP:
        logger.error(
            "Webhook %s to %r is given up after %d tries: %s",
            delivery.event.message_id,
            delivery.endpoint.name,
            delivery.tries,
            problem or f"it answered {answer.status}",
        )
