"""Python's gql reads the API: schema-aware validation, parsed results, the query builder, batches.

Runs in an environment of its own (gql wants a newer graphql-core than the server may have):
`python checks.py http://127.0.0.1:8000/graphql/` prints a line of JSON for each check.
"""

import json
import sys
import traceback
from collections.abc import Callable
from datetime import datetime
from enum import Enum
from typing import Any

from gql import Client, GraphQLRequest, gql
from gql.dsl import DSLQuery, DSLSchema, dsl_gql
from gql.transport.exceptions import TransportQueryError
from gql.transport.requests import RequestsHTTPTransport
from gql.utilities import update_schema_enum, update_schema_scalar
from graphql import GraphQLError, GraphQLScalarType

ENDPOINT = sys.argv[1]
CHECKS: list[tuple[str, Callable[[], None]]] = []


class EventStatus(Enum):
    """The API's enum of that name, in a reader's words."""

    SCHEDULED = "som planlagt"
    POSTPONED = "utsatt"
    CANCELLED = "avlyst"
    MOVED_ONLINE = "flyttet til nett"


def check(sentence: str) -> Callable[[Callable[[], None]], None]:
    """Declare a check, with a sentence about what the client gets."""
    return lambda run: CHECKS.append((sentence, run))


def client() -> Client:
    """A client that introspects the schema at its first use."""
    return Client(transport=RequestsHTTPTransport(url=ENDPOINT), fetch_schema_from_transport=True)


def refused(session: Any, document: str, kind: type[Exception]) -> Any:
    """The error of this kind with which the document is refused."""
    try:
        session.execute(gql(document))
    except kind as refusal:
        return refusal
    raise AssertionError(f"{document} was not refused.")


@check("Python gql validates documents by the introspected schema before it sends them")
def validation() -> None:
    with client() as session:
        assert session.execute(gql("{ site { name } }")) == {"site": {"name": "FoUI Trøndelag"}}
        # A refusal by the server would be a TransportQueryError.
        refusal = refused(session, "{ site { nothing } }", GraphQLError)

    assert "nothing" in refusal.message


@check("Python gql parses moments and choices of the answer by the schema")
def parsed_results() -> None:
    with client() as session:
        moment = GraphQLScalarType("DateTime", parse_value=datetime.fromisoformat)
        update_schema_scalar(session.client.schema, "DateTime", moment)
        update_schema_enum(session.client.schema, "EventStatus", EventStatus)
        document = gql("{ events(first: 1) { nodes { startsAt status } } }")

        [event] = session.execute(document, parse_result=True)["events"]["nodes"]

    assert event["startsAt"] == datetime.fromisoformat("2022-07-16T09:00:00+02:00")
    assert event["status"] is EventStatus.SCHEDULED


@check("Python gql builds a paged query from the schema and gets no event twice")
def query_builder() -> None:
    found: list[str] = []
    with client() as session:
        schema = DSLSchema(session.client.schema)
        after = None
        while True:
            events = schema.Query.events(first=3, after=after).select(
                schema.EventPageConnection.nodes.select(schema.EventPage.id),
                schema.EventPageConnection.pageInfo.select(schema.PageInfo.hasNextPage, schema.PageInfo.endCursor),
            )
            page = session.execute(dsl_gql(DSLQuery(events)))["events"]
            found += [node["id"] for node in page["nodes"]]
            after = page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"]:
                break

    assert (len(found), len(set(found))) == (7, 7)


@check("Python gql has a batch answered in its order")
def batch() -> None:
    with client() as session:
        asked = [GraphQLRequest("{ themes { label } }"), GraphQLRequest("{ site { name } }")]

        themes, site = session.execute_batch(asked)

    assert themes == {"themes": [{"label": "Velferdsteknologi"}]}
    assert site == {"site": {"name": "FoUI Trøndelag"}}


@check("Python gql tells an error of the API with its code and path")
def errors() -> None:
    with client() as session:
        refusal = refused(session, '{ node(id: "no id of ours") { id } }', TransportQueryError)

    [error] = refusal.errors
    assert (error["path"], error["extensions"]["code"]) == (["node"], "BAD_USER_INPUT")


def report() -> None:
    """Run the checks in their order; print a line of JSON for each."""
    for sentence, run in CHECKS:
        failure = None
        try:
            run()
        except Exception:  # noqa: BLE001 -- whatever goes wrong is what the check found
            failure = traceback.format_exc()
        sys.stdout.write(json.dumps({"sentence": sentence, "failure": failure}) + "\n")


report()
