"""Where pages may live, how they are edited and previewed, and what outlives what."""

import datetime
from types import SimpleNamespace

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.models import Page

from pages import models
from pages.checks import check_places
from tests import page_factories as factories
from tests.factories import OrganisationFactory, VenueFactory
from tests.page_factories import OSLO

pytestmark = pytest.mark.django_db

FACTORIES = [
    factories.HomePageFactory,
    factories.PartnershipPageFactory,
    factories.StrategyPageFactory,
    factories.MandatePageFactory,
    factories.ArticleIndexPageFactory,
    factories.ArticlePageFactory,
    factories.EventIndexPageFactory,
    factories.EventPageFactory,
    factories.ProjectIndexPageFactory,
    factories.ProjectPageFactory,
    factories.ContactDirectoryPageFactory,
    factories.StandardPageFactory,
]


def name(factory) -> str:
    return factory._meta.model.__name__


@pytest.mark.parametrize(
    ("child", "parents"),
    [
        (models.HomePage, {Page}),
        (models.PartnershipPage, {models.HomePage}),
        (models.StrategyPage, {models.HomePage, models.PartnershipPage}),
        (models.MandatePage, {models.HomePage, models.PartnershipPage}),
        (models.ArticleIndexPage, {models.HomePage}),
        (models.ArticlePage, {models.ArticleIndexPage}),
        (models.EventIndexPage, {models.HomePage}),
        (models.EventPage, {models.EventIndexPage}),
        (models.ProjectIndexPage, {models.HomePage}),
        (models.ProjectPage, {models.ProjectIndexPage}),
        (models.ContactDirectoryPage, {models.HomePage}),
        (models.StandardPage, {models.HomePage, models.PartnershipPage, models.StandardPage}),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else None,
)
def test_each_type_of_page_has_its_place(child, parents):
    assert set(child.allowed_parent_page_models()) == parents


@pytest.mark.parametrize(
    "index", [models.ArticleIndexPage, models.EventIndexPage, models.ProjectIndexPage, models.ContactDirectoryPage]
)
def test_a_front_page_has_one_index_of_each_kind(index):
    home = factories.HomePageFactory()
    assert index.can_create_at(home)

    home.add_child(instance=index(title="Oversikt", slug="oversikt"))

    assert not index.can_create_at(home)


def test_a_type_of_page_without_a_place_is_told_at_start_up(monkeypatch):
    assert check_places() == []

    # Wagtail's memory of `subpage_types`.
    monkeypatch.setattr(models.ArticleIndexPage, "_clean_subpage_models", [])

    assert [error.msg for error in check_places()] == ["ArticlePage can be created below no page."]


@pytest.mark.parametrize("factory", FACTORIES, ids=name)
def test_every_type_of_page_can_be_edited_and_previewed(factory, admin_client):
    page = factory()

    edited = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    previewed = page.make_preview_request()

    assert edited.status_code == 200
    assert f"<h1>{page.title}</h1>" in previewed.render().content.decode()


@pytest.mark.parametrize("factory", FACTORIES, ids=name)
def test_every_type_of_page_can_be_added(factory, admin_client):
    page = factory()
    Page.objects.filter(pk=page.pk).delete()
    content_type = ContentType.objects.get_for_model(page)

    address = reverse("wagtailadmin_pages:add", args=[content_type.app_label, content_type.model, page.get_parent().pk])

    assert admin_client.get(address).status_code == 200


@pytest.mark.parametrize("factory", FACTORIES, ids=name)
def test_every_type_of_page_says_what_it_is_for(factory):
    assert factory._meta.model.get_page_description()


def test_a_preview_shows_the_programme():
    event = factories.EventPageFactory(venue=VenueFactory(name="Scandic Nidelven"))
    event.programme.create(title="Nærnettverk for yngre personer med demenssykdom")

    preview = event.make_preview_request().render().content.decode()

    assert "Scandic Nidelven" in preview
    assert "Nærnettverk for yngre personer med demenssykdom" in preview


def moment(year: int, month: int, day: int, hour: int = 0) -> datetime.datetime:
    return datetime.datetime(year, month, day, hour, tzinfo=OSLO)


@pytest.mark.parametrize(
    ("values", "over_at"),
    [
        ({"ends_at": moment(2022, 11, 16, 15)}, moment(2022, 11, 16, 15)),
        ({}, moment(2022, 11, 17)),
        ({"is_all_day": True}, moment(2022, 11, 17)),
        ({"is_all_day": True, "ends_at": moment(2022, 11, 17, 12)}, moment(2022, 11, 18)),
        # The night when summer time ends has 25 hours.
        ({"starts_at": moment(2022, 10, 30, 9)}, moment(2022, 10, 31)),
    ],
)
def test_an_event_is_over_at_its_end_or_at_the_midnight_after(values, over_at):
    event = factories.EventPageFactory(**values)

    event.refresh_from_db()
    turns = [over_at - datetime.timedelta(microseconds=1), over_at]
    at_these = [event.is_over(SimpleNamespace(context=SimpleNamespace(moment=turn))) for turn in turns]

    assert event.over_at == over_at
    assert at_these == [False, True]


def test_an_event_that_lasts_all_day_starts_and_ends_at_midnight():
    event = factories.EventPageFactory(is_all_day=True, ends_at=moment(2022, 11, 17, 15))

    assert (event.starts_at, event.ends_at) == (moment(2022, 11, 16), moment(2022, 11, 17))


def test_a_revision_opens_after_an_organisation_in_it_was_deleted(admin_client):
    stays, goes = OrganisationFactory(), OrganisationFactory()
    project = factories.ProjectPageFactory(owner_organisation=stays)
    project.owner_organisation = goes
    project.save_revision()
    event = factories.EventPageFactory()
    event.organisers = [models.EventOrganiser(organisation=one) for one in (goes, stays)]
    event.save_revision()
    goes.delete()

    responses = [admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])) for page in (project, event)]

    assert [response.status_code for response in responses] == [200, 200]
    assert project.get_latest_revision_as_object().owner_organisation is None
    assert [row.organisation for row in event.get_latest_revision_as_object().organisers.all()] == [stays]
