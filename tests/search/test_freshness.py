"""What an editor changes is found, or no longer found, when the next reader asks."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from pages.models import ArticleAuthor, ArticleIndexPage, HomePage, ProgrammeItem
from snippets.models import Contact
from tests.factories import ContactFactory, MunicipalityFactory, OrganisationFactory
from tests.page_factories import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    EventIndexPageFactory,
    EventPageFactory,
)

pytestmark = pytest.mark.usefixtures("either_engine")

Found = Callable[..., list[str]]


def test_a_draft_of_a_live_page_is_not_searched(articles: ArticleIndexPage, found: Found) -> None:
    page = ArticlePageFactory(parent=articles, title="Havbruk")
    page.title = "Fiskeri"
    page.lead = "Om fiskeri."

    page.save_revision()

    assert (found("havbruk"), found("fiskeri")) == (["Havbruk"], [])


def test_publishing_unpublishing_moving_and_deleting_show_at_once(articles: ArticleIndexPage, found: Found) -> None:
    page = ArticlePageFactory(parent=articles, title="Havbruk", live=False)
    answers = [found("havbruk")]

    page.save_revision().publish()
    answers.append(found("havbruk"))
    page.title = "Fiskeri"
    page.save_revision().publish()
    answers += [found("havbruk"), found("fiskeri")]
    page.refresh_from_db()
    page.unpublish()
    answers.append(found("fiskeri"))
    page.save_revision().publish()
    answers.append(found("fiskeri"))
    page.delete()
    answers.append(found("fiskeri"))

    assert answers == [[], ["Havbruk"], [], ["Fiskeri"], [], ["Fiskeri"], []]


def test_what_is_listed_on_a_page_is_found_from_its_first_publishing(articles: ArticleIndexPage, found: Found) -> None:
    event = EventPageFactory(parent=EventIndexPageFactory(parent=articles.get_parent()), title="Samling", live=False)
    event.programme = [ProgrammeItem(title="Digital hjemmeoppfølging")]

    event.save_revision().publish()

    assert found("hjemmeoppfølging") == ["Samling"]


def test_a_changed_contact_is_found_by_the_new_name(home: HomePage, found: Found) -> None:
    contact = ContactFactory(name="Kari Nordmo")
    contact.name = "Kari Sørmo"

    contact.save_revision()
    draft = (found("nordmo"), found("sørmo"))
    contact.save_revision().publish()
    published = (found("nordmo"), found("sørmo"))
    contact.delete()
    deleted = found("sørmo")

    assert (draft, published, deleted) == ((["Kari Nordmo"], []), ([], ["Kari Sørmo"]), [])


def test_what_is_deleted_past_django_is_gone_from_the_index_too(home: HomePage, found: Found) -> None:
    ContactFactory(name="Kari Nordmo")
    gone = ContactFactory(name="Ola Nordmo")

    Contact.objects.filter(pk=gone.pk)._raw_delete("default")

    assert found("nordmo") == ["Kari Nordmo"]


def test_a_renamed_municipality_organisation_or_person_is_found_by_the_new_name(
    articles: ArticleIndexPage, found: Found
) -> None:
    place, firm = MunicipalityFactory(name="Gammelvik"), OrganisationFactory(name="Gammelt Institutt")
    person = ContactFactory(name="Kari Gammelmo", organisation=firm, municipality=place)
    page = ArticlePageFactory(parent=articles, title="Havbruk")
    page.municipalities = [place]
    page.authors = [ArticleAuthor(contact=person)]
    page.save()

    place.name = place.official_name = "Nyvik"
    firm.name, person.name = "Splitter Pine", "Kari Tangen"
    for thing in (place, firm, person):
        thing.save()

    assert [sorted(found(words)) for words in ("nyvik", "splitter", "tangen")] == [
        ["Havbruk", "Kari Tangen"],
        ["Kari Tangen", "Splitter Pine"],
        ["Havbruk", "Kari Tangen"],
    ]
    assert [found(words) for words in ("gammelvik", "institutt", "gammelmo")] == [[], [], []]


def test_what_a_person_wrote_is_found_by_their_name_while_they_are_shown(
    articles: ArticleIndexPage, found: Found
) -> None:
    person = ContactFactory(name="Kari Nordmo", live=False)
    page = ArticlePageFactory(parent=articles, title="Havbruk")
    page.authors = [ArticleAuthor(contact=person)]
    page.save()
    answers = [found("nordmo")]

    person.save_revision().publish()
    answers.append(sorted(found("nordmo")))
    person.refresh_from_db()
    person.unpublish()
    answers.append(found("nordmo"))
    person.save_revision().publish()
    answers.append(sorted(found("nordmo")))

    assert answers == [[], ["Havbruk", "Kari Nordmo"], [], ["Havbruk", "Kari Nordmo"]]


def test_a_person_who_will_expire_is_not_among_the_words_of_a_page(articles: ArticleIndexPage, found: Found) -> None:
    """Nobody would take the name out of the page's entry when the moment comes."""
    person = ContactFactory(name="Kari Nordmo", expire_at=timezone.now() + timedelta(days=1))
    page = ArticlePageFactory(parent=articles, title="Havbruk")
    page.authors = [ArticleAuthor(contact=person)]
    page.save()

    assert found("nordmo") == ["Kari Nordmo"]


def test_a_restriction_a_move_and_a_statement_past_django_show_at_once(
    articles: ArticleIndexPage, found: Found
) -> None:
    page = ArticlePageFactory(parent=articles, title="Havbruk")
    private = ArticleIndexPageFactory(parent=articles.get_parent(), title="Internt", slug="internt")
    PageViewRestriction.objects.create(page=private, restriction_type="login")

    Page.objects.get(pk=page.pk).move(Page.objects.get(pk=private.pk), pos="last-child")
    moved = found("havbruk")
    Page.objects.get(pk=page.pk).move(Page.objects.get(pk=articles.pk), pos="last-child")
    back = found("havbruk")
    Page.objects.filter(pk=page.pk).update(live=False)

    assert (moved, back, found("havbruk")) == ([], ["Havbruk"], [])
