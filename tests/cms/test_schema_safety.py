"""The schema keeps its promises: as committed, described, and good for every trusted document."""

import pytest
from django.core.management import CommandError, call_command
from graphql import build_schema, parse

from cms.api.documents import graphql_schema
from cms.api.trusted import trusted_files
from cms.schema_safety import findings, undescribed

OLD = '''
"""Everything."""
type Query {
  """Greets."""
  hello(
    """Whom."""
    name: String
  ): String
}
'''
DOCUMENTS = {"hello.graphql": "query Hello { hello }", "other.graphql": "query Other { __typename }"}


def test_the_schema_is_as_committed_and_the_trusted_documents_are_valid(capsys):
    call_command("schema_check")

    assert f"{len(trusted_files())} trusted documents are valid" in capsys.readouterr().out


def test_everything_in_the_schema_is_described():
    assert undescribed(graphql_schema()) == []


def test_a_field_taken_away_is_breaking_and_names_the_operation():
    found = findings(build_schema(OLD.replace("hello(", "hi(")), OLD, DOCUMENTS)

    assert found.breaking == ["Query.hello was removed."]
    assert found.operations == ["hello.graphql: Cannot query field 'hello' on type 'Query'."]


def test_a_field_added_breaks_nothing():
    found = findings(build_schema(OLD.replace("type Query {", 'type Query {\n"Parts." bye: String')), OLD, DOCUMENTS)

    assert found.lines == []


def test_a_description_or_a_reason_that_is_missing_is_told():
    sdl = OLD.replace('"""Whom."""', "").replace("): String", '): String @deprecated(reason: "old")')

    assert undescribed(build_schema(sdl)) == ["Query.hello (its deprecation says no reason)", "Query.hello(name:)"]


def test_a_changed_schema_fails_the_check_with_what_breaks(monkeypatch, tmp_path):
    promised = tmp_path / "schema.graphql"
    promised.write_text(OLD)
    monkeypatch.setattr("cms.management.commands.schema_check.SCHEMA_FILE", promised)

    with pytest.raises(CommandError) as stopped:
        call_command("schema_check")

    assert "breaking: Query.hello was removed." in str(stopped.value)
    assert "run `make schema`" in str(stopped.value)


def test_each_trusted_document_has_one_named_operation():
    operations = {
        file.stem: [
            node.name.value for node in parse(file.read_text()).definitions if node.kind == "operation_definition"
        ]
        for file in trusted_files()
    }

    assert operations == {stem: [stem.replace("-", " ").title().replace(" ", "")] for stem in operations}
    assert operations
