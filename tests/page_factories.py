"""Pages for tests, each valid and no larger than a test needs."""

import datetime
from zoneinfo import ZoneInfo

import factory
from wagtail.models import Page
from wagtail_factories import PageFactory

from pages import models as pages
from tests.factories import OrganisationFactory

OSLO = ZoneInfo("Europe/Oslo")


class ContentPageFactory(PageFactory):
    """A live page; without a parent of its own it gets a new front page above it."""

    class Meta:
        abstract = True

    title = factory.Sequence("Side {}".format)


class HomePageFactory(ContentPageFactory):
    class Meta:
        model = pages.HomePage

    title = factory.Sequence("Forside {}".format)
    parent = factory.LazyFunction(Page.get_first_root_node)


class PartnershipPageFactory(ContentPageFactory):
    class Meta:
        model = pages.PartnershipPage

    parent = factory.SubFactory(HomePageFactory)


class StrategyPageFactory(ContentPageFactory):
    class Meta:
        model = pages.StrategyPage

    parent = factory.SubFactory(HomePageFactory)
    owner_organisation = factory.SubFactory(OrganisationFactory)
    external_url = "https://example.no/strategi"


class MandatePageFactory(ContentPageFactory):
    class Meta:
        model = pages.MandatePage

    parent = factory.SubFactory(HomePageFactory)
    adopted_on = datetime.date(2022, 1, 10)
    adopted_by = "Partnerskapsmøtet"
    valid_from = datetime.date(2022, 2, 1)


class ArticleIndexPageFactory(ContentPageFactory):
    class Meta:
        model = pages.ArticleIndexPage

    parent = factory.SubFactory(HomePageFactory)


class ArticlePageFactory(ContentPageFactory):
    class Meta:
        model = pages.ArticlePage

    title = factory.Sequence("Artikkel {}".format)
    parent = factory.SubFactory(ArticleIndexPageFactory)
    published_on = datetime.date(2022, 11, 20)
    lead = "Kommunene delte erfaringer."


class EventIndexPageFactory(ContentPageFactory):
    class Meta:
        model = pages.EventIndexPage

    parent = factory.SubFactory(HomePageFactory)


class EventPageFactory(ContentPageFactory):
    """An event that is long over, so that nothing depends on the day the tests run."""

    class Meta:
        model = pages.EventPage

    title = factory.Sequence("Arrangement {}".format)
    parent = factory.SubFactory(EventIndexPageFactory)
    starts_at = datetime.datetime(2022, 11, 16, 9, tzinfo=OSLO)
    lead = "Kommunene møtes."


class ProjectIndexPageFactory(ContentPageFactory):
    class Meta:
        model = pages.ProjectIndexPage

    parent = factory.SubFactory(HomePageFactory)


class ProjectPageFactory(ContentPageFactory):
    class Meta:
        model = pages.ProjectPage

    title = factory.Sequence("Prosjekt {}".format)
    parent = factory.SubFactory(ProjectIndexPageFactory)
    owner_organisation = factory.SubFactory(OrganisationFactory)
    lead = "Kommunen prøver ut noe nytt."


class ContactDirectoryPageFactory(ContentPageFactory):
    class Meta:
        model = pages.ContactDirectoryPage

    parent = factory.SubFactory(HomePageFactory)


class StandardPageFactory(ContentPageFactory):
    class Meta:
        model = pages.StandardPage

    parent = factory.SubFactory(HomePageFactory)
