"""How long a shared cache may answer by itself: as long as is set, but never with what is no longer true."""

import datetime
from threading import Thread

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from cms.api import view
from snippets.models import Theme
from tests.factories import ThemeFactory
from tests.page_factories import ArticleIndexPageFactory, ArticlePageFactory, EventIndexPageFactory, EventPageFactory

# Only of what is committed can anybody say that nothing has changed since.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

THEMES = "{ themes { label } }"
UPCOMING = "{ events(where: { when: [UPCOMING] }) { totalCount } }"


@pytest.fixture(autouse=True)
def _an_hour(settings):
    settings.GRAPHQL = settings.GRAPHQL | {"SHARED_MAX_AGE": 3600}


def get(query):
    return Client().get("/graphql/", {"query": query})


def shared_max_age(response):
    return int(response["Cache-Control"].removeprefix("public, max-age=0, s-maxage="))


@pytest.mark.parametrize("memory", [0, 1_000_000])
def test_an_answer_may_be_kept_as_long_as_is_set_and_dropped_with_all_others(settings, memory):
    settings.GRAPHQL = settings.GRAPHQL | {"ANSWERS_BYTES": memory}

    made, again = get(THEMES), get(THEMES)

    assert (shared_max_age(made), shared_max_age(again)) == (3600, 3600)
    assert made["Cache-Tag"].split(",")[0] == "graphql"


def test_an_answer_that_a_change_has_overtaken_may_not_be_kept(monkeypatch):
    theme = ThemeFactory(label="Gammelt")

    def rename():
        Theme.objects.filter(pk=theme.pk).update(label="Nytt")
        connection.close()

    def run_and_rename(*arguments):
        monkeypatch.setattr(view, "run", run)
        answer = run(*arguments)
        # By somebody else: the answer is made in a transaction that changes nothing.
        elsewhere = Thread(target=rename)
        elsewhere.start()
        elsewhere.join()
        return answer

    run = view.run
    monkeypatch.setattr(view, "run", run_and_rename)
    overtaken, after = get(THEMES), get(THEMES)

    assert overtaken.json()["data"] == {"themes": [{"label": "Gammelt"}]}
    assert after.json()["data"] == {"themes": [{"label": "Nytt"}]}
    assert (shared_max_age(overtaken), shared_max_age(after)) == (0, 3600)


def test_an_answer_may_not_be_kept_beyond_what_the_clock_changes(home):
    soon = timezone.now() + datetime.timedelta(seconds=90)
    EventPageFactory(parent=EventIndexPageFactory(parent=home, slug="arrangementer"), starts_at=soon)

    response = get(UPCOMING)

    assert response.json()["data"] == {"events": {"totalCount": 1}}
    assert 60 < shared_max_age(response) < 89


def test_that_an_event_is_not_over_may_not_be_kept_beyond_its_end(home):
    now = timezone.now()
    times = {"starts_at": now - datetime.timedelta(hours=1), "ends_at": now + datetime.timedelta(seconds=90)}
    EventPageFactory(parent=EventIndexPageFactory(parent=home, slug="arrangementer"), **times)

    response = get("{ events { nodes { isOver } } }")

    assert response.json()["data"] == {"events": {"nodes": [{"isOver": False}]}}
    assert 60 < shared_max_age(response) < 91


def test_a_search_may_not_be_kept_beyond_midnight_when_what_is_recent_becomes_less_so(home, settings):
    settings.GRAPHQL = settings.GRAPHQL | {"SHARED_MAX_AGE": 2 * 86_400}
    ArticlePageFactory(parent=ArticleIndexPageFactory(parent=home), title="Innovasjon")
    now = timezone.localtime()
    midnight = datetime.datetime.combine(now.date() + datetime.timedelta(days=1), datetime.time.min, now.tzinfo)

    response = get('{ search(query: "innovasjon") { totalCount edges { score } } }')

    assert response.json()["data"]["search"]["totalCount"] == 1
    assert shared_max_age(response) <= (midnight - now).total_seconds()
