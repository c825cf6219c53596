"""Start-up checks: readers have a document, a template and a word for each type of page."""

from collections.abc import Iterator
from typing import Any

from django.core import checks
from django.core.checks import CheckMessage, Error
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from grapple.registry import registry

from cms.api.trusted import trusted_documents
from cms.reader.labels import LABELS
from cms.reader.pages import KINDS, PLAIN
from cms.reader.searching import search_type


def check_page_types(app_configs: Any = None, **options: Any) -> list[CheckMessage]:
    """The page types that readers see less of than others, or nothing, each with the way out."""
    found: list[CheckMessage] = []
    for model, node in registry.pages.items():
        found += _of_type(model, node._meta.name)
    return found


def _of_type(model: Any, name: str) -> Iterator[CheckMessage]:
    if name not in KINDS:
        yield checks.Warning(
            f"The readers' site has no page for {name}: it shows title, description and picture, and no body.",
            hint=f"Write documents/….graphql and templates/reader/….html in cms/reader/, and name them for {name!r} "
            "in KINDS of cms/reader/pages.py.",
            obj=model,
            id="reader.W001",
        )
    if search_type(name) not in LABELS["SearchType"]:
        yield checks.Warning(
            f"The readers' site has no word for {name} among the hits of a search.",
            hint=f"Add {search_type(name)!r} to LABELS['SearchType'] in cms/reader/labels.py.",
            obj=model,
            id="reader.W002",
        )
    document = KINDS.get(name, PLAIN)[0]
    if document not in trusted_documents():
        yield Error(
            f"The readers' site asks for {name} by {document!r}, which is no document.",
            hint=f"Write cms/reader/documents/{document}.graphql, or correct the name in KINDS of cms/reader/pages.py.",
            obj=model,
            id="reader.E001",
        )
    try:
        get_template(f"reader/{document}.html")
    except TemplateDoesNotExist:
        yield Error(
            f"The readers' site shows {name} by the template {document!r}, which does not exist.",
            hint=f"Write cms/reader/templates/reader/{document}.html.",
            obj=model,
            id="reader.E002",
        )
