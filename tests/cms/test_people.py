"""Somebody who asks to be forgotten is, and can have what is stored of them first."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from cms.people import Trace, traces
from cms.roles import set_up_roles
from pages.models import Registration, RegistrationStatus
from search.unanswered import UnansweredQuery
from snippets.models import Contact, Municipality
from tests.factories import ContactFactory, NominationFactory
from tests.page_factories import ArticleIndexPageFactory, ArticlePageFactory, EventIndexPageFactory, EventPageFactory

EMAIL = "ragnhildur@example.no"
NAME = "Ragnhildur Kvistadbakk"
# Each of them alone says who it is.
WORDS = ["ragnhildur", "kvistadbakk", "97 11 22 33", "Thorbergsdottir"]


@pytest.fixture
def person(home, django_user_model):
    """A contact with earlier names and a draft under approval, who is registered, nominated and was searched for."""
    set_up_roles([home])
    moderator = django_user_model.objects.create_superuser("moderator")
    contact = ContactFactory(name="Ragnhildur Thorbergsdottir", email=EMAIL, municipality=Municipality.objects.first())
    contact.name, contact.phone = NAME, "97 11 22 33"
    contact.save_revision(user=moderator).publish(user=moderator)
    contact.job_title = "leder"
    contact.save_revision(user=moderator)
    contact.get_workflow().start(contact, moderator)
    event = EventPageFactory(parent=EventIndexPageFactory(parent=home), capacity=1)
    for name, email, status in (
        (NAME, EMAIL.upper(), RegistrationStatus.CONFIRMED),
        ("Ola", "ola@example.no", RegistrationStatus.WAITING),
    ):
        Registration.objects.create(event=event, name=name, email=email, status=status)
    NominationFactory(name="En annen", sender_name=NAME, sender_email=EMAIL)
    UnansweredQuery.objects.create(day="2026-11-01", words="telefonen til ragnhildur kvistadbakk", times=1)
    return contact


def answers(query):
    return query(
        """{
          contacts { nodes { name } }
          search(query: "Kvistadbakk") { totalCount didYouMean }
          suggest(prefix: "Ragnh") { text }
          misspelt: search(query: "Kvistadbak") { totalCount didYouMean }
        }"""
    )


def test_of_a_person_who_is_erased_nothing_is_left_anywhere(person, query, capsys):
    before = answers(query)

    call_command("erase_person", EMAIL, "--yes")

    assert before["contacts"]["nodes"] == [{"name": NAME}]
    assert before["search"]["totalCount"] == 1
    assert traces(WORDS) == []
    assert answers(query) == {
        "contacts": {"nodes": []},
        "search": {"totalCount": 0, "didYouMean": None},
        "suggest": [],
        "misspelt": {"totalCount": 0, "didYouMean": None},
    }
    assert [(one.name, one.status) for one in Registration.objects.all()] == [("Ola", RegistrationStatus.CONFIRMED)]
    assert "Erased; nothing is left in the database." in capsys.readouterr().out


def test_what_others_have_written_is_pointed_out(person, home, capsys):
    ArticlePageFactory(parent=ArticleIndexPageFactory(parent=home), title="Nytt", lead=f"{NAME} forteller.")

    with pytest.raises(CommandError, match="others have written of the person"):
        call_command("erase_person", EMAIL, "--yes")

    assert not Contact.objects.exists()
    assert "Still in pages_articlepage.lead: 1 rows" in capsys.readouterr().out


def test_a_person_gets_all_that_is_stored(person, capsys):
    call_command("export_person", EMAIL)

    things = json.loads(capsys.readouterr().out)
    kinds = [thing["model"] for thing in things]
    assert sorted(set(kinds)) == [
        "pages.registration",
        "snippets.contact",
        "snippets.nomination",
        "wagtailcore.revision",
    ]
    assert kinds.count("wagtailcore.revision") == 2
    assert {thing["fields"]["name"] for thing in things if "name" in thing["fields"]} == {NAME, "En annen"}


def test_nothing_is_erased_without_a_yes(person, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda question: "")

    with pytest.raises(CommandError, match="Nothing was erased"):
        call_command("erase_person", EMAIL)

    assert Contact.objects.exists()


def test_where_nobody_can_be_asked_nothing_is_erased(person, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO())

    with pytest.raises(CommandError, match="nobody is here to be asked, so say --yes"):
        call_command("erase_person", EMAIL)

    assert Contact.objects.filter(email=EMAIL).exists()


@pytest.mark.parametrize("email", ["", "Ragnhildur", "%@%"])
def test_nobody_is_known_by_what_is_no_address(db, email):
    for command in (["erase_person", email, "--yes"], ["export_person", email]):
        with pytest.raises(CommandError, match="is no e-mail address"):
            call_command(*command)


def test_a_word_is_found_in_any_kind_of_text(home):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE odd (words text[], vector tsvector, document jsonb)")
        cursor.execute("INSERT INTO odd VALUES (ARRAY['a_b%%'], to_tsvector('simple', 'a_b'), '{\"k\": \"A_B%%\"}')")

    assert traces(["a_b%"]) == [Trace("odd", "document", 1), Trace("odd", "words", 1)]
    assert traces(["axb"]) == []
