"""Loading in bulk: objects that arrived together know each other, and load what they lead to together."""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable
from functools import cache
from typing import Any

from django.db.models import Model, prefetch_related_objects
from wagtail.models import Page

from cms.api.reading import exactly, is_known, listing, note, note_arrived, note_missing
from cms.api.statements import HasKey, HasText, Selection, as_text
from cms.api.tags import PLACES, belongs_to_source, tag_of_address, tag_of_place, tags_of_rows


class Peers:
    """Objects that arrived together, and what was loaded for all of them.

    The peers of an object are of its model; its `company` is everybody, whatever the model.
    """

    def __init__(self, members: list[Any], company: "Peers | None" = None) -> None:
        self.members = members
        self.company = company or self
        self._loaded: dict[Hashable, Any] = {}

    def once(self, key: Hashable, load: Callable[[list[Any]], Any]) -> Any:
        """What `load` gives for all members; called once for each key."""
        if key not in self._loaded:
            self._loaded[key] = load(self.members)
        return self._loaded[key]


def introduce(things: Iterable[Any], *, is_covered: bool = False) -> list[Any]:
    """The things as a list; they know each other from now on.

    One that the reader may not know of knows nobody, so that nothing is loaded with the others that it leads to.
    `is_covered` is as for `note_arrived`.
    """
    things = list(things)
    known = note_arrived(things, is_covered=is_covered)
    if len(known) < len(things):
        for thing in things:
            if not is_known(thing):
                thing._state.peers = Peers([thing])
    acquaint(known)
    return things


def acquaint(things: list[Any]) -> None:
    """The things, which have been noted, know each other from now on."""
    company = Peers([thing for thing in things if isinstance(thing, Model)])
    together: dict[type, list[Any]] = defaultdict(list)
    for thing in company.members:
        together[type(thing)].append(thing)
    for members in together.values():
        peers = Peers(members, company)
        for member in members:
            # In `_state`, which stays with the instance; `__dict__` would travel into every pickle.
            member._state.peers = peers


def peers_of(thing: Any) -> Peers:
    """Those that arrived with the thing; itself alone when it came alone."""
    peers = getattr(thing._state, "peers", None)
    if peers is None:
        introduce([thing])
        peers = thing._state.peers
    return peers


def whole(page: Page) -> Page:
    """The page with the columns of its own type, which a list of pages of many types leaves out at first.

    They are read for all its peers at once, and only when one of them is asked for. A page that was loaded ahead has
    what its document takes.
    """
    if not getattr(page._state, "is_whole", False):
        peers_of(page).once("whole", _fill)
    return page


def _fill(members: list[Any]) -> None:
    partial = [page for page in members if page.get_deferred_fields()]
    if not partial:
        return
    columns = [field.attname for field in partial[0]._meta.concrete_fields]
    with exactly():
        rows = type(partial[0])._base_manager.in_bulk([page.pk for page in partial])
    for page in partial:
        if page.pk in rows:
            read = rows[page.pk].__dict__
            page.__dict__.update({name: read[name] for name in columns if name not in page.__dict__})


def brought_along(thing: Model) -> dict[str, Any]:
    """What came with the thing in its own statement, by name (`cms.api.ahead`)."""
    return getattr(thing._state, "ahead", {})


def related(thing: Model, name: str) -> Any:
    """The related object (or None), or the list of related objects, under that name; loaded for all peers at once."""
    ahead = brought_along(thing)
    if name in ahead:
        return ahead[name]
    if isinstance(thing, Page):
        whole(thing)
    peers_of(thing).once(("related", name), lambda members: _prefetch(members, name))
    value = getattr(thing, name)
    return list(value.all()) if hasattr(value, "all") else value


def _prefetch(members: list[Any], name: str) -> None:
    relation = type(members[0])._meta.get_field(name)
    with exactly() if belongs_to_source(relation) else listing(relation.related_model):
        prefetch_related_objects(members, name)
    # By identity: a many-to-many relation gives one instance for each pair, and each of them is asked in its turn.
    found: dict[int, Any] = {}
    for member in members:
        value = getattr(member, name)
        for one in value.all() if hasattr(value, "all") else [value]:
            if one is not None:
                found[id(one)] = one
    if any(type(one) is Page for one in found.values()):
        _specify(members, name)
    else:
        introduce(found.values())


def _specify(members: list[Any], name: str) -> None:
    """Replace plain pages under that name by what they are (an article, an event …)."""
    specific = fetch(Page, [getattr(member, f"{name}_id") for member in members])
    for member in members:
        member._state.fields_cache[name] = specific.get(getattr(member, f"{name}_id"))


def fetch(model: type[Model], pks: Iterable[Any], *, are_readers_own: bool = False) -> dict[Any, Any]:
    """The objects with these primary keys, by primary key, introduced to each other; pages as what they are.

    Of keys that the reader has given, the answer may say that it depends on them, whatever they lead to.
    """
    wanted = {pk for pk in pks if pk is not None}
    if not wanted:
        return {}
    with exactly(*tags_of_rows(model, wanted) if are_readers_own else ()):
        things = introduce(_by_keys(model).objects(text=as_text(wanted)), is_covered=are_readers_own)
    found = {thing.pk: thing for thing in things}
    if not are_readers_own:
        note_missing(tags_of_rows(model, wanted - found.keys()))
    return found


@cache
def _by_keys(model: type[Model]) -> Selection:
    queryset: Any = model._default_manager.filter(HasKey("pk"))
    return Selection.of(queryset.specific(defer=True) if model is Page else queryset)


def fetch_at(url_paths: Collection[str]) -> dict[str, list[Page]]:
    """The pages at these places of the tree, by their `url_path`: none where no page is.

    They have what every page has, and may be hidden.
    """
    with exactly():
        pages = introduce(_by_addresses().objects(text=as_text(url_paths)))
    found: dict[str, list[Page]] = {url_path: [] for url_path in url_paths}
    for page in pages:
        found[page.url_path].append(page)
    for url_path, there in found.items():
        if any(map(is_known, there)):
            note(tag_of_address(url_path))
        elif there:
            # A draft that goes elsewhere moves nothing but its place.
            note_missing([tag_of_address(url_path), *(tag_of_place(page.translation_key) for page in there)])
        else:
            # A draft may come there.
            note(tag_of_address(url_path), PLACES)
    return found


@cache
def _by_addresses() -> Selection:
    return Selection.of(Page.objects.filter(HasText("url_path")))
