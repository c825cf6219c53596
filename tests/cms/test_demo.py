"""The demo content: the partnership's own words in their places, loaded once."""

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from wagtail.models import Revision

from pages.models import ArticleIndexPage, EventPage, HomePage


@pytest.fixture
def demo(db):
    call_command("load_demo", "--with-logins")


def rows():
    return {model._meta.label: model.objects.count() for model in apps.get_models()}


def test_loading_twice_changes_nothing(demo, capsys):
    before, last_revision = rows(), Revision.objects.latest("pk").pk

    call_command("load_demo", "--with-logins")

    assert (rows(), Revision.objects.latest("pk").pk) == (before, last_revision)
    assert "nothing loaded" in capsys.readouterr().out


def test_the_partnership_has_its_four_partners_and_the_strategy_it_follows_up(demo, query):
    data = query(
        """
        { route(path: "/partnerskap/") { ... on PartnershipPage {
            targetYear vision partners { organisation { name } }
            strategiesFollowed { strategy { title actions { title } } }
        } } }
        """
    )

    partnership = data["route"]
    assert partnership["targetYear"] == 2025
    assert partnership["vision"].startswith("<p>Trøndelag som region, skal være ledende i Norge, til å ta i bruk")
    assert [partner["organisation"]["name"] for partner in partnership["partners"]] == [
        "Statsforvalteren i Trøndelag",
        "Trøndelag fylkeskommune",
        "Forskningsrådet region Trøndelag",
        "KS Trøndelag",
    ]
    assert partnership["strategiesFollowed"][0]["strategy"]["title"] == "Verdiskapingsstrategien"
    assert partnership["strategiesFollowed"][0]["strategy"]["actions"]


def test_the_digital_gathering_says_who_presented_which_project_with_whose_money(demo, query):
    data = query(
        """
        { events(where: { when: PAST, startsAt: { from: "2023-03-01T00:00:00Z", to: "2023-03-03T00:00:00Z" } }) {
            nodes { title dateNote programme {
                title presenter organisation { kind } project { fundingScheme { abbreviation } }
            } }
        } }
        """
    )

    funded = {"fundingScheme": {"abbreviation": "RFF"}}
    assert data["events"]["nodes"] == [
        {
            "title": "Digital samling",
            "dateNote": "Året er antatt",
            "programme": [
                {
                    "title": "Samstyring for en inkluderende frivillighet for barn og unge i Inderøy kommune",
                    "presenter": "Inderøy kommune",
                    "organisation": {"kind": "MUNICIPALITY"},
                    "project": funded,
                },
                {
                    "title": "Nærnettverk for yngre personer med demenssykdom",
                    "presenter": "Sintef digital",
                    "organisation": {"kind": "RESEARCH"},
                    "project": funded,
                },
                {
                    "title": "New working spaces i distriktskommuner",
                    "presenter": "Grong kommune",
                    "organisation": {"kind": "MUNICIPALITY"},
                    "project": funded,
                },
            ],
        }
    ]


def test_upcoming_and_past_events_are_told_apart(demo, query):
    data = query(
        "{ next: events(where: { when: UPCOMING }) { totalCount } past: events(where: { when: PAST }) { totalCount } }"
    )

    assert data == {"next": {"totalCount": 4}, "past": {"totalCount": 7}}


def test_the_autumn_gathering_keeps_the_words_of_the_text(demo):
    gathering = EventPage.objects.get(slug="hostens-samling")

    assert gathering.venue.name == "Scandic Nidelven"
    assert gathering.focus == "«Mobilisering av unge som ressurs i kommunene» samt innovasjonskultur og utviklingskraft"
    assert gathering.recap_article.event == gathering


def test_a_list_in_nynorsk_falls_back_to_bokmal_unless_told_not_to(demo, query):
    data = query(
        """
        { both: articles(locale: NN, first: 100) { nodes { locale } }
          strict: articles(locale: NN, strictLocale: true) { nodes { title locale } } }
        """
    )

    assert sorted(node["locale"] for node in data["both"]["nodes"]) == ["NB"] * 8 + ["NN"]
    assert [node["locale"] for node in data["strict"]["nodes"]] == ["NN"]


def test_editors_write_and_moderators_publish(demo):
    users = get_user_model().objects
    articles = ArticleIndexPage.objects.filter(locale=HomePage.objects.first().locale).first()

    editor = articles.permissions_for_user(users.get(username="redaktor"))
    moderator = articles.permissions_for_user(users.get(username="moderator"))

    assert (editor.can_add_subpage(), editor.can_publish_subpage()) == (True, False)
    assert (moderator.can_add_subpage(), moderator.can_publish_subpage()) == (True, True)
    assert articles.get_workflow().name == "Godkjenning"


def test_growing_to_the_same_number_twice_changes_nothing(demo, capsys):
    call_command("grow_demo", "20")
    before = rows()

    call_command("grow_demo", "20")

    assert rows() == before
    assert "20 articles" in capsys.readouterr().out
