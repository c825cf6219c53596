"""The tables of the webhooks: receivers, outbox and log, and what receivers know."""

from cms.webhooks.deliveries import Attempt, Delivery, DeliveryStatus, Event
from cms.webhooks.endpoints import Endpoint
from cms.webhooks.known import Known

__all__ = ["Attempt", "Delivery", "DeliveryStatus", "Endpoint", "Event", "Known"]
