"""Everything that the trusted documents answer of a site: `python -m tests.recovery.answers FILE` writes it as JSON."""

import json
import re
import sys
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import django

LOCALES = ["NB", "NN", "EN", "SMA"]
# By the variables that a document requires; what these may be is said in `_values`.
REQUIRED = re.compile(r"\$(\w+): \w+!(?! =)")


def all_answers(locales: Sequence[str] = LOCALES) -> dict[str, Any]:
    """What each trusted query answers for whatever may be asked with it, in each language, by what was asked.

    Not asked: mutations, which change the site, and other pages than the first, which the first ones lead to.
    """
    from cms.api.trusted import trusted_files

    answers: dict[str, Any] = {}
    for file in trusted_files():
        head = file.read_text().partition("{\n")[0]
        if "\nquery " not in f"\n{head}":
            continue
        for variables in _variables(head, locales):
            answers[f"{file.stem} {json.dumps(variables, ensure_ascii=False)}"] = _ask(file.stem, variables)
    return answers


def _variables(head: str, locales: Sequence[str]) -> Iterator[dict[str, Any]]:
    names = REQUIRED.findall(head)
    values = [_values(name) for name in names]
    if "$locale" in head:
        names.append("locale")
        values.append(list(locales))
    for chosen in product(*values):
        yield dict(zip(names, chosen, strict=True))


def _values(name: str) -> list[str]:
    """Everything that the site makes it worth to ask for."""
    from wagtail.models import Page

    pages = Page.objects.filter(depth__gt=1).order_by("pk")
    words = sorted({word for title in pages.values_list("title", flat=True) for word in title.split() if len(word) > 2})
    return {
        "path": ["/nowhere/", *sorted({"/" + page.url_path.split("/", 2)[2] for page in pages})],
        "id": _ids(),
        "query": words,
        "prefix": sorted({word[:3] for word in words}),
        "token": ["nobody's"],
    }[name]


def _ids() -> list[str]:
    found: list[str] = []
    after = None
    while True:
        document = "query ($after: String) { pages(first: 100, after: $after) { nodes { id } pageInfo { endCursor } } }"
        page = _post({"query": document, "variables": {"after": after}})["data"]["pages"]
        found += [node["id"] for node in page["nodes"]]
        if not page["nodes"]:
            return found
        after = page["pageInfo"]["endCursor"]


def _ask(name: str, variables: dict[str, Any]) -> Any:
    return _post({"documentId": name, "variables": variables})


def _post(body: dict[str, Any]) -> Any:
    from django.test import Client
    from wagtail.models import Site

    client = Client(headers={"host": Site.objects.get(is_default_site=True).hostname})
    return client.post("/graphql/", json.dumps(body), content_type="application/json").json()


if __name__ == "__main__":
    django.setup()
    Path(sys.argv[1]).write_text(json.dumps(all_answers(), ensure_ascii=False))
