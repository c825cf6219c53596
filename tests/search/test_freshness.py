"""What an editor changes is found, or no longer found, when the next reader asks."""

from collections.abc import Callable

from pages.models import ArticleIndexPage, HomePage, ProgrammeItem
from snippets.models import Contact
from tests.factories import ContactFactory
from tests.page_factories import ArticlePageFactory, EventIndexPageFactory, EventPageFactory

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


def test_a_deleted_entry_of_the_index_takes_nothing_else_with_it(home: HomePage, found: Found) -> None:
    ContactFactory(name="Kari Nordmo")
    gone = ContactFactory(name="Ola Nordmo")

    # Past Django, so that the index still knows of it.
    Contact.objects.filter(pk=gone.pk)._raw_delete("default")

    assert found("nordmo") == ["Kari Nordmo"]
