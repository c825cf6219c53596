"""How much one client may ask for in a minute, whichever worker it asks."""

import json

import pytest
from django.db import connection
from django.test import Client

from cms.api import rate_limit as module
from cms.api import view
from cms.api.rate_limit import POINTS_OF_A_REQUEST, RateLimit, TooMuch, forget_spending

THEMES = {"query": "{ themes { slug } }"}
POINTS = POINTS_OF_A_REQUEST + 3


@pytest.fixture(autouse=True)
def limit(settings, monkeypatch):
    """Room for three requests, in a minute that does not end meanwhile."""
    settings.GRAPHQL = settings.GRAPHQL | {"RATE_LIMIT": 3 * POINTS + 2}
    monkeypatch.setattr(view, "rate_limit", RateLimit())
    monkeypatch.setattr(module, "DRAW", module.DRAW.replace("now()", "timestamptz '2020-01-31 12:00:20'"))
    return settings.GRAPHQL["RATE_LIMIT"]


def ask(body: object = THEMES, **headers: str):
    return Client(headers=headers).post("/graphql/", json.dumps(body), content_type="application/json")


@pytest.mark.django_db
def test_over_the_limit_a_client_is_told_when_to_come_back(limit):
    answers = [ask() for _ in range(4)]

    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert (answers[3]["Retry-After"], answers[3]["Cache-Control"]) == ("41", "no-store")
    [error] = answers[3].json()["errors"]
    assert error["extensions"] == {"code": "RATE_LIMITED", "limit": limit, "retryAfter": 41}
    assert error["message"].startswith(f"At most {limit} points of cost a minute")


@pytest.mark.django_db
def test_other_clients_go_on(settings):
    settings.TRUSTED_PROXIES = 1
    greedy, others = {"X-Forwarded-For": "192.0.2.1"}, {"X-Forwarded-For": "192.0.2.2"}

    assert [ask(**greedy).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert [ask(**others).status_code for _ in range(3)] == [200, 200, 200]


@pytest.mark.django_db
def test_whoever_has_a_network_of_addresses_is_one_client(settings):
    settings.TRUSTED_PROXIES = 1

    statuses = [ask(**{"X-Forwarded-For": f"2001:db8:0:1::{number}"}).status_code for number in range(1, 5)]

    assert statuses == [200, 200, 200, 429]
    assert ask(**{"X-Forwarded-For": "2001:db8:0:2::1"}).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("body", [{"query": "{ nothing }"}, {"query": "{"}, {"documentId": "no-such"}, [THEMES]])
def test_what_is_refused_counts_too(body):
    for _ in range(5):
        ask(body)

    assert ask({"query": "{ audiences { slug } }"}).status_code == 429


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_answers_from_memory_cost_nothing():
    statuses = [ask().status_code for _ in range(20)]

    assert statuses == [200] * 20


@pytest.mark.django_db
def test_workers_count_together_and_never_grant_more_than_the_limit(limit):
    workers = [RateLimit() for _ in range(4)]
    spent = 0

    for number in range(200):
        try:
            workers[number % 4].spend("client", 1)
        except TooMuch:
            continue
        spent += 1

    assert spent == limit


@pytest.mark.django_db
def test_most_answers_need_no_statement_for_it(settings, django_assert_num_queries):
    settings.GRAPHQL = settings.GRAPHQL | {"RATE_LIMIT": 10_000}
    worker = RateLimit()

    with django_assert_num_queries(1):
        for _ in range(20):
            worker.spend("client", POINTS_OF_A_REQUEST)


@pytest.mark.django_db
def test_a_flood_costs_no_statements(django_assert_num_queries):
    worker = RateLimit()
    with pytest.raises(TooMuch):
        worker.spend("client", 1_000)

    with django_assert_num_queries(0):
        for _ in range(20):
            with pytest.raises(TooMuch):
                worker.spend("client", 1_000)


@pytest.mark.django_db
def test_a_new_minute_is_a_new_account_and_the_old_one_is_forgotten(monkeypatch):
    with pytest.raises(TooMuch):
        RateLimit().spend("client", 1_000)
    monkeypatch.setattr(module, "DRAW", module.DRAW.replace("12:00:20", "12:01:00"))

    RateLimit().spend("client", 1)
    forget_spending()

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cms_api_spending")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_the_readers_site_passes_it_on(home, settings):
    settings.GRAPHQL = settings.GRAPHQL | {"RATE_LIMIT": 1}

    answer = Client().get("/sok/?q=innovasjon")

    assert (answer.status_code, "Retry-After" in answer) == (429, True)
