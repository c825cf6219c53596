"""Does what editors have planned for this time."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

from cms.database.locks import Lock, advisory_lock

logger = logging.getLogger(__name__)


class NotPublished(Exception):
    """Some of what was planned could not be done; it says what, and the log why."""


def publish_scheduled() -> None:
    """Publish and unpublish what editors have planned for this time; one process does so at a time.

    As Wagtail's command does, which ends at the first that cannot be done: here nothing is done by half, and nothing
    waits for another. NotPublished is raised after all the rest.
    """
    now = timezone.now()
    with advisory_lock(Lock.PUBLISHING):
        failed = [name for due in (_expired(now), _planned(now)) for name, act in due if not _done(name, act)]
    if failed:
        raise NotPublished(f"Could not be published or unpublished as planned: {', '.join(failed)}")


def _expired(now: datetime) -> Iterator[tuple[str, Callable[[], object]]]:
    """What is to be unpublished, each under what the log calls it, where no names of people stand."""
    models = [
        model for model in apps.get_models() if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
    ]
    for model in (Page, *models):
        for expired in list(model._default_manager.filter(live=True, expire_at__lt=now).order_by("expire_at")):
            act = partial(expired.unpublish, set_expired=True, log_action="wagtail.unpublish.scheduled")
            yield f"{model._meta.label} {expired.pk}", act


def _planned(now: datetime) -> Iterator[tuple[str, Callable[[], object]]]:
    """What is to be published, in the order of its time."""
    due = Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at")
    for revision in list(due.select_related("content_type")):
        kind = revision.content_type
        name = f"{kind.app_label}.{kind.model} {revision.object_id} (revision {revision.pk})"
        yield name, partial(revision.publish, log_action="wagtail.publish.scheduled")


def _done(name: str, act: Callable[[], object]) -> bool:
    try:
        with transaction.atomic():
            act()
    except Exception:
        logger.exception("What was planned could not be done: %s", name)
        return False
    return True
