"""What is read: fifty operations over everything that changes, and what they answer when nothing is kept."""

import json
from dataclasses import dataclass
from typing import Any

from django.test import Client

from cms.api.trusted import trusted_documents
from tests.stress.changes import ARTICLES, Site
from tests.stress.reading import digest


@dataclass(frozen=True)
class Operation:
    """A document with its variables, ready to be sent."""

    name: str
    body: bytes

    def truth(self) -> str:
        """The digest of what it answers at this moment, computed in this process."""
        response = Client(headers={"host": "127.0.0.1"}).post("/graphql/", self.body, content_type="application/json")
        return digest(response.content)


def operations(site: Site) -> list[Operation]:
    """Fifty operations."""
    found = [
        _named("front-page"),
        _named("articles"),
        _named("articles", first=5),
        _named("articles", orderBy=["TITLE_ASC"]),
        _named("events"),
        _named("contacts"),
        _named("projects"),
        _named("site"),
        _named("sitemap", first=100),
        _named("contact-directory", path="/kontakter/"),
        _named("suggest", prefix="stresset"),
        _named("articles", where={"themes": [site.theme.slug]}),
        _written("twice", "{ a: articles { nodes { title } } b: articles { nodes { title } } }"),
        _written("sizes", "{ articles { totalCount } pages { totalCount } contacts { totalCount } }"),
        _written("media", "{ images { nodes { id alt url } } }"),
        _written("shared", "{ organisations { nodes { name } } themes { label } }"),
        _written("tree", '{ page(path: "/artikler/") { children { nodes { title path } totalCount } } }'),
        _written("covered", "{ coverage { total withContact missing { name } } }"),
    ]
    found += [_named("article", path=f"/artikler/stresset-{number}/") for number in range(ARTICLES)]
    missing = 50 - len(found)
    found += [_named("articles", first=number + 6) for number in range(missing)]
    return found


def _named(name: str, **variables: Any) -> Operation:
    return _operation(name, trusted_documents()[name], variables)


def _written(name: str, document: str) -> Operation:
    return _operation(name, document, {})


def _operation(name: str, document: str, variables: dict[str, Any]) -> Operation:
    label = f"{name} {json.dumps(variables)}" if variables else name
    return Operation(label, json.dumps({"query": document, "variables": variables}).encode())
