"""Content for tests, each thing valid and no larger than a test needs."""

from collections.abc import Iterator

from factory.declarations import LazyFunction, SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory, FileField, ImageField
from wagtail.models import Locale

from snippets import models
from snippets.org_numbers import is_org_number


def _org_numbers() -> Iterator[str]:
    """Valid organisation numbers, far from those of real municipalities."""
    return (str(number) for number in range(100_000_000, 200_000_000) if is_org_number(str(number)))


_fresh_org_numbers = _org_numbers()


class ImageFactory(DjangoModelFactory):
    class Meta:
        model = models.Image

    title = Sequence("Bilde {}".format)
    description = "Fire personer rundt et bord"
    file = ImageField(width=64, height=48, color="teal")


class DocumentFactory(DjangoModelFactory):
    class Meta:
        model = models.Document

    title = Sequence("Dokument {}".format)
    file = FileField(filename="dokument.pdf", data=b"%PDF-1.4")


class MunicipalityFactory(DjangoModelFactory):
    """A made-up municipality; with the number of a real one, that one."""

    class Meta:
        model = models.Municipality
        django_get_or_create = ("number",)

    number = Sequence(lambda n: str(9000 + n % 1000))
    name = Sequence("Kommune {}".format)
    official_name = SelfAttribute("name")
    org_number = LazyFunction(lambda: next(_fresh_org_numbers))
    latitude = 63.4
    longitude = 10.4


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = models.Organisation

    name = Sequence("Organisasjon {}".format)
    kind = models.OrganisationKind.OTHER


class NominationFactory(DjangoModelFactory):
    class Meta:
        model = models.Nomination

    municipality = SubFactory(MunicipalityFactory)
    name = Sequence("Oppnevnt {}".format)
    email = Sequence("oppnevnt{}@example.no".format)
    sender_name = "Ola Leder"
    sender_email = "ola@example.no"


class ContactFactory(DjangoModelFactory):
    class Meta:
        model = models.Contact

    name = Sequence("Kontakt {}".format)
    roles = LazyFunction(lambda: [models.ContactRole.FOUI_CONTACT])
    municipality = SubFactory(MunicipalityFactory)
    email = Sequence("kontakt{}@example.no".format)
    phone = "74 17 40 00"


class VenueFactory(DjangoModelFactory):
    class Meta:
        model = models.Venue

    name = Sequence("Sted {}".format)


class ThemeFactory(DjangoModelFactory):
    class Meta:
        model = models.Theme

    label = Sequence("Tema {}".format)
    slug = Sequence("tema-{}".format)
    locale = LazyFunction(Locale.get_default)


class AudienceFactory(DjangoModelFactory):
    class Meta:
        model = models.Audience

    label = Sequence("Målgruppe {}".format)
    slug = Sequence("malgruppe-{}".format)
    locale = LazyFunction(Locale.get_default)


class FundingSchemeFactory(DjangoModelFactory):
    class Meta:
        model = models.FundingScheme

    name = Sequence("Støtteordning {}".format)


class NavigationFactory(DjangoModelFactory):
    class Meta:
        model = models.Navigation

    kind = models.NavigationKind.MAIN
    locale = LazyFunction(Locale.get_default)


class NoticeFactory(DjangoModelFactory):
    class Meta:
        model = models.Notice

    title = Sequence("Varsel {}".format)
