"""What a change of the schema breaks: for clients in general, and for the trusted documents by name."""

from collections.abc import Mapping
from dataclasses import dataclass

from graphql import (
    GraphQLError,
    GraphQLNamedType,
    GraphQLSchema,
    build_schema,
    find_breaking_changes,
    lexicographic_sort_schema,
    parse,
    print_schema,
    validate,
)


@dataclass(frozen=True)
class Findings:
    """What is wrong with a schema, one line each."""

    breaking: list[str]
    operations: list[str]
    undescribed: list[str]

    @property
    def lines(self) -> list[str]:
        return [
            *(f"breaking: {line}" for line in self.breaking),
            *(f"operation: {line}" for line in self.operations),
            *(f"undescribed: {line}" for line in self.undescribed),
        ]


def sdl_of(schema: GraphQLSchema) -> str:
    """The schema in GraphQL's own language, sorted: grapple keeps a type's interfaces in a set without order."""
    return print_schema(lexicographic_sort_schema(schema)) + "\n"


def findings(schema: GraphQLSchema, committed_sdl: str, documents: Mapping[str, str]) -> Findings:
    """What the schema breaks of the committed one and of these documents, and what in it is not described."""
    # Both from SDL: graphene's scalars are of a class of its own, which the comparison would take for another kind.
    fresh = build_schema(sdl_of(schema))
    breaking = find_breaking_changes(build_schema(committed_sdl), fresh) if committed_sdl else []
    return Findings(
        breaking=sorted(change.description for change in breaking),
        operations=[f"{name}: {error}" for name, text in documents.items() for error in _errors(schema, text)],
        undescribed=sorted(undescribed(schema)),
    )


def undescribed(schema: GraphQLSchema) -> list[str]:
    """Types, fields, arguments and enum values without a description, and deprecations that do not say what instead."""
    found: list[str] = []
    for name, kind in schema.type_map.items():
        if not name.startswith("__"):
            found += _undescribed_in(name, kind)
    return found


def _undescribed_in(name: str, kind: GraphQLNamedType) -> list[str]:
    found = [] if kind.description else [name]
    members = {**getattr(kind, "fields", {}), **getattr(kind, "values", {})}
    for member_name, member in members.items():
        where = f"{name}.{member_name}"
        if not member.description:
            found.append(where)
        if member.deprecation_reason is not None and len(member.deprecation_reason.split()) < 2:
            found.append(f"{where} (its deprecation says no reason)")
        found += [
            f"{where}({argument_name}:)"
            for argument_name, argument in getattr(member, "args", {}).items()
            if not argument.description
        ]
    return found


def _errors(schema: GraphQLSchema, text: str) -> list[str]:
    try:
        return [error.message for error in validate(schema, parse(text))]
    except GraphQLError as error:
        return [error.message]
