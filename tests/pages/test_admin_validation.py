"""What the admin's form takes from an editor: drafts with gaps, but no contradictions."""

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.formats import get_format
from django.utils.timezone import localtime
from wagtail.models import Locale
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from pages.models import EventOrganiser, EventPage
from tests.factories import OrganisationFactory, ThemeFactory
from tests.page_factories import EventIndexPageFactory, EventPageFactory

pytestmark = pytest.mark.django_db


def event_form(**changes):
    """What the browser sends for an event with nothing but a title, a slug and a start."""
    values = {
        "title": "Høstsamling",
        "slug": "hostsamling",
        "starts_at": "2022-11-16 09:00",
        "kind": "gathering",
        "status": "scheduled",
        "attendance_mode": "in_person",
        "registration_kind": "none",
        "body": streamfield([]),
        **{name: inline_formset([]) for name in ("organisers", "programme", "materials", "recordings", "comments")},
    }
    return nested_form_data(values | changes)


def create(client, index, **changes):
    address = reverse("wagtailadmin_pages:add", args=["pages", "eventpage", index.pk])
    return client.post(address, event_form(**changes))


def edit(client, event, **changes):
    return client.post(reverse("wagtailadmin_pages:edit", args=[event.pk]), event_form(**changes))


def test_a_copy_is_offered_an_address_that_is_free(admin_client):
    index = EventIndexPageFactory()
    event = EventPageFactory(parent=index, slug="samling")
    EventPageFactory(parent=index, slug="samling-2")
    address = reverse("wagtailadmin_pages:copy", args=[event.pk])

    offered = admin_client.get(address).context["form"]["new_slug"].value()
    sent = {"new_title": "Samling igjen", "new_parent_page": index.pk}
    copied = admin_client.post(address, {**sent, "new_slug": offered})
    again = admin_client.post(address, {**sent, "new_slug": "samling"})

    assert offered == "samling-3"
    assert copied.status_code == 302
    [message] = again.context["form"].errors["new_slug"]
    assert message.endswith("Velg en annen, for eksempel med et tall til slutt.")


def complaints(response) -> dict:
    """The messages on the form and on its rows."""
    form = response.context["form"]
    rows = {
        name: [dict(errors) for errors in formset.errors]
        for name, formset in form.formsets.items()
        if any(formset.errors)
    }
    return {**form.errors, **rows}


GAPS = {
    "attendance_mode": "online",
    "registration_kind": "external",
    "materials": inline_formset([{"title": "Presentasjon", "document": "", "url": ""}]),
    "programme": inline_formset([{"title": "", "presenter": "Kari Nordmann"}]),
}


def test_a_draft_may_have_gaps(admin_client):
    index = EventIndexPageFactory()

    create(admin_client, index, **GAPS)

    event = EventPage.objects.get()
    assert not event.live
    assert [material.title for material in event.materials.all()] == ["Presentasjon"]


def test_a_draft_with_gaps_saves_by_itself_while_the_editor_writes(admin_client):
    index = EventIndexPageFactory()
    address = reverse("wagtailadmin_pages:add", args=["pages", "eventpage", index.pk])

    response = admin_client.post(address, event_form(**GAPS), headers={"accept": "application/json"})

    assert response.json()["success"]


@pytest.mark.parametrize(
    "typed", ["28.1.2027 10.00", "28.01.2027 10:00", "28.1.27 10.00", "28.1.2027 kl. 10", "2027-01-28 10:00"]
)
def test_a_moment_may_be_typed_as_in_norway_or_as_by_iso(admin_client, typed):
    create(admin_client, EventIndexPageFactory(), starts_at=typed)

    assert f"{localtime(EventPage.objects.get().starts_at):%Y-%m-%d %H:%M}" == "2027-01-28 10:00"


@pytest.mark.parametrize("language", settings.WAGTAILADMIN_PERMITTED_LANGUAGES)
def test_what_forms_show_can_be_read_in_each_language_of_the_admin(language):
    for kind in ("DATE", "TIME", "DATETIME"):
        assert getattr(settings, f"WAGTAIL_{kind}_FORMAT") in get_format(f"{kind}_INPUT_FORMATS", lang=language[0])


def test_a_draft_with_gaps_can_be_previewed(admin_client):
    event = EventPageFactory(live=False)
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[event.pk])

    assert admin_client.post(address, event_form(**GAPS)).json() == {"is_valid": True, "is_available": True}
    assert "Høstsamling" in admin_client.get(address).content.decode()


def test_publishing_tells_of_every_gap_beside_its_field(admin_client):
    index = EventIndexPageFactory()

    response = create(admin_client, index, **GAPS, **{"action-publish": "1"})

    assert not EventPage.objects.exists()
    assert complaints(response) == {
        "lead": ["Dette feltet er påkrevet."],
        "registration_url": ["Skriv inn adressen der folk melder seg på."],
        "programme": [{"title": ["Dette feltet er påkrevet."]}],
        "materials": [{"document": ["Velg et dokument eller skriv inn en lenke."]}],
    }


def test_not_even_a_draft_contradicts_itself(admin_client):
    index = EventIndexPageFactory()

    response = create(admin_client, index, ends_at="2022-11-15 09:00", status="moved_online", has_waiting_list="on")

    assert not EventPage.objects.exists()
    assert complaints(response) == {
        "ends_at": ["Arrangementet må slutte etter at det starter."],
        "attendance_mode": ["Et arrangement som er flyttet til nett, kan ikke ha bare fysisk oppmøte."],
        "capacity": ["Oppgi antall plasser når det skal være venteliste."],
    }


@pytest.mark.parametrize("moment", ["0001-01-01 00:10", "9999-12-31 23:30"])
def test_not_even_a_draft_leaves_the_calendar(admin_client, moment):
    index = EventIndexPageFactory()

    response = create(admin_client, index, starts_at=moment, go_live_at=moment, is_all_day="on")

    assert not EventPage.objects.exists()
    refused = ["Skriv et årstall fra 1000 til 9998."]
    assert complaints(response) == {"starts_at": refused, "go_live_at": refused}


def test_the_draft_of_a_published_event_may_have_gaps_but_no_contradictions(admin_client):
    event = EventPageFactory(title="Høstsamling", slug="hostsamling")

    edit(admin_client, event, **GAPS)
    refused = edit(admin_client, event, ends_at="2022-11-15 09:00")

    event = EventPage.objects.get()
    assert (event.live, event.registration_kind) == (True, "none")
    assert event.get_latest_revision_as_object().registration_kind == "external"
    assert complaints(refused) == {"ends_at": ["Arrangementet må slutte etter at det starter."]}


def test_a_complete_event_is_published(admin_client):
    index = EventIndexPageFactory()

    create(admin_client, index, lead="Kommunene møtes.", **{"action-publish": "1"})

    assert EventPage.objects.get().live


def test_two_organisers_can_change_places(admin_client):
    event = EventPageFactory(live=False, title="Høstsamling", slug="hostsamling")
    first, second = OrganisationFactory(), OrganisationFactory()
    rows = [EventOrganiser.objects.create(event=event, organisation=one) for one in (first, second)]

    response = edit(
        admin_client,
        event,
        organisers=inline_formset(
            [
                {"id": row.pk, "organisation": organisation.pk, "role": "organiser"}
                for row, organisation in zip(rows, (second, first), strict=True)
            ],
            initial=2,
        ),
    )

    assert response.status_code == 302
    assert [row.organisation for row in event.organisers.all()] == [second, first]


def test_the_form_offers_the_themes_of_the_pages_language_and_those_already_chosen(admin_client):
    nynorsk = Locale.objects.get_or_create(language_code="nn")[0]
    health, other = ThemeFactory(label="Helse"), ThemeFactory(label="Helse", locale=nynorsk)
    chosen = ThemeFactory(label="Frivilligheit", locale=nynorsk)
    event = EventPageFactory(themes=[chosen])

    form = admin_client.get(reverse("wagtailadmin_pages:edit", args=[event.pk])).context["form"]

    assert set(form.fields["themes"].queryset) == {health, chosen}
    assert other not in form.fields["themes"].queryset
