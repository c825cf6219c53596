"""`manage.py webhooks`: who is told, what would be sent, and sending again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Count, Q

from cms.webhooks.deliveries import Delivery, DeliveryStatus
from cms.webhooks.endpoints import Endpoint
from cms.webhooks.following import tell_webhooks
from cms.webhooks.kinds import EventKind
from cms.webhooks.known import Known
from cms.webhooks.sending import headers_of
from cms.webhooks.telling import about, tell, write, write_trial

KINDS = {kind.value.removeprefix("content."): kind for kind in EventKind if kind.value.startswith("content.")}


class Command(BaseCommand):
    help = "Shows who is told of changes by webhook, tries it without sending, and sends again what did not arrive."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
        actions.add_parser("status", help="list the receivers, with how many messages wait and were given up")
        actions.add_parser("send", help="tell of what has changed and send what is due, once, as the scheduler does")
        dry_run = actions.add_parser(
            "dry-run", help="print every request that would be sent now, with its headers and body, and send nothing"
        )
        dry_run.add_argument("path", nargs="?", help="as if the public page at this path had just changed")
        dry_run.add_argument("--kind", choices=sorted(KINDS), default="changed", help="what had happened to the page")
        replay = actions.add_parser("replay", help="send messages again, under the same ids")
        replay.add_argument("ids", nargs="*", metavar="msg_…", help="the `webhook-id` of a message")
        replay.add_argument("--given-up", action="store_true", help="all that were given up")
        replay.add_argument("--endpoint", metavar="NAME", help="only those to this receiver")
        trial = actions.add_parser("trial", help="send a receiver a message of the kind `webhooks.test`")
        trial.add_argument("name", help="what the receiver is called in the admin")

    def handle(self, *, action: str, **options: Any) -> None:
        match action:
            case "status":
                self._status()
            case "send":
                tell_webhooks()
            case "dry-run":
                self._dry_run(options["path"], KINDS[options["kind"]])
            case "replay":
                self._replay(options["ids"], given_up=options["given_up"], endpoint=options["endpoint"])
            case "trial":
                delivery = write_trial(_endpoint(options["name"]))
                self.stdout.write(f"{delivery.event.message_id} is in the outbox.")

    def _status(self) -> None:
        waiting, given_up = (
            Count("deliveries", filter=Q(deliveries__status=status))
            for status in (DeliveryStatus.WAITING, DeliveryStatus.GIVEN_UP)
        )
        for endpoint in Endpoint.objects.annotate(waiting=waiting, given_up=given_up):
            state = "active" if endpoint.is_active else "paused"
            counts = f"{endpoint.waiting} waiting, {endpoint.given_up} given up"
            self.stdout.write(f"{endpoint.name}: {state}, {counts} ({endpoint.url})")

    def _dry_run(self, path: str | None, kind: EventKind) -> None:
        last = Delivery.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        with transaction.atomic():
            if path is None:
                tell()
            else:
                write([about(_known_page(path), kind)])
            found = Delivery.objects.filter(pk__gt=last).select_related("event", "endpoint").order_by("pk")
            for delivery in found:
                headers = headers_of(delivery.event, delivery.endpoint)
                lines = [f"POST {delivery.endpoint.url}", *(f"{name}: {value}" for name, value in headers.items())]
                self.stdout.write("\n".join([*lines, "", delivery.event.body, ""]))
            if not found:
                self.stdout.write("Nobody would be told of anything.")
            transaction.set_rollback(True)

    def _replay(self, ids: list[str], *, given_up: bool, endpoint: str | None) -> None:
        if not ids and not given_up:
            raise CommandError("Say which messages: their ids, or --given-up.")
        found = Delivery.objects.filter(event__message_id__in=ids) if ids else Delivery.objects.all()
        if given_up:
            found = found.filter(status=DeliveryStatus.GIVEN_UP)
        if endpoint:
            found = found.filter(endpoint=_endpoint(endpoint))
        count = sum(delivery.put_back() for delivery in found)
        self.stdout.write(f"{count} in the outbox again.")


def _endpoint(name: str) -> Endpoint:
    found = Endpoint.objects.filter(name=name).first()
    if found is None:
        raise CommandError(f"There is no receiver called {name!r}; `manage.py webhooks status` lists them.")
    return found


def _known_page(path: str) -> Known:
    found = Known.objects.filter(model="page", path=path).first()
    if found is None:
        raise CommandError(f"No public page that receivers know of has the path {path}; it looks like /artikler/ny/.")
    return found
