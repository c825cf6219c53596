"""Blocks of a body, as they are stored."""

import uuid
from typing import Any

# Fixed, so that the same content has the same ids at every loading.
NAMESPACE = uuid.UUID("6a8f0a52-3c2c-4d5f-9a44-2d7c1f0a9e11")


def block(block_type: str, **value: Any) -> dict[str, Any]:
    """A block of this type with these children."""
    return {"type": block_type, "value": value, "id": _identity(block_type, value)}


def items(*values: Any) -> list[dict[str, Any]]:
    """The items of a list block."""
    return [{"type": "item", "value": value, "id": _identity("item", value)} for value in values]


def _identity(*parts: Any) -> str:
    return str(uuid.uuid5(NAMESPACE, repr(parts)))
