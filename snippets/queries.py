"""Querysets over shared content, each in the order it is listed in; who may see what is decided elsewhere."""

from datetime import datetime

from django.db.models import Q, QuerySet
from wagtail.models import Locale

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


def active_notices(moment: datetime) -> QuerySet[Notice]:
    """Notices to be shown at the moment, the newest first."""
    not_over = Q(ends_at=None) | Q(ends_at__gt=moment)
    return Notice.objects.filter(not_over, starts_at__lte=moment).order_by("-starts_at", "-pk")
