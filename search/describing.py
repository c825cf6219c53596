"""What the search knows of a thing: its words, what it is counted by, and which other objects' words are among them.

Only what anyone may read once the thing itself is public: no e-mail or phone that is not shown, no contact that is a
draft or may become one by the clock.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.utils import timezone, translation
from django.utils.formats import date_format
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, Page
from wagtail.search import index

from cms.api.blocks import texts
from cms.api.tags import tag_of_model, tags_of_things
from pages.contact_directory import ContactDirectoryPage
from pages.events import EventPage
from search import properties
from search.analysis.tokens import clean
from search.kinds import kind_label, kind_of, title_field
from search.query import number_of
from snippets.contacts import Contact
from snippets.municipalities import Municipality
from snippets.organisations import Organisation

# A text to be searched; nobody reads on to page twenty for a hit.
LONGEST_TEXT = 100_000
# Fields that Wagtail's index boosts that much are leads.
BOOST_OF_A_LEAD = 1.5
# Who wrote a page, where it has authors.
AUTHORS = "authors__contact"


@dataclass
class Description:
    """A thing in words, from the weightiest to the least."""

    thing: Model
    kind: str
    title: str
    lead: list[str] = field(default_factory=list)
    # Of people, places, organisations, themes.
    names: list[str] = field(default_factory=list)
    # What it lists: a programme's items, a strategy's actions.
    rows: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    # For excerpts, in the order that readers read it.
    text: str = ""
    day: date | None = None
    themes: list[str] = field(default_factory=list)
    municipalities: list[str] = field(default_factory=list)
    organisations: list[int] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)


def described(thing: Any) -> Description:
    """The description of the page, contact, organisation or document, as it is in memory."""
    description = Description(thing, kind_of(type(thing)), clean(str(getattr(thing, title_field(type(thing))))))
    description.themes = [theme.slug for theme in _met(description, properties.THEMES)]
    description.municipalities = [place.number for place in _met(description, properties.MUNICIPALITIES)]
    description.organisations = [organisation.pk for organisation in _met(description, properties.ORGANISATIONS)]
    description.day = _day(thing)
    description.rows.append(kind_label(description.kind))
    if description.day is not None:
        # Of an event the day is what it is known by; of other things the year is asked for at most.
        is_event = isinstance(thing, EventPage)
        (description.names if is_event else description.rows).append(_said_of_day(thing, description.day))
    reading = [*_read(description), getattr(thing, "search_description", "")] if isinstance(thing, Page) else []
    if isinstance(thing, Contact):
        reading = [thing.get_role_labels(), thing.job_title, *_names(thing, "organisation"), *_municipality(thing)]
        description.lead += reading
        description.names += [thing.email] if thing.email_is_public else []
        description.names += [number_of(thing.phone)] if thing.phone_is_public else []
    elif isinstance(thing, Organisation):
        reading = [thing.get_kind_display(), *_names(thing, "municipality")]
        description.lead += reading
    elif isinstance(thing, ContactDirectoryPage):
        # It lists all of them, those without a contact, too.
        places = list(Municipality.objects.order_by("number"))
        listed = [name for place in places for name in [_name(place), *_other_names(place)]]
        description.body += listed
        description.sources.add(tag_of_model(Municipality))
        reading = [*reading, ", ".join(dict.fromkeys(filter(None, listed)))]
    separator = " " if isinstance(thing, Page) else ", "
    description.text = clean(separator.join(filter(None, reading)))[:LONGEST_TEXT]
    return description


def relations_of(model: type[Any]) -> list[str]:
    """The paths of relations that a description of such a thing follows, for whoever describes many of them."""
    paths = {where.get(model, "") for where in (properties.THEMES, properties.MUNICIPALITIES, properties.ORGANISATIONS)}
    if issubclass(model, Page):
        paths |= {one.field_name for one in model.get_search_fields() if isinstance(one, index.RelatedFields)}
        if hasattr(model, AUTHORS.partition("__")[0]):
            paths.add(AUTHORS)
    if issubclass(model, EventPage):
        paths.add("locale")
    return sorted(filter(None, paths))


def _read(description: Description) -> Iterator[str]:
    """What the page says beside its title; each part is noted where it belongs."""
    page: Any = description.thing
    for one in page.get_search_fields():
        if isinstance(one, index.SearchField) and one.field_name != "title":
            text = _own_text(page, one)
            (description.lead if (one.boost or 0) >= BOOST_OF_A_LEAD else description.body).append(text)
            yield text
        elif isinstance(one, index.RelatedFields):
            rows = _values(getattr(page, one.field_name))
            description.sources.update(tags_of_things(rows))
            for row in _visible(rows):
                is_named = not hasattr(row, "sort_order")
                said = [_text(part.get_value(row)) for part in one.fields if isinstance(part, index.SearchField)]
                (description.names if is_named else description.rows).extend(said)
                yield from said
    authors = _follow([page], AUTHORS)
    # Those who are hidden, too: they may be shown one day.
    description.sources.update(tags_of_things(authors))
    description.names += [author.name for author in _visible(authors)]
    description.body.append(page.search_description)


def _met(description: Description, where: properties.Property) -> list[Any]:
    """The objects that the thing has under the property, each once; their names are among its words."""
    path = where.get(type(description.thing))
    if path is None:
        return []
    found = list(dict.fromkeys(_follow([description.thing], path)))
    for one in found:
        if one is not description.thing:
            description.names += [_name(one), *_other_names(one)]
            description.sources.update(tags_of_things([one]))
    return found


def _follow(things: Iterable[Any], path: str) -> list[Any]:
    """The objects at the end of the path of relations; the things themselves for an empty one."""
    for name in filter(None, path.split("__")):
        things = [value for thing in things if hasattr(thing, name) for value in _values(getattr(thing, name))]
    return list(things)


def _values(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value.all()) if hasattr(value, "all") else [value]


def _names(thing: Any, *relations: str) -> list[str]:
    return [_name(found) for relation in relations if (found := getattr(thing, relation)) is not None]


def _municipality(contact: Contact) -> list[str]:
    """The municipality as people ask for it, unless the contact's organisation is called just that."""
    names = [f"{name} kommune" for name in _names(contact, "municipality")]
    return [name for name in names if name not in _names(contact, "organisation")]


def _visible(things: Iterable[Any]) -> list[Any]:
    """Those that anyone may see now and, unless somebody changes them, for ever."""
    return [
        thing
        for thing in things
        if not isinstance(thing, DraftStateMixin)
        or (thing.live and thing.expire_at is None and (thing.go_live_at is None or thing.go_live_at <= timezone.now()))
    ]


def _name(thing: Any) -> str:
    return str(thing)


def _other_names(thing: Any) -> list[str]:
    return [thing.official_name, thing.name_sma] if isinstance(thing, Municipality) else []


def _day(thing: Any) -> date | None:
    name = properties.DAYS.get(type(thing))
    value = getattr(thing, name) if name else None
    return timezone.localdate(value) if isinstance(value, datetime) else value


def _said_of_day(thing: Any, day: date) -> str:
    """The day of an event in its language; of other things the year."""
    if not isinstance(thing, EventPage):
        return str(day.year)
    with translation.override(thing.locale.language_code):
        return date_format(day, "j. F Y")


def _own_text(page: Page, one: index.SearchField) -> str:
    if not isinstance(_field(page, one.field_name), StreamField):
        return _text(one.get_value(page))
    stream = getattr(page, one.field_name)
    return " ".join(texts(stream.stream_block, list(stream.raw_data)))


def _field(page: Page, name: str) -> Any:
    fields: Mapping[str, Any] = {one.name: one for one in page._meta.concrete_fields}
    return fields.get(name)


def _text(value: Any) -> str:
    return " ".join(value) if isinstance(value, list) else str(value or "")
