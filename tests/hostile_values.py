"""Values that nobody means well with, for every type of argument, and what an answer to them must not hold."""

import re
from collections.abc import Iterator
from typing import Any

from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLList, get_nullable_type

INTERNAL = re.compile(
    r"Traceback|psycopg|django|SELECT |relation |column |syntax error|\.py\b|pages_|snippets_|wagtail|object at 0x",
    re.IGNORECASE,
)
TEXTS = [
    "",
    " ",
    "x" * 3_000,
    "%_\\",
    "'; DROP TABLE pages_articlepage; --",
    "\u202egnirts",
    "👩‍👩‍👧‍👦",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "//example.no/",
    "/nn/",
    "\x01\x02\x1f",
    '"unbalanced',
    "a:* & b | !c",
    "-",
    "\\",
]
SCALARS: dict[str, list[Any]] = {
    "Int": [-1, 0, 1, 101, 2**31 - 1, -(2**31), 2**31, 2**63, 1.5, "7", True],
    "Float": [-1.5, 0, 1e308, "x"],
    "Boolean": [True, False, "true", 1],
    "String": [*TEXTS, 7],
    "ID": [
        *TEXTS,
        0,
        -1,
        2**64,
        "QXJ0aWNsZVBhZ2U6MQ",
        "QXJ0aWNsZVBhZ2U6OTk5OTk5OTk5OTk5OTk5OTk5OTk5",
        "VXNlcjox",
        "UGFnZTotMQ",
    ],
    "Date": ["", "2022-13-01", "0000-00-00", "0001-01-01", "9999-12-31", "2022-02-30", "today", 0, "20220101"],
    "DateTime": [
        "",
        "2022-01-01T25:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-12:00",
        "2022-01-01",
        "now",
        0,
        "2022-03-27T02:30:00",
    ],
}


def values(kind: Any, depth: int = 0) -> Iterator[Any]:
    """Right and wrong values for an argument of this type."""
    yield None
    kind = get_nullable_type(kind)
    if isinstance(kind, GraphQLList):
        yield from ([], [None])
        inner = list(values(kind.of_type, depth + 1))
        yield from ([value] for value in inner)
        yield [inner[-1]] * 101
        yield [[inner[-1]]]
    elif isinstance(kind, GraphQLEnumType):
        yield from (*kind.values, "NO_SUCH_VALUE", "password", "-pk", 3)
    elif isinstance(kind, GraphQLInputObjectType):
        yield from ({}, {"owner__password": "x"}, "x", [])
        for name, field in kind.fields.items():
            if name in ("and", "or", "not"):
                continue
            yield from ({name: value} for value in values(field.type, depth + 1))
        if "not" in kind.fields:
            nested: Any = {}
            for step in range(8):
                nested = {"not": nested} if step % 2 else {"or": [nested, {}], "and": [{}]}
                yield nested
            yield {"and": [], "or": [], "not": None}
            yield {"or": [{}] * 101}
    else:
        yield from SCALARS[kind.name]
