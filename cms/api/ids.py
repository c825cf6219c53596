"""Opaque, globally unique ids: what `Node.id` gives and takes."""

import base64
import binascii
from collections.abc import Iterable
from functools import cache, lru_cache

from django.apps import apps
from django.db.models import Model

from cms.api.errors import BadUserInput

LARGEST_KEY = 2**63 - 1


def global_id(thing: Model) -> str:
    """The object's id for frontends; stays the same as long as the object lives."""
    return global_id_of(type(thing).__name__, thing.pk)


@lru_cache(maxsize=10_000)
def global_id_of(type_name: str, key: int) -> str:
    """The same, of the object of a type with the primary key."""
    return base64.urlsafe_b64encode(f"{type_name}:{key}".encode()).decode().rstrip("=")


def parse_global_id(text: str) -> tuple[str, int]:
    """The type's name and the primary key of an id that `global_id` gave; BadUserInput for any other text."""
    try:
        decoded = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
        type_name, _, key = decoded.decode("ascii").partition(":")
        if type_name.isidentifier() and key.isdigit() and 0 < int(key) <= LARGEST_KEY:
            return type_name, int(key)
    except (ValueError, binascii.Error):
        pass
    raise BadUserInput("That is no id of ours; take one from the `id` field of an object.")


def keys_of(ids: Iterable[str], model: type[Model]) -> list[int]:
    """Primary keys of those ids that are of the model or of one made from it; the others lead to something else.

    BadUserInput for a text that is no id at all.
    """
    names = _names(model)
    return [key for name, key in map(parse_global_id, ids) if name in names]


@cache
def _names(model: type[Model]) -> frozenset[str]:
    return frozenset(one.__name__ for one in apps.get_models() if issubclass(one, model))
