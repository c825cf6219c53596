"""Querysets over shared content, each in the order it is listed in; who may see what is decided elsewhere."""

from datetime import datetime

from django.db.models import Q, QuerySet
from wagtail.models import Locale

from cms.api.reading import holds_until
from snippets.audiences import Audience
from snippets.contacts import Contact
from snippets.municipalities import Municipality
from snippets.notices import Notice
from snippets.organisations import Organisation
from snippets.themes import Theme


def municipalities() -> QuerySet[Municipality]:
    return Municipality.objects.order_by("sort_key", "pk")


def organisations() -> QuerySet[Organisation]:
    return Organisation.objects.order_by("sort_key", "pk")


def contacts() -> QuerySet[Contact]:
    """All contacts, drafts too."""
    return Contact.objects.order_by("sort_key", "pk")


def themes(locale: Locale) -> QuerySet[Theme]:
    return Theme.objects.filter(locale=locale).order_by("sort_key", "pk")


def audiences(locale: Locale) -> QuerySet[Audience]:
    return Audience.objects.filter(locale=locale).order_by("sort_key", "pk")


def active_notices(moment: datetime) -> list[Notice]:
    """Notices to be shown at the moment, the newest first."""
    not_over = Notice.objects.filter(Q(ends_at=None) | Q(ends_at__gt=moment)).order_by("-starts_at", "-pk")
    active = []
    for notice in not_over:
        if notice.starts_at <= moment:
            active.append(notice)
        holds_until(notice.ends_at if notice.starts_at <= moment else notice.starts_at)
    return active
