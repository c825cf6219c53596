"""What receivers are told of: the kinds of events, and the types of things that they are about."""

from functools import cache

from django.db import models
from django.utils.text import capfirst
from grapple.registry import registry
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from cms.api.tags import tag_of_model


class EventKind(models.TextChoices):
    """What has happened, as the public sees it: what nobody could see before is published, whatever editors call it."""

    PUBLISHED = "content.published", "Publisert"
    CHANGED = "content.changed", "Endret"
    UNPUBLISHED = "content.unpublished", "Avpublisert"
    DELETED = "content.deleted", "Slettet"
    SITE = "site.changed", "Nettstedet endret"
    EVERYTHING = "everything.changed", "Alt kan være endret"
    TEST = "webhooks.test", "Prøve"


# What a receiver may do without. It always hears that nobody can say what has changed, and of a trial.
CHOSEN = [
    EventKind.PUBLISHED,
    EventKind.CHANGED,
    EventKind.UNPUBLISHED,
    EventKind.DELETED,
    EventKind.SITE,
]

# Tags (`cms.api.tags`) of what belongs to a site as a whole and has no place of its own in the API.
OF_THE_SITE = frozenset({"locale", "promotion", "redirect", "site", "sitesettings", "synonym"})


def all_chosen() -> list[str]:
    """Every kind that can be chosen, for a new receiver."""
    return [kind.value for kind in CHOSEN]


@cache
def models_by_tag() -> dict[str, type[models.Model]]:
    """The models whose objects receivers are told of, by their tag; pages of all types as Page."""
    told = [Page, *registry.snippets, get_image_model(), get_document_model()]
    return {tag_of_model(model): model for model in told}


def types() -> list[tuple[str, str]]:
    """The names of all types in the API that receivers are told of, each with what editors call it."""
    told = [*registry.pages, *(model for model in models_by_tag().values() if model is not Page)]
    names = {model.__name__: capfirst(str(model._meta.verbose_name)) for model in told}
    return sorted(names.items(), key=lambda one: one[1])
