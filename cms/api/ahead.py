"""Loading ahead: what a selection leads to comes as JSON with the rows themselves, in their one statement.

PostgreSQL runs the nested queries row by row over primary and foreign keys, after the list has been cut to its page.
"""

import datetime
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import F, Func, Model, OuterRef, QuerySet, Subquery
from wagtail.fields import StreamField
from wagtail.models import CollectionMember, DraftStateMixin, Page, RevisionMixin

from cms.api.loading import acquaint, introduce
from cms.api.reading import END_OF_EXACT, EXACT, is_known, note, note_things
from cms.api.rows import object_of, specific_page
from cms.api.tags import belongs_to_source, tag_of_model, tag_of_translations
from cms.api.visibility import ShownForATime, is_always_public

RELATED = "_ahead"
# Fields of pages and of snippets with revisions of which no answer says anything.
BOOKKEEPING = {
    "latest_revision",
    "latest_revision_created_at",
    "live_revision",
    "has_unpublished_changes",
    "draft_title",
    "owner",
    "locked",
    "locked_at",
    "locked_by",
    "expired",
    "alias_of",
}
# What is needed of every object to decide whether anyone may see it, and of pages to say where they are.
NEEDED: dict[type, set[str]] = {
    DraftStateMixin: {"live", "expire_at", "go_live_at"},
    Page: {"id", "path", "depth", "url_path", "title", "content_type_id", "locale_id", "translation_key"},
    CollectionMember: {"collection_id"},
    ShownForATime: {"starts_at", "ends_at"},
}


class Above(Func):
    """The tree paths above a path, the root's left out, for `path IN …`."""

    template = (
        "SELECT left(below, length) FROM (SELECT %(expressions)s AS below) AS page, "
        "generate_series(2 * %(step)s, length(below) - %(step)s, %(step)s) AS length"
    )
    output_field = models.CharField()

    def __init__(self, path: OuterRef) -> None:
        super().__init__(path, step=Page.steplen)


class DirectlyAbove(Func):
    """The tree path one step above a path."""

    template = f"left(%(expressions)s, -{Page.steplen})"
    output_field = models.CharField()


# Steps in the page tree, which are no fields of a page: the pages at their end, and whether there are several.
STEPS: dict[str, tuple[Callable[[], QuerySet], bool]] = {
    "parent": (lambda: Page.objects.filter(path=DirectlyAbove(OuterRef("path"))), False),
    "ancestors": (lambda: Page.objects.filter(path__in=Above(OuterRef("path"))).order_by("path"), True),
    "translations": (
        lambda: (
            Page.objects.filter(translation_key=OuterRef("translation_key"))
            .exclude(pk=OuterRef("pk"))
            .order_by("locale_id", "pk")
        ),
        True,
    ),
}


@dataclass(frozen=True, slots=True)
class Columns:
    """How an object is made of an array of its columns."""

    names: list[str]
    # The place of its primary key.
    key: int
    # What has to be read from JSON, and how.
    converters: list[tuple[int, Callable[[Any], Any]]]


@dataclass
class Plan:
    """What is taken of a model: relations by their names, StreamFields, and for plain pages that of each type."""

    model: type[Model]
    relations: "dict[str, Plan]" = field(default_factory=dict)
    streams: set[str] = field(default_factory=set)
    types: "dict[type[Page], Plan]" = field(default_factory=dict)
    # The columns that the fields taken are made of; None when somebody may read any.
    reads: set[str] | None = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.relations or self.types)

    @cached_property
    def tags(self) -> frozenset[str]:
        """The tags of related objects that come and go without a change of the object that has them."""
        own = {
            tag_of_model(below.model)
            for name, below in self.relations.items()
            if not (name in STEPS and issubclass(self.model, Page))
            and not belongs_to_source(model_field(self.model, name))
        }
        below = [*self.relations.values(), *self.types.values()]
        return frozenset(own.union(*(one.tags for one in below)))

    @cached_property
    def columns(self) -> Columns:
        """How objects that arrive by the plan are made."""
        fields = _columns(self)
        names = [field.attname for field in fields]
        converters = [(place, convert) for place, field in enumerate(fields) if (convert := _converter(field))]
        return Columns(names, names.index(self.model._meta.pk.attname), converters)

    def merged(self, other: "Plan | None") -> "Plan":
        """What either of the two plans of one model takes."""
        if other is None:
            return self
        relations = other.relations | {
            name: one.merged(other.relations.get(name)) for name, one in self.relations.items()
        }
        types = other.types | {model: one.merged(other.types.get(model)) for model, one in self.types.items()}
        reads = None if self.reads is None or other.reads is None else self.reads | other.reads
        return Plan(self.model, relations, self.streams | other.streams, types, reads)

    def read_any(self) -> None:
        """Take it that any column may be read, of related objects too."""
        self.reads = None
        for below in [*self.relations.values(), *self.types.values()]:
            below.read_any()


class Exact(Func):
    """A part of a statement that reads nothing but what arrives by it."""

    template = f"{EXACT}%(expressions)s{END_OF_EXACT}"
    output_field = models.Field()


class Packed(Func):
    """Values as one JSON array, which psycopg reads into a list."""

    function = "json_build_array"
    output_field = models.Field()


def with_related(queryset: QuerySet, plan: Plan | None) -> QuerySet:
    """The queryset, whose rows bring along what the plan takes; `arrived` unpacks it."""
    if not plan:
        return queryset
    if plan.model is not Page:
        # Wagtail reads all columns of a page that it makes one of its type of.
        queryset = queryset.defer(*(field.name for field in _untaken(plan)))
    extra = {_of_type(model): Exact(_own_columns(model, below)) for model, below in plan.types.items()}
    if plan.relations:
        extra[RELATED] = Exact(Packed(*(_related(plan.model, name, below) for name, below in plan.relations.items())))
    return queryset.annotate(**extra)


def arrived(rows: Iterable[Any], plan: Plan | None) -> list[Any]:
    """The rows, which anyone may see, as a list; they, and what they brought along, know each other from now on."""
    rows = list(rows)
    if plan:
        note(*plan.tags)
        unpacking = _Unpacking(plan)
        for row in rows:
            unpacking.row(row)
        unpacking.introduce()
    note_things(rows)
    acquaint(rows)
    return rows


def model_field(model: type[Model], name: str) -> Any:
    """The model's field or reverse relation of that name; None when it is a property or method."""
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _of_type(model: type[Page]) -> str:
    return f"{RELATED}_{model._meta.model_name}"


def _related(model: type[Model], name: str, plan: Plan) -> Any:
    """The related object as an array of its values, or the related objects as an array of such."""
    if name in STEPS and issubclass(model, Page):
        pages, many = STEPS[name]
        return (ArraySubquery if many else Subquery)(pages().values(row=_packed(plan)))
    relation, target = model_field(model, name), plan.model
    if relation.many_to_one or relation.one_to_one:
        return Subquery(target._base_manager.filter(pk=OuterRef(relation.attname)).order_by().values(row=_packed(plan)))
    back = relation.field.name if relation.auto_created else relation.related_query_name()
    return ArraySubquery(target._default_manager.filter(**{back: OuterRef("pk")}).values(row=_packed(plan)))


def _own_columns(model: type[Page], plan: Plan) -> Any:
    """What a page of the type has beyond every page, for rows that are just pages; null for pages of other types."""
    columns = [field.attname for field in _beyond_every_page(plan)]
    related = [_related(model, name, below) for name, below in plan.relations.items()]
    own = model._base_manager.filter(pk=OuterRef("pk")).order_by()
    return Subquery(own.values(row=Packed(*map(F, columns), *related)))


def _beyond_every_page(plan: Plan) -> list[Any]:
    shared = {field.attname for field in Page._meta.concrete_fields}
    return [field for field in _columns(plan) if field.attname not in shared]


def _packed(plan: Plan) -> Packed:
    related = [_related(plan.model, name, below) for name, below in plan.relations.items()]
    return Packed(*(F(field.attname) for field in _columns(plan)), *related)


def _columns(plan: Plan) -> list[Any]:
    """The columns that an object of the plan is made of."""
    untaken = _untaken(plan)
    columns = [field for field in plan.model._meta.concrete_fields if field not in untaken]
    if plan.reads is None:
        return columns
    needed = plan.reads.union(*(names for base, names in NEEDED.items() if issubclass(plan.model, base)))
    return [
        field for field in columns if field.primary_key or field.attname in needed or isinstance(field, StreamField)
    ]


def _untaken(plan: Plan) -> list[Any]:
    """The columns left out: bodies unless they are taken, they are long; and what Wagtail keeps for its own work."""
    is_versioned = issubclass(plan.model, Page | RevisionMixin)
    return [
        field
        for field in plan.model._meta.concrete_fields
        if (
            field.name not in plan.streams
            if isinstance(field, StreamField)
            else is_versioned and field.name in BOOKKEEPING
        )
    ]


class _Unpacking:
    """Makes objects of one plan's values; equal ones once, however often they arrive."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.below = [(name, _is_many(plan.model, name), _Unpacking(below)) for name, below in plan.relations.items()]
        self.types = {model: _Unpacking(below) for model, below in plan.types.items()}
        # None of these is hidden, or none leads anywhere.
        self.is_open = not self.below or is_always_public(plan.model)
        self.made: dict[Any, Any] = {}

    def row(self, row: Any) -> None:
        """Give a row of the queryset what it brought along."""
        values = row.__dict__.pop(RELATED, None)
        if values is not None:
            self._give(row, values)
        for model, unpacking in self.types.items():
            own = row.__dict__.pop(_of_type(model), None)
            if own is not None and type(row) is model:
                unpacking.complete(row, own)

    def complete(self, page: Any, values: list[Any]) -> None:
        """Give a page that has only what every page has the columns of its own type."""
        columns = _beyond_every_page(self.plan)
        for column, value in zip(columns, values, strict=False):
            convert = _converter(column)
            page.__dict__[column.attname] = convert(value) if convert and value is not None else value
        self._give(page, values[len(columns) :])

    def one(self, values: list[Any] | None) -> Any:
        """The object of these values; None for none."""
        if values is None:
            return None
        columns = self.plan.columns
        key = values[columns.key]
        if key not in self.made:
            for place, convert in columns.converters:
                if values[place] is not None:
                    values[place] = convert(values[place])
            model = self.plan.model
            made = object_of(model, columns.names, values)
            if model is Page:
                made = specific_page(made)
            self.made[key] = made
            # Nobody is shown what a hidden object leads to, nor told of it.
            if self.is_open or is_known(made):
                self._give(made, values[len(columns.names) :])
        return self.made[key]

    def introduce(self) -> None:
        for name, _, unpacking in self.below:
            # A translation that is shown moves the tag of the page in all its languages.
            introduce(unpacking.made.values(), is_covered=name == "translations")
            unpacking.introduce()
        for unpacking in self.types.values():
            unpacking.introduce()

    def _give(self, thing: Any, values: list[Any]) -> None:
        if "translations" in self.plan.relations:
            note(tag_of_translations(thing.translation_key))
        thing._state.is_whole = self.plan.model is not Page
        brought: dict[str, Any] = {
            name: [unpacking.one(one) for one in value] if many else unpacking.one(value)
            for (name, many, unpacking), value in zip(self.below, values, strict=True)
        }
        thing._state.ahead = getattr(thing._state, "ahead", {}) | brought


def _is_many(model: type[Model], name: str) -> bool:
    if name in STEPS and issubclass(model, Page):
        return STEPS[name][1]
    relation = model_field(model, name)
    return not (relation.many_to_one or relation.one_to_one)


def _converter(field: Any) -> Callable[[Any], Any] | None:
    """How a value of the field that is not null is read from JSON, where it is not the same there."""
    kind: Any = field.output_field if isinstance(field, models.GeneratedField) else field
    made: dict[type, Callable[[Any], Any]] = {
        models.DateTimeField: datetime.datetime.fromisoformat,
        models.DateField: datetime.date.fromisoformat,
        models.TimeField: datetime.time.fromisoformat,
        models.UUIDField: uuid.UUID,
        models.DecimalField: kind.to_python,
        models.DurationField: kind.to_python,
        StreamField: kind.to_python,
    }
    return next((made[base] for base in type(kind).__mro__ if base in made), None)
