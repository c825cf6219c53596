"""The executor gives what graphql-core's own execution gives, down to each error and where it is."""

from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace as Thing
from typing import NamedTuple

import pytest
from django.db import OperationalError
from graphene.types.resolver import dict_or_attr_resolver
from graphql import ExecutionContext, build_schema, execute, parse

from cms.api.executor import Executor

SCHEMA = build_schema(
    """
    enum Kind { LONG SHORT }
    interface Named { name: String }
    type Person implements Named { name: String!, age: Int, friend: Person, friends: [Person!] }
    type Place implements Named { name: String, open: Boolean, kind: Kind, marks: [[Float!]!] }
    type Query {
        person(name: String = "Kari"): Person
        people: [Person!]!
        some: [Person]
        all: [Named]
        needed: Place!
        count(of: Int!): Int
    }
    """
)


def fails(info, **arguments):
    raise ValueError("what went wrong")


def person(name="Kari", **others):
    return Thing(kind_of="Person", **{"name": name, "age": 40, "friend": None, "friends": [], **others})


def place(name="Torget", **others):
    return Thing(kind_of="Place", **{"name": name, "open": True, "kind": "LONG", "marks": [[1, 2.5], []], **others})


SCHEMA.type_map["Named"].resolve_type = lambda thing, info, kind: thing.kind_of
ROOTS = {
    "all there": Thing(
        person=lambda info, name: person(name),
        people=[person(), person("Ola", friend=person("Per"), friends=(person("Liv"),))],
        some=[person(), None],
        all=[person(), place(), None],
        needed=place(),
        count=lambda info, of: of + 1,
    ),
    "faults inside": Thing(
        person=person(age=fails),
        people=[person(), person("Ola", friends=[person(age=fails)])],
        some=[person(), person(None), person("Ola", friends=[None])],
        all=[person(), place(open=fails, kind="NONE", marks=[["text"]])],
        needed=place(name=None, marks=[[None]]),
        count=fails,
    ),
    "nulls and wrong types": Thing(
        person=None,
        people=[person(), None],
        some="no list",
        all=[Thing(kind_of="Animal"), place()],
        needed=None,
        count=lambda info, of: "many",
    ),
    "lists of other kinds": Thing(
        person=person(friends=iter([person("Per")])),
        people=(one for one in [person()]),
        some={1: person()}.values(),
        all=(place(),),
        needed=place(marks=[(1,), {2}]),
        count=None,
    ),
}
DOCUMENTS = [
    "{ person { name age friend { name } friends { name } } }",
    '{ person(name: "Ola") { called: name __typename ... on Named { name } } }',
    "{ people { name friends { name age friends { name } } friend { name friend { name } } } }",
    "{ people { name friends { name age } } some { name } count(of: 1) }",
    "{ some { name age friends { name } } }",
    "{ all { __typename name ... on Place { open kind marks } ... on Person { age } } }",
    "{ needed { name open kind marks } }",
    "query ($short: Boolean = true) { all { name @skip(if: $short) ... on Place @include(if: $short) { kind } } }",
    "query ($of: Int!) { count(of: $of) person { name } }",
    "{ count person { name } }",
]


def answer(document, root, context_class):
    result = execute(SCHEMA, parse(document), root_value=root(), execution_context_class=context_class)
    return result.formatted


@pytest.mark.parametrize("name", ROOTS)
@pytest.mark.parametrize("document", DOCUMENTS)
def test_it_answers_as_graphql_core_does(document, name):
    def root():
        # Each execution gets iterators of its own.
        made = ROOTS[name]
        if name == "lists of other kinds":
            made = Thing(**{**vars(made), "people": iter([person()]), "person": person(friends=iter([person("Per")]))})
        return made

    assert answer(document, root, Executor) == answer(document, root, ExecutionContext)


@dataclass
class Noted:
    """Has one attribute of its own, and one that is reckoned."""

    name: str
    age: int | None = None

    @property
    def friend(self):
        return {"name": f"{self.name}s venn", "age": 0}


class Written(NamedTuple):
    """Has no `__dict__`."""

    name: str
    age: int


@pytest.mark.parametrize(
    "people",
    [
        [Noted("Kari", 40), Noted(""), Written("Ola", 3), {"name": "Liv", "friend": Noted("Per")}],
        [{"age": 5, "name": ""}, Noted("Kari"), Written("", 0)],
        [Noted(None), Written("Ola", 3)],
        [{"age": 5}],
    ],
)
def test_it_reads_what_the_default_resolver_of_graphene_reads(people):
    schema = build_schema(
        "type Person { name: String! age: Int friend: Person } type Query { first: Person people: [Person!] }"
    )
    for kind in ("Query", "Person"):
        for name, field in schema.type_map[kind].fields.items():
            field.resolve = partial(dict_or_attr_resolver, name, None)
    document = parse("{ first { name age } people { name age friend { name age friend { name } } } }")
    root = {"first": people[0], "people": people}

    answers = [
        execute(schema, document, root_value=root, execution_context_class=one).formatted
        for one in (Executor, ExecutionContext)
    ]

    assert answers[0] == answers[1]


def test_what_the_database_has_refused_is_not_asked_again():
    asked = []

    def refused(info):
        asked.append(info.field_name)
        raise OperationalError("canceling statement due to statement timeout")

    result = execute(
        SCHEMA,
        parse("{ people { age } }"),
        root_value=Thing(people=[person(age=refused)]),
        execution_context_class=Executor,
    )

    assert asked == ["age"]
    assert isinstance(result.errors[0].original_error, OperationalError)
