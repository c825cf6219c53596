"""The faults of public pages, found when a page is published and again each night."""

import logging
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from wagtail.models import Page

from pages.choices import known_choice
from pages.health.checking import faults_of
from pages.health.wording import Kind

logger = logging.getLogger(__name__)

# A page is read again when nobody has for so long: years pass, and what links lead to goes.
READ_EVERY = timedelta(days=1)
# In one minute of the scheduler.
MOST_AT_ONCE = 200


class HealthCheck(models.Model):
    """When a page was last read for faults."""

    page = models.OneToOneField(Page, verbose_name="side", on_delete=models.CASCADE, related_name="health_check")
    read_at = models.DateTimeField("lest", default=timezone.now)

    class Meta:
        verbose_name = "gjennomlesning"

    def __str__(self) -> str:
        return f"{self.page} {self.read_at:%d.%m.%Y}"


class PageFault(models.Model):
    """One thing on a public page that an editor should mend."""

    page = models.ForeignKey(Page, verbose_name="side", on_delete=models.CASCADE, related_name="faults")
    kind = models.CharField("hva", max_length=20, choices=Kind)
    words = models.CharField("ordene det gjelder", max_length=200, blank=True)

    class Meta:
        verbose_name = "mangel ved innholdet"
        verbose_name_plural = "innholdshelse"
        ordering = ["pk"]
        constraints = [known_choice("page_fault_kind_known", "kind", Kind)]
        indexes = [models.Index(fields=["kind"], name="page_fault_kind")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.words}" if self.words else self.get_kind_display()


def read(page: Page) -> list[PageFault]:
    """Read the page, and keep what is wrong with it in place of what was; nothing is wrong with one that is hidden."""
    found = [PageFault(page_id=page.pk, kind=fault.kind, words=fault.words) for fault in faults_of(page) if page.live]
    with transaction.atomic():
        HealthCheck.objects.update_or_create(page_id=page.pk, defaults={"read_at": timezone.now()})
        PageFault.objects.filter(page_id=page.pk).delete()
        return PageFault.objects.bulk_create(found)


def read_again() -> int:
    """Read those pages that nobody has read for a day, at most `MOST_AT_ONCE`; how many those were."""
    long_ago = timezone.now() - READ_EVERY
    public = Page.objects.live().filter(depth__gt=1)
    unread = public.filter(models.Q(health_check=None) | models.Q(health_check__read_at__lt=long_ago))
    pages = list(unread.order_by("health_check__read_at", "pk").specific()[:MOST_AT_ONCE])
    for page in pages:
        read_published(page)
    return len(pages)


def read_published(instance: Any, **kwargs: Any) -> None:
    """For Wagtail's signal: read what has just been published; that this fails stops nobody from publishing."""
    try:
        with transaction.atomic():
            read(instance)
    except Exception:
        logger.exception("Page %s could not be read for faults", instance.pk)
        # Or it would stand first in the queue for ever.
        HealthCheck.objects.update_or_create(page_id=instance.pk, defaults={"read_at": timezone.now()})


def forget_unpublished(instance: Any, **kwargs: Any) -> None:
    """For Wagtail's signal: a page that nobody sees has no faults."""
    PageFault.objects.filter(page_id=instance.pk).delete()
