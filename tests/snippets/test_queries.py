"""Lists of shared content are in Norwegian alphabetical order, and hold what belongs in them."""

from datetime import UTC, datetime, timedelta

import pytest
from wagtail.models import Locale

from cms.api.ground import Ground
from cms.api.visibility import Gate
from snippets import queries
from snippets.models import Municipality
from snippets.municipalities import load_municipalities
from tests.factories import (
    AudienceFactory,
    ContactFactory,
    MunicipalityFactory,
    NoticeFactory,
    OrganisationFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def names(things) -> list[str]:
    return [str(thing) for thing in things]


def test_every_installation_has_the_38_municipalities_in_norwegian_order():
    listed = names(queries.municipalities())

    assert len(listed) == 38
    assert listed[:3] == ["Flatanger", "Frosta", "Frøya"]
    assert listed[-3:] == ["Verdal", "Ørland", "Åfjord"]


def test_double_a_is_sorted_last_and_foreign_letters_with_their_like():
    for name in ["Aasen", "Aker", "Älgby", "Ære", "Zorn", "Ågård", "Örn", "Éa", "Eb"]:
        OrganisationFactory(name=name)

    assert names(queries.organisations()) == [
        "Aker",
        "Éa",
        "Eb",
        "Zorn",
        "Älgby",
        "Ære",
        "Örn",
        "Ågård",
        "Aasen",
    ]


def test_people_of_the_same_name_keep_their_order():
    contacts = [ContactFactory(name="Kari Nordmann") for _ in range(3)]

    assert list(queries.contacts()) == contacts


def test_drafts_are_among_the_contacts():
    draft = ContactFactory(live=False)

    assert list(queries.contacts()) == [draft]


@pytest.mark.parametrize(("factory", "query"), [(ThemeFactory, queries.themes), (AudienceFactory, queries.audiences)])
def test_each_language_has_its_own_labels(factory, query):
    nynorsk = Locale.objects.get_or_create(language_code="nn")[0]
    factory(label="Ungdom")
    factory(label="Born og unge", locale=nynorsk)
    factory(label="Barn og unge")

    assert names(query(Locale.get_default())) == ["Barn og unge", "Ungdom"]
    assert names(query(nynorsk)) == ["Born og unge"]


def test_a_notice_is_active_from_its_start_until_just_before_its_end():
    NoticeFactory(title="slutter nå", starts_at=NOON - HOUR, ends_at=NOON)
    NoticeFactory(title="begynner nå", starts_at=NOON)
    NoticeFactory(title="begynner snart", starts_at=NOON + HOUR)
    NoticeFactory(title="pågår", starts_at=NOON - HOUR, ends_at=NOON + HOUR)

    assert names(queries.active_notices(Gate(Ground(), NOON))) == ["begynner nå", "pågår"]


def test_loading_the_municipalities_again_repairs_them_and_adds_none():
    Municipality.objects.filter(number="5041").update(name="Snaasa", is_sami_area=False)
    MunicipalityFactory(number="9999")

    load_municipalities()

    snasa = Municipality.objects.get(number="5041")
    assert (snasa.name, snasa.name_sma, snasa.is_sami_area) == ("Snåsa", "Snåase", True)
    assert Municipality.objects.count() == 39
