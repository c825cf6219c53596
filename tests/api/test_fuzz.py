"""Whatever is given to whatever argument, at whatever depth: an answer or a clear error, never a fault of ours."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from graphql import GraphQLNonNull

from cms.api.access import AccessToken, Scope
from cms.api.documents import graphql_schema
from cms.api.ids import global_id
from snippets.models import Organisation
from tests.factories import ContactFactory, ImageFactory, MunicipalityFactory, OrganisationFactory, ThemeFactory
from tests.hostile_values import INTERNAL, values
from tests.page_factories import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    EventIndexPageFactory,
    EventPageFactory,
    ProjectIndexPageFactory,
    ProjectPageFactory,
)
from tests.schema_paths import Place, places_with_arguments

CODES = {"BAD_USER_INPUT", "GRAPHQL_VALIDATION_FAILED", "TOO_EXPENSIVE", "NOT_FOUND", "PERSISTED_QUERY_NOT_FOUND"}


@pytest.fixture
def content(home):
    """One of everything that leads on, so that no depth of the schema is out of reach."""
    municipality, theme, image = MunicipalityFactory(), ThemeFactory(), ImageFactory()
    organisation = OrganisationFactory(municipality=municipality)
    ContactFactory(name="Kommune Kontakt", organisation=organisation, municipality=municipality, photo=image)
    project = ProjectPageFactory(parent=ProjectIndexPageFactory(parent=home), owner_organisation=organisation)
    event = EventPageFactory(parent=EventIndexPageFactory(parent=home), title="Kommunesamling")
    article = ArticlePageFactory(parent=ArticleIndexPageFactory(parent=home), title="Kommune", hero_image=image)
    article.event, article.themes, article.projects = event, [theme], [project]
    article.municipalities = [municipality]
    article.save()
    return article


def problem_with(response: Any) -> str:
    """What an answer should not have; empty for a good one."""
    text = response.content.decode()
    if response.status_code >= 500:
        return f"status {response.status_code}"
    answer = response.json()
    for error in answer.get("errors", []):
        if error.get("extensions", {}).get("code") not in CODES:
            return f"code {error.get('extensions')}"
        if found := INTERNAL.search(error["message"]):
            return f"internal text {found[0]!r} in {error['message']!r}"
    return "" if "errors" in answer or "data" in answer else f"no answer: {text[:100]}"


PLACES = list(places_with_arguments(graphql_schema()))


@pytest.mark.parametrize("place", PLACES, ids=lambda place: f"{place.owner}.{place.name}")
def test_no_value_of_an_argument_makes_a_fault(content, place: Place):
    client, problems, asked = Client(), [], 0
    if place.name == "contentHealth":
        token = AccessToken(name="Helse", scopes=[Scope.HEALTH], expires_at=timezone.now() + timedelta(days=1))
        client = Client(headers={"Authorization": f"Bearer {token.make_secret()}"})
        token.save()

    for argument, definition in place.field.args.items():
        kind = definition.type
        document = place.document(argument, kind)
        for value in values(kind):
            if value is None and isinstance(kind, GraphQLNonNull):
                continue
            asked += 1
            body = json.dumps({"query": document, "variables": {"value": value}})
            if problem := problem_with(client.post("/graphql/", body, content_type="application/json")):
                problems.append(f"{argument}={value!r:.80}: {problem}")

    assert asked
    assert not problems, "\n".join([place.document(argument, kind), *problems[:20]])


def test_every_depth_with_arguments_is_reached():
    owners = {place.owner for place in PLACES}

    assert {"Query", "PageInterface", "Image", "Municipality", "EventPage", "ProjectPage", "SiteInfo"} <= owners


def test_a_literal_is_refused_as_a_variable_is(content, ask):
    """Literals take another way through the scalars than variables do."""
    for literal in ("-1", "99999999999999999999", "1.5", '"x"', "[1]", "{a: 1}", "NOPE", "null", "true"):
        for call in ("first: %s", "after: %s", "offset: %s", "where: {publishedOn: {from: %s}}", "orderBy: %s"):
            document = f"{{ articles({call % literal}) {{ nodes {{ id }} }} }}"

            assert problem_with(ask(document)) == "", document


def test_an_id_of_another_type_finds_nothing(content, query):
    """A number alone must not do: here a municipality and an organisation have the number of a page."""
    same_number = Organisation.objects.filter(pk=content.pk).first() or OrganisationFactory(pk=content.pk)
    ContactFactory(name="Samme tall", organisation=same_number)

    data = query(
        "query ($id: ID!) { page(id: $id) { id } contacts(where: { organisations: [$id] }) { totalCount } }",
        id=global_id(MunicipalityFactory.build(pk=content.pk)),
    )

    assert data == {"page": None, "contacts": {"totalCount": 0}}


def test_a_moment_without_an_offset_is_refused(db, errors):
    found = errors('{ events(where: { startsAt: { from: "2026-01-01T10:00:00" } }) { totalCount } }')

    assert found == [("BAD_USER_INPUT", "`from` needs an offset from UTC, for example 2026-01-01T10:00:00+01:00.")]
