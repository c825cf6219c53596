"""Querysets over shared content, each in the order it is listed in; who may see what is decided elsewhere."""

from django.db.models import QuerySet
from wagtail.models import Locale

from cms.api.visibility import Gate
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


def active_notices(gate: Gate) -> QuerySet[Notice]:
    """Notices to be shown at the gate's moment, the newest first."""
    return gate.public(Notice.objects.order_by("-starts_at", "-pk"))
