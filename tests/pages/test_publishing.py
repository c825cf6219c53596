"""Publishing past the form: several pages from a list, by approval, on time. The form's rules hold there, too."""

import datetime

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cms.roles import set_up_roles
from pages.models import ArticleAuthor
from tests.page_factories import ArticleIndexPageFactory, ArticlePageFactory

FILM = [("video", {"title": "Veikart", "url": "https://example.no/film", "transcript": ""})]


@pytest.fixture
def index(home):
    return ArticleIndexPageFactory(parent=home, slug="artikler")


@pytest.fixture
def draft(index):
    """Makes a draft, with a revision, as the form stores one."""

    def with_(**values):
        body = values.pop("body", [])
        article = ArticlePageFactory(parent=index, live=False, **values)
        article.body = body
        article.save_revision(clean=False)
        return article

    return with_


@pytest.fixture
def publish(admin_client):
    """Ticks the pages in a list and publishes them; what the admin says then."""

    def all_of(*pages, **options):
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        ids = "&".join(f"id={page.pk}" for page in pages)
        response = admin_client.post(f"{address}?{ids}&next=/admin/", options)
        assert response.status_code == 302
        for page in pages:
            page.refresh_from_db()
        return [str(message) for message in get_messages(response.wsgi_request)]

    return all_of


def test_of_several_pages_those_that_are_whole_are_published(draft, publish):
    whole, without_lead = draft(title="Hel"), draft(title="Uten ingress", lead="")

    [done, refused] = publish(whole, without_lead)

    assert (whole.live, without_lead.live) == (True, False)
    assert "1 side" in done
    assert "«Uten ingress» ble ikke publisert. Ingress: " in refused
    assert reverse("wagtailadmin_pages:edit", args=[without_lead.pk]) in refused


def test_a_block_that_lacks_something_keeps_its_page_back(draft, publish):
    article = draft(title="Med film", body=FILM)

    [refused] = publish(article)

    assert not article.live
    assert "«Med film» ble ikke publisert. Brødtekst: Film: Tekstversjon: " in refused


def test_a_row_that_lacks_something_keeps_its_page_back(draft, publish):
    article = draft(title="Uten forfatter")
    article.authors = [ArticleAuthor()]
    article.save_revision(clean=False)

    [refused] = publish(article)

    assert not article.live
    assert "Forfattere: Velg en kontaktperson eller skriv et navn." in refused


def test_what_lies_below_is_published_by_the_same_rules(index, draft, publish):
    whole, without_lead = draft(title="Hel"), draft(title="Uten ingress", lead="")

    [done, refused] = publish(index, include_descendants="on")

    whole.refresh_from_db()
    without_lead.refresh_from_db()
    assert (whole.live, without_lead.live) == (True, False)
    assert "1 underside" in done
    assert "«Uten ingress»" in refused


def test_approving_what_is_not_whole_tells_why_and_leaves_it_waiting(home, draft, admin_client, admin_user):
    set_up_roles([home])
    article = draft(title="Med film", body=FILM)
    article.get_workflow().start(article, admin_user)
    waiting = article.current_workflow_task_state

    response = admin_client.post(
        reverse("wagtailadmin_pages:workflow_action", args=[article.pk, "approve", waiting.pk]), {"comment": ""}
    )

    article.refresh_from_db()
    waiting.refresh_from_db()
    assert not article.live
    assert waiting.status == waiting.STATUS_IN_PROGRESS
    assert "Tekstversjon" in str([str(message) for message in get_messages(response.wsgi_request)])


def test_a_page_is_not_planned_for_a_time_before_it_is_whole(draft):
    article = draft(title="Med film", body=FILM, go_live_at=timezone.now() + datetime.timedelta(days=1))

    with pytest.raises(ValidationError):
        article.get_latest_revision().publish()

    assert not article.revisions.filter(approved_go_live_at__isnull=False).exists()
