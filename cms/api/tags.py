"""Tags: the names under which answers remember what they read, and under which the database notes what changed.

A model has a tag, its name in lower case, and so has each of its objects: `contact` and `contact-7`. A page has those
of all pages and of its type (`page`, `articlepage`, `page-12`), and one for each way that leads to it: its address, its
translations, the page above it, and what it shares with others of its type. What belongs to a page, as its authors do,
counts as the page itself.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField, Model
from modelcluster.fields import ParentalKey
from wagtail.models import Page

# Moves whenever nobody can say what did.
EVERYTHING = "*"
# Where pages, public or not, stand in the tree: moves when one is made, moved or gone.
PLACES = "place"
# On every answer, so that a shared cache can be told to drop them all.
EVERY_ANSWER = "graphql"
# In bytes; Varnish takes 8,192 for a header by default.
LONGEST_HEADER = 7_500
# What editors, searches and sessions keep for themselves: no public answer is made of it, nor kept when it is.
PRIVATE_APPS = {
    "admin",
    "auth",
    "axes",
    "otp_static",
    "otp_totp",
    "sessions",
    "simple_translation",
    "wagtailadmin",
    "wagtaildocs",
    "wagtailembeds",
    "wagtailimages",
    "wagtailusers",
    "webhooks",
}
PRIVATE_MODELS = {
    "cms_api.accesstoken",
    "pages.healthcheck",
    "pages.outsidelink",
    "pages.pagefault",
    "pages.previewlink",
    "search.indexcopy",
    "search.term",
    "search.unansweredquery",
    "search.unsent",
    "snippets.contactconfirmation",
    "snippets.rendition",
    "wagtailcore.apitoken",
    "wagtailcore.collectionviewrestriction_groups",
    "wagtailcore.comment",
    "wagtailcore.commentreply",
    "wagtailcore.groupapprovaltask",
    "wagtailcore.groupapprovaltask_groups",
    "wagtailcore.groupcollectionpermission",
    "wagtailcore.grouppagepermission",
    "wagtailcore.groupsitepermission",
    "wagtailcore.modellogentry",
    "wagtailcore.pagelogentry",
    "wagtailcore.pagesubscription",
    "wagtailcore.pageviewrestriction_groups",
    "wagtailcore.referenceindex",
    "wagtailcore.revision",
    "wagtailcore.task",
    "wagtailcore.taskstate",
    "wagtailcore.uploadedfile",
    "wagtailcore.workflow",
    "wagtailcore.workflowcontenttype",
    "wagtailcore.workflowpage",
    "wagtailcore.workflowstate",
    "wagtailcore.workflowtask",
}
# Written by migrations alone.
CONSTANT_APPS = {"contenttypes"}


@dataclass(frozen=True)
class Shared:
    """A table that says what pages of one type share: the column of the page, that of the thing, and their tags."""

    table: str
    owner: str
    column: str
    prefix: str


@dataclass(frozen=True)
class Tracked:
    """How the rows of a table are named: by themselves, or as a part of the page whose key is in the column."""

    table: str
    tag: str
    column: str
    is_part_of_page: bool
    shared: Shared | None = None


def tag_of_model(model: type[Model]) -> str:
    """The tag of all objects of the model."""
    return str(model._meta.model_name)


def model_tag_of(tag: str) -> str:
    """The tag of all objects of the model, for that of one of them."""
    return tag.partition("-")[0]


def tags_of_rows(model: type[Model], pks: Iterable[Any]) -> list[str]:
    """The tags of the objects with these primary keys; none for what belongs to another object."""
    prefix = _prefix(model)
    return [] if prefix is None else [f"{prefix}{pk}" for pk in pks]


def tags_of_things(things: Iterable[Any]) -> Iterator[str]:
    """The tag of each of the things that is an object of the database and belongs to no other."""
    for thing in things:
        kind: Any = type(thing)
        prefix = _prefix(kind)
        if prefix is not None:
            yield f"{prefix}{thing.pk}"


def tag_of_address(url_path: str) -> str:
    """The tag of whatever page has this `url_path`."""
    return f"page-at-{hashlib.md5(url_path.encode(), usedforsecurity=False).hexdigest()}"


def tag_of_translations(translation_key: Any) -> str:
    """The tag of a page in all its languages."""
    return f"page-of-{translation_key}"


def tag_of_place(translation_key: Any) -> str:
    """The tag of where a page, public or not, and its translations stand in the tree."""
    return f"{PLACES}-{translation_key}"


def tag_of_sharing(model: type[Model], name: str, pk: Any) -> str:
    """The tag of the pages of the model that share the thing under that name, one of the model's `listed_by`."""
    field: Any = model._meta.get_field(name)
    return f"{_sharing_prefix(model, field)}{pk}"


def _sharing_prefix(model: type[Model], field: Any) -> str:
    return f"{tag_of_model(model)}-with-{tag_of_model(field.related_model)}-"


def tag_of_children(path: str) -> str:
    """The tag of the pages directly below the one with this tree path."""
    return f"page-in-{path}"


def as_header(tags: Iterable[str]) -> str:
    """The tags as the value of `Cache-Tag`; those of models alone when all of them would be too long for a header."""
    header = ",".join([EVERY_ANSWER, *sorted(tags)])
    if len(header) <= LONGEST_HEADER:
        return header
    return ",".join([EVERY_ANSWER, *sorted({model_tag_of(tag) for tag in tags})])


@cache
def tracked() -> tuple[Tracked, ...]:
    """The tables whose changes are noted."""
    return tuple(_tracked(model) for model in _models() if not _is_private(model) and not _is_constant(model))


@cache
def tags_by_table() -> dict[str, str | None]:
    """For each table the tag of its rows together; None for a table of which no answer may be kept."""
    tags: dict[str, str | None] = {one.table: one.tag for one in tracked()}
    return tags | {model._meta.db_table: None for model in _models() if _is_private(model)}


@cache
def _prefix(kind: Any) -> str | None:
    """What the tags of the model's objects begin with."""
    if not issubclass(kind, Model) or _owner(kind) is not None:
        return None
    return "page-" if issubclass(kind, Page) else f"{tag_of_model(kind)}-"


def _models() -> list[type[Model]]:
    return list(apps.get_models(include_auto_created=True))


def _is_private(model: type[Model]) -> bool:
    return model._meta.app_label in PRIVATE_APPS or model._meta.label_lower in PRIVATE_MODELS


def _is_constant(model: type[Model]) -> bool:
    return model._meta.app_label in CONSTANT_APPS


def _tracked(model: type[Model]) -> Tracked:
    table, key = model._meta.db_table, str(model._meta.pk.column)
    if issubclass(model, Page):
        return Tracked(table, tag_of_model(model), key, is_part_of_page=model is not Page)
    owner = _owner(model)
    if owner is None:
        return Tracked(table, tag_of_model(model), key, is_part_of_page=False)
    whole = owner.related_model
    return Tracked(table, tag_of_model(whole), owner.column, issubclass(whole, Page), _shared(model, owner))


def _shared(through: type[Model], owner: Any) -> Shared | None:
    """What the rows say that pages share, if lists narrow by it."""
    whole = owner.related_model
    for name in getattr(whole, "listed_by", ()):
        field = whole._meta.get_field(name)
        if field.remote_field.through is through:
            column = field.m2m_reverse_name()
            return Shared(through._meta.db_table, owner.column, column, _sharing_prefix(whole, field))
    return None


def _owner(model: type[Model]) -> Any:
    """The key to what the object belongs to: an object in a cluster, or a row that links two others."""
    for field in model._meta.local_concrete_fields:
        if isinstance(field, ParentalKey):
            return field
    source: Any = model._meta.auto_created
    if source:
        return next(
            field
            for field in model._meta.local_concrete_fields
            if isinstance(field, ForeignKey) and field.related_model is source
        )
    return None


def belongs_to_source(relation: Any) -> bool:
    """Whether the relation's rows change with the object that has it, and so need no tag of their own."""
    if relation.many_to_one or relation.one_to_one:
        return True
    if isinstance(relation, ManyToManyField):
        through: Any = relation.remote_field.through
        return bool(through._meta.auto_created)
    return isinstance(getattr(relation, "field", None), ParentalKey)
