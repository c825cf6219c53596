"""The first page of the admin says what waits for whoever looks at it."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.dashboard import tasks_of
from cms.roles import EDITORS, MODERATORS, set_up_roles
from pages.health.model import read
from pages.models import RegistrationKind
from snippets.models import Municipality, NominationStatus
from tests.factories import ContactFactory, NominationFactory
from tests.page_factories import ArticleIndexPageFactory, ArticlePageFactory, EventIndexPageFactory, EventPageFactory

DAY = datetime.timedelta(days=1)


@pytest.fixture
def user(home, django_user_model):
    set_up_roles([home])

    def in_group(name):
        made = django_user_model.objects.create_user(name)
        made.groups.add(Group.objects.get(name=name))
        return made

    return in_group


def said(user):
    return [task.says for task in tasks_of(user)]


def test_contacts_that_are_missing_old_or_over_are_counted(user):
    today = timezone.localdate()
    for number, fields in (
        ("5001", {"confirmed_on": today}),
        ("5006", {"confirmed_on": today - 366 * DAY}),
        ("5007", {"confirmed_on": today, "term_ends_on": today - DAY}),
    ):
        ContactFactory(municipality=Municipality.objects.get(number=number), **fields)
    ContactFactory(municipality=Municipality.objects.get(number="5014"), live=False)

    assert said(user(EDITORS)) == [
        "35 av 38 kommuner har ingen FoUI-kontakt",
        "1 kontaktperson er ikke bekreftet det siste året",
        "1 oppnevning har gått ut",
    ]


def test_events_that_lack_a_deadline_or_a_recap_are_named(user, home):
    index, now = EventIndexPageFactory(parent=home), timezone.now()
    EventPageFactory(parent=index, title="Kommer", starts_at=now + DAY, registration_kind=RegistrationKind.OWN)
    EventPageFactory(parent=index, title="Nylig", starts_at=now - 13 * DAY)
    EventPageFactory(parent=index, title="Var", starts_at=now - 16 * DAY)
    told = EventPageFactory(parent=index, title="Fortalt", starts_at=now - 16 * DAY)
    ArticlePageFactory(parent=ArticleIndexPageFactory(parent=home), event=told)
    EventPageFactory(parent=index, title="Avlyst", starts_at=now - 16 * DAY, status="cancelled")

    assert said(user(EDITORS))[-2:] == ["«Kommer» har påmelding uten frist", "«Var» mangler oppsummering"]


def test_nominations_wait_for_moderators_alone(user):
    NominationFactory(status=NominationStatus.CONFIRMED, contact=ContactFactory(live=False))
    NominationFactory()

    waiting = "1 oppnevning venter på godkjenning"
    assert waiting in said(user(MODERATORS))
    assert waiting not in said(user(EDITORS))


def test_faults_of_the_content_lead_to_the_report(user, home, client):
    read(ArticlePageFactory(parent=ArticleIndexPageFactory(parent=home), lead="Høstens samling 2. mars."))
    client.force_login(user(EDITORS))

    page = client.get(reverse("wagtailadmin_home")).content.decode()

    assert "Det som bør gjøres" in page
    assert "Innholdshelse: tid som eldes (1)" in page
    assert f"{reverse('content_health')}?kind=relative_time" in page


def test_it_takes_as_many_statements_for_twenty_of_everything_as_for_one(user, home):
    moderator, index = user(MODERATORS), EventIndexPageFactory(parent=home)
    counts = []
    for number in (1, 19):
        for _ in range(number):
            ContactFactory()
            NominationFactory(status=NominationStatus.CONFIRMED, contact=ContactFactory(live=False))
            read(EventPageFactory(parent=index, lead="I fjor", starts_at=timezone.now() - 20 * DAY))
        tasks_of(moderator)
        with CaptureQueriesContext(connection) as captured:
            tasks_of(moderator)
        counts.append(len(captured))

    assert counts[0] == counts[1]
