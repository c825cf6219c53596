"""Every query that the documentation shows runs as it stands there."""

import json
import re
from pathlib import Path

import pytest

from tests.factories import ImageFactory
from tests.page_factories import ArticleIndexPageFactory, ArticlePageFactory, EventIndexPageFactory, EventPageFactory

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = re.compile(r"```graphql\n(?P<text>.*?)```(?:\s*```json\n(?P<variables>.*?)```)?", re.DOTALL)


def examples():
    for file in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        for number, found in enumerate(EXAMPLE.finditer(file.read_text()), start=1):
            yield pytest.param(found["text"], json.loads(found["variables"] or "{}"), id=f"{file.name} {number}")


@pytest.mark.parametrize(("text", "variables"), list(examples()))
def test_an_example_runs(home, query, text, variables):
    ImageFactory()
    ArticlePageFactory(parent=ArticleIndexPageFactory(parent=home, slug="artikler"), title="Innovasjon")
    EventPageFactory(parent=EventIndexPageFactory(parent=home, slug="arrangementer"))

    assert query(text, **variables)


def test_the_javascript_for_frontends_stands_in_the_file_that_clients_are_tried_with():
    shown = (ROOT / "docs" / "frontend.md").read_text()
    tried = (ROOT / "docs" / "examples" / "clients.mjs").read_text()

    examples = re.findall(r"```js\n(.*?)```", shown, re.DOTALL)

    assert examples
    assert [example for example in examples if example not in tried] == []


def test_the_documentation_shows_the_ten_queries_that_a_frontend_needs():
    shown = (ROOT / "docs" / "frontend.md").read_text()

    assert [number for number in range(1, 11) if f"**{number}. " not in shown] == []
