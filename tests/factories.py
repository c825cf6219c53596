"""Content for tests, each thing valid and no larger than a test needs."""

import datetime
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory
from wagtail.models import Locale, Page
from wagtail_factories import PageFactory

from pages import models as pages
from snippets import models
from snippets.org_numbers import is_org_number

OSLO = ZoneInfo("Europe/Oslo")


def _org_numbers() -> Iterator[str]:
    """Valid organisation numbers, far from those of real municipalities."""
    return (str(number) for number in range(100_000_000, 200_000_000) if is_org_number(str(number)))


_fresh_org_numbers = _org_numbers()


class ImageFactory(DjangoModelFactory):
    class Meta:
        model = models.Image

    title = factory.Sequence("Bilde {}".format)
    description = "Fire personer rundt et bord"
    file = factory.django.ImageField(width=64, height=48, color="teal")


class DocumentFactory(DjangoModelFactory):
    class Meta:
        model = models.Document

    title = factory.Sequence("Dokument {}".format)
    file = factory.django.FileField(filename="dokument.pdf", data=b"%PDF-1.4")


class MunicipalityFactory(DjangoModelFactory):
    """A made-up municipality; with the number of a real one, that one."""

    class Meta:
        model = models.Municipality
        django_get_or_create = ("number",)

    number = factory.Sequence(lambda n: str(9000 + n % 1000))
    name = factory.Sequence("Kommune {}".format)
    official_name = factory.SelfAttribute("name")
    org_number = factory.LazyFunction(lambda: next(_fresh_org_numbers))
    latitude = 63.4
    longitude = 10.4


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = models.Organisation

    name = factory.Sequence("Organisasjon {}".format)
    kind = models.OrganisationKind.OTHER


class ContactFactory(DjangoModelFactory):
    class Meta:
        model = models.Contact

    name = factory.Sequence("Kontakt {}".format)
    roles = factory.LazyFunction(lambda: [models.ContactRole.FOUI_CONTACT])
    municipality = factory.SubFactory(MunicipalityFactory)
    email = factory.Sequence("kontakt{}@example.no".format)
    phone = "74 17 40 00"


class VenueFactory(DjangoModelFactory):
    class Meta:
        model = models.Venue

    name = factory.Sequence("Sted {}".format)


class ThemeFactory(DjangoModelFactory):
    class Meta:
        model = models.Theme

    label = factory.Sequence("Tema {}".format)
    slug = factory.Sequence("tema-{}".format)
    locale = factory.LazyFunction(Locale.get_default)


class AudienceFactory(DjangoModelFactory):
    class Meta:
        model = models.Audience

    label = factory.Sequence("Målgruppe {}".format)
    slug = factory.Sequence("malgruppe-{}".format)
    locale = factory.LazyFunction(Locale.get_default)


class FundingSchemeFactory(DjangoModelFactory):
    class Meta:
        model = models.FundingScheme

    name = factory.Sequence("Støtteordning {}".format)


class NavigationFactory(DjangoModelFactory):
    class Meta:
        model = models.Navigation

    kind = models.NavigationKind.MAIN
    locale = factory.LazyFunction(Locale.get_default)


class NoticeFactory(DjangoModelFactory):
    class Meta:
        model = models.Notice

    title = factory.Sequence("Varsel {}".format)


# --- Pages ----------------------------------------------------------------------------------------


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
