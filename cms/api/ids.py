"""Opaque, globally unique ids: what `Node.id` gives and takes."""

import base64
import binascii

from django.db.models import Model

from cms.api.errors import BadUserInput

LARGEST_KEY = 2**63 - 1


def global_id(thing: Model) -> str:
    """The object's id for frontends; stays the same as long as the object lives."""
    return base64.urlsafe_b64encode(f"{type(thing).__name__}:{thing.pk}".encode()).decode().rstrip("=")


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
