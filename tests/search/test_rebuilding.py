"""The index is made anew, and follows renamed things, while editors go on publishing: nothing they wrote is lost."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from pages.models import ArticleAuthor, ArticleIndexPage, EventOrganiser
from search import indexing, rebuilding
from search.models import Entry
from tests.factories import ContactFactory, MunicipalityFactory, OrganisationFactory, ThemeFactory
from tests.page_factories import ArticlePageFactory, EventIndexPageFactory, EventPageFactory

committed = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def elsewhere(work: Callable[[], None]) -> threading.Thread:
    """The work on another connection, begun."""

    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@committed
def test_what_is_published_while_the_index_is_made_anew_is_found_as_it_was_published(
    articles: ArticleIndexPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = ArticlePageFactory(parent=articles, title="Havbruk")
    author = ContactFactory(name="Kari Nordmann")
    by_kari = ArticlePageFactory(parent=articles, title="Reiseliv")
    by_kari.authors = [ArticleAuthor(contact=author)]
    by_kari.save_revision().publish()
    described, published = indexing.described, []

    def publish() -> None:
        page.title = "Fiskeri"
        page.save_revision().publish()
        author.name = "Kari Hansen"
        author.save()

    def publish_meanwhile(thing: Any) -> Any:
        if threading.current_thread() is threading.main_thread() and not published and thing.pk == page.pk:
            published.append(True)
            elsewhere(publish).join()
        return described(thing)

    monkeypatch.setattr(indexing, "described", publish_meanwhile)
    call_command("search_index")

    assert published
    assert Entry.objects.get(page=page).title == "Fiskeri"
    assert "e:hansen" in Entry.objects.get(page=by_kari).words


def test_an_index_of_another_analysis_is_outdated_until_it_is_made_anew(
    articles: ArticleIndexPage, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = ArticlePageFactory(parent=articles, title="Havbruk")
    call_command("search_index")
    Entry.objects.filter(page=page).update(title="Som før")

    call_command("search_index", outdated=True)
    left = Entry.objects.get(page=page).title
    monkeypatch.setattr(rebuilding, "fingerprint", lambda: "another")
    was_outdated = rebuilding.is_outdated()
    call_command("search_index", outdated=True)

    assert left == "Som før"
    assert "The index is of this version." in capsys.readouterr().out
    assert (was_outdated, rebuilding.is_outdated()) == (True, False)
    assert Entry.objects.get(page=page).title == "Havbruk"


@committed
def test_the_index_serves_on_when_its_making_is_stopped_and_can_be_made_again(
    articles: ArticleIndexPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    for title in ("Havbruk", "Reiseliv"):
        ArticlePageFactory(parent=articles, title=title)
    Entry.objects.update(title="Som før")
    described = indexing.described

    def stop_at_the_second(thing: Any) -> Any:
        if str(thing) == "Reiseliv":
            raise KeyboardInterrupt
        return described(thing)

    def titles() -> set[str]:
        return set(Entry.objects.filter(page__in=articles.get_children()).values_list("title", flat=True))

    monkeypatch.setattr(indexing, "described", stop_at_the_second)
    with pytest.raises(CommandError, match="run it again") as stopped:
        call_command("search_index")
    when_stopped = titles()
    monkeypatch.setattr(indexing, "described", described)
    call_command("search_index")

    assert stopped.value.returncode == 130
    assert when_stopped == {"Havbruk", "Som før"}
    assert titles() == {"Havbruk", "Reiseliv"}


@committed
def test_who_is_saved_while_their_organisation_is_renamed_is_found_by_both_new_names(
    articles: ArticleIndexPage,
) -> None:
    organisation = OrganisationFactory(name="Gamle Havn")
    contact = ContactFactory(name="Kari Nordmann", organisation=organisation)
    is_saved, may_commit = threading.Event(), threading.Event()

    def rename_contact() -> None:
        with transaction.atomic():
            contact.name = "Kari Hansen"
            contact.save()
            is_saved.set()
            may_commit.wait(30)

    saving = elsewhere(rename_contact)
    assert is_saved.wait(30)
    organisation.name = "Nye Havn"
    # The organisation's own transaction waits for that of the contact.
    threading.Timer(0.5, may_commit.set).start()
    organisation.save()
    saving.join()

    entry = Entry.objects.get(contact=contact)
    assert (entry.title, "Nye Havn" in entry.text) == ("Kari Hansen", True)


@pytest.mark.django_db
def test_making_the_index_anew_reads_twenty_articles_with_all_they_name_as_it_reads_one(
    articles: ArticleIndexPage,
) -> None:
    events = EventIndexPageFactory(parent=articles.get_parent())

    def add(number: int) -> None:
        for n in range(number):
            page = ArticlePageFactory(parent=articles, themes=[ThemeFactory()], municipalities=[MunicipalityFactory()])
            page.authors = [ArticleAuthor(contact=ContactFactory(name=f"Kari {n}"))]
            page.save_revision().publish()
            event = EventPageFactory(parent=events, themes=[ThemeFactory()])
            event.organisers = [EventOrganiser(organisation=OrganisationFactory())]
            event.save_revision().publish()

    def reads() -> int:
        with CaptureQueriesContext(connection) as asked:
            call_command("search_index")
        return len([one for one in asked if one["sql"].startswith("SELECT")])

    add(1)
    for_one = reads()
    add(19)

    assert reads() == for_one
