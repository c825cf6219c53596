"""Trusted documents: those that ship with the project and run by a stable id, whatever else is refused."""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings


@cache
def trusted_documents() -> dict[str, str]:
    """The shipped documents by their ids: a file's name without its ending, and the sha256 of its text in hex."""
    found: dict[str, str] = {}
    for file in trusted_files():
        text = file.read_text(encoding="utf-8")
        found[file.stem] = found[digest(text)] = text
    return found


def trusted_files() -> list[Path]:
    """The files of the shipped documents, by name."""
    return sorted(Path(settings.GRAPHQL["DOCUMENTS"]).glob("*.graphql"))


def digest(text: str) -> str:
    """The sha256 of the text in hex, as automatic persisted queries name a document."""
    return hashlib.sha256(text.encode()).hexdigest()
