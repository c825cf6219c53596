"""Connections page through a list without gaps, whatever happens to it meanwhile."""

import base64
import json

import pytest

from tests.factories import ContactFactory

NAMES = ["Anne", "Bjørn", "Cecilie", "Dag", "Eva"]
PAGE = """
query ($first: Int, $after: String, $last: Int, $before: String, $offset: Int) {
  contacts(first: $first, after: $after, last: $last, before: $before, offset: $offset) {
    nodes { name } edges { cursor }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount
  }
}
"""


@pytest.fixture
def contacts(db):
    return [ContactFactory(name=name) for name in NAMES]


def names(data):
    return [node["name"] for node in data["contacts"]["nodes"]]


def test_cursors_lead_through_the_whole_list(contacts, query):
    found, after = [], None

    while True:
        data = query(PAGE, first=2, after=after)
        found += names(data)
        after = data["contacts"]["pageInfo"]["endCursor"]
        if not data["contacts"]["pageInfo"]["hasNextPage"]:
            break

    assert found == NAMES
    assert data["contacts"]["totalCount"] == 5


def test_a_new_item_before_the_cursor_moves_nothing(contacts, query):
    after = query(PAGE, first=2)["contacts"]["pageInfo"]["endCursor"]
    ContactFactory(name="Aase først")
    ContactFactory(name="Arne")

    data = query(PAGE, first=2, after=after)

    assert names(data) == ["Cecilie", "Dag"]


def test_last_and_before_lead_back(contacts, query):
    data = query(PAGE, last=2)
    assert names(data) == ["Dag", "Eva"]
    assert data["contacts"]["pageInfo"]["hasPreviousPage"] is True
    assert data["contacts"]["pageInfo"]["hasNextPage"] is False

    data = query(PAGE, last=2, before=data["contacts"]["pageInfo"]["startCursor"])

    assert names(data) == ["Bjørn", "Cecilie"]
    assert data["contacts"]["pageInfo"]["hasNextPage"] is True


def test_offset_skips(contacts, query):
    data = query(PAGE, first=2, offset=3)

    assert names(data) == ["Dag", "Eva"]
    assert data["contacts"]["pageInfo"]["hasPreviousPage"] is True


def test_nothing_is_given_when_nothing_is_asked_for(contacts, query):
    data = query(PAGE, first=0)

    assert data["contacts"]["nodes"] == []
    assert data["contacts"]["pageInfo"] == {
        "hasNextPage": True,
        "hasPreviousPage": False,
        "startCursor": None,
        "endCursor": None,
    }


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ({"first": -1}, "BAD_USER_INPUT", "`first` counts items and cannot be negative, got -1."),
        ({"first": 101}, "TOO_EXPENSIVE", "`first` may be at most 100, got 101."),
        ({"first": 1, "last": 1}, "BAD_USER_INPUT", "Give `first` or `last`, not both."),
        (
            {"offset": 100_001},
            "TOO_EXPENSIVE",
            "`offset` may be at most 100000, got 100001; page with `after` instead.",
        ),
    ],
)
def test_a_wrong_window_is_refused_with_the_figure(db, errors, arguments, code, message):
    assert errors(PAGE, **arguments) == [(code, message)]


def cursor_with(*values):
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "æ",
        "bm8",
        cursor_with(),
        cursor_with("sort_key,pk", "a"),
        cursor_with("sort_key,pk", "a", "b"),
        cursor_with("sort_key,pk", None, 1),
        cursor_with("sort_key,pk", "a\x00", 1),
        cursor_with("sort_key,pk", "\ud800", 1),
        cursor_with("password,pk", "a", 1),
        cursor_with("sort_key,pk", "a", [[]]),
        base64.urlsafe_b64encode(b"[" * 50_000).decode(),
    ],
)
def test_a_cursor_of_somebodys_own_making_is_refused(db, errors, cursor):
    found = errors(PAGE, after=cursor)

    assert found == [
        (
            "BAD_USER_INPUT",
            "`after` is no cursor of this list in this order; take one from its `pageInfo` or `edges`.",
        )
    ]


@pytest.mark.parametrize("moment", ["2020-01-01T00:00:00+23:59", "2020-01-01T00:00:00-23:59"])
def test_a_moment_in_a_cursor_may_be_of_any_time_zone(db, query, moment):
    data = query(
        "query ($after: String) { events(after: $after) { totalCount } }", after=cursor_with("-starts_at,pk", moment, 1)
    )

    assert data == {"events": {"totalCount": 0}}
