"""Administrators decide who is told, see what became of it, and send it again; nobody else sees any of it."""

import re

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from cms.dashboard import tasks_of
from cms.roles import MODERATORS, set_up_roles
from cms.webhooks.kinds import EventKind, all_chosen
from cms.webhooks.models import Attempt, Delivery, Endpoint
from cms.webhooks.sending import send_next
from cms.webhooks.signing import secret_of
from cms.webhooks.telling import Happening, write, write_trial

pytestmark = pytest.mark.django_db

FORM = {"name": "Nettstedet", "url": "https://www.example.no/webhooks/", "is_active": "on", "kinds": all_chosen()}
CONSTRAINTS = {constraint.name: constraint for constraint in Endpoint._meta.constraints}


@pytest.fixture
def endpoint():
    return Endpoint.objects.create(name="Nettstedet", url="https://www.example.no/webhooks/")


@pytest.fixture
def delivery(endpoint):
    write([Happening(EventKind.CHANGED, ["page-1"], "ArticlePage", "/artikler/ny/")])
    return Delivery.objects.get()


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def complaints(response):
    return response.context["form"].errors


def addresses(delivery):
    key = [delivery.endpoint_id]
    return [
        reverse("webhooks:index"),
        reverse("webhooks:add"),
        reverse("webhooks:edit", args=key),
        reverse("webhooks:secret", args=key),
        reverse("webhooks:trial", args=key),
        reverse("webhook_log"),
        reverse("webhook_delivery", args=[delivery.pk]),
    ]


def test_a_receiver_is_made_and_its_secret_is_shown_once(admin_client):
    made = admin_client.post(reverse("webhooks:add"), FORM | {"types": ["EventPage"]})
    endpoint = Endpoint.objects.get()
    before = text(admin_client.get(made["Location"]))
    shown = admin_client.post(made["Location"], {"show": ""})
    again = admin_client.post(made["Location"], {"show": ""}, follow=True)

    assert (endpoint.types, endpoint.kinds) == (["EventPage"], all_chosen())
    assert made["Location"] == reverse("webhooks:secret", args=[endpoint.pk])
    secret = secret_of(endpoint.salt)
    assert "whsec_" not in before
    assert re.findall(r"whsec_[\w+/=]+", text(shown)) == [secret]
    assert "no-store" in shown["Cache-Control"]
    assert "whsec_" not in text(again)
    assert "Hemmeligheten er alt vist." in text(again)


def test_a_new_secret_takes_its_place_and_a_reload_does_not_make_another(admin_client, endpoint):
    endpoint.show_secret()
    address = reverse("webhooks:secret", args=[endpoint.pk])
    [button] = re.findall(r'name="instead_of" value="([^"]+)"', text(admin_client.get(address)))

    shown = text(admin_client.post(address, {"instead_of": button}))
    admin_client.post(address, {"instead_of": button})

    former = endpoint.salt
    endpoint.refresh_from_db()
    assert secret_of(endpoint.salt) in shown
    assert endpoint.salts == [endpoint.salt, former]


@pytest.mark.parametrize(
    ("wrong", "field", "message"),
    [
        ({"url": "http://www.example.no/"}, "url", "Adressen må begynne med https://"),
        ({"url": "https://10.0.0.7/"}, "url", "Adressen er i et privat nett."),
        ({"kinds": []}, "kinds", "Dette feltet er påkrevet."),
        ({"kinds": ["everything.changed"]}, "kinds", "Velg et gyldig valg."),
        ({"types": ["Registration"]}, "types", "Velg et gyldig valg."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(admin_client, wrong, field, message):
    errors = complaints(admin_client.post(reverse("webhooks:add"), FORM | wrong))

    assert list(errors) == [field]
    assert errors[field][0].startswith(message)


def test_two_receivers_have_two_names(admin_client, endpoint):
    errors = complaints(admin_client.post(reverse("webhooks:add"), FORM))

    assert errors == {"name": [CONSTRAINTS["webhook_name_unique"].violation_error_message]}


@pytest.mark.parametrize("kinds", [[], ["everything.changed"]])
def test_the_database_knows_the_kinds_that_can_be_chosen(kinds):
    with pytest.raises(IntegrityError, match="webhook_kinds_known"):
        Endpoint.objects.create(name="x", url="https://www.example.no/", kinds=kinds)


def test_the_trial_shows_the_request_and_sends_it_when_asked(admin_client, receiver):
    endpoint = receiver.endpoint(kinds=["content.deleted"])
    address = reverse("webhooks:trial", args=[endpoint.pk])

    shown = text(admin_client.get(address))
    unsent = Delivery.objects.count()
    posted = admin_client.post(address)
    send_next(endpoint.pk)

    assert "webhook-signature: v1," in shown
    assert "&quot;type&quot;: &quot;webhooks.test&quot;" in shown
    assert unsent == 0
    assert posted["Location"] == reverse("webhook_delivery", args=[Delivery.objects.get().pk])
    assert [one.verified_by(secret_of(endpoint.salt))["type"] for one in receiver.messages] == ["webhooks.test"]


def test_the_log_tells_every_try_and_gives_what_was_answered_as_text(admin_client, delivery):
    Attempt.objects.create(delivery=delivery, status=500, answer="<script>alert(1)</script>", milliseconds=12)
    Attempt.objects.create(delivery=delivery, problem="Fant ikke www.example.no (DNS).", milliseconds=3)

    listed = text(admin_client.get(reverse("webhook_log"), {"status": "waiting", "kind": "content.changed"}))
    page = text(admin_client.get(reverse("webhook_delivery", args=[delivery.pk])))

    assert "/artikler/ny/" in listed
    assert "Fant ikke www.example.no (DNS)." in listed
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert(1)" not in page
    assert delivery.event.message_id in page


def test_a_message_that_was_given_up_is_red_in_the_list_in_the_log_and_on_the_first_page(
    admin_client, admin_user, delivery
):
    Delivery.objects.update(status="given_up", tries=8)

    listed = text(admin_client.get(reverse("webhooks:index")))
    logged = text(admin_client.get(reverse("webhook_log")))
    page = text(admin_client.get(reverse("webhook_delivery", args=[delivery.pk])))

    assert re.search(r'w-bg-critical-200 w-text-white">\s*1 oppgitt', listed)
    assert 'w-bg-critical-200 w-text-white">Oppgitt' in logged
    assert "Meldingen kom ikke frem" in page
    assert ("1 webhook-melding ble oppgitt", f"{reverse('webhook_log')}?status=given_up") in [
        (task.says, task.address) for task in tasks_of(admin_user)
    ]


def test_a_message_is_sent_again_with_its_id(admin_client, receiver):
    endpoint = receiver.endpoint()
    delivery = write_trial(endpoint)
    send_next(endpoint.pk)

    admin_client.post(reverse("webhook_delivery", args=[delivery.pk]))
    send_next(endpoint.pk)

    assert len({one.id for one in receiver.messages}) == 1
    assert [attempt.status for attempt in delivery.attempts.all()] == [204, 204]


def test_a_page_about_a_message_that_is_sent_soon_looks_again_by_itself(admin_client, delivery):
    address = reverse("webhook_delivery", args=[delivery.pk])

    soon = admin_client.get(address)
    Delivery.objects.update(status="delivered")
    done = admin_client.get(address)

    assert (soon["Refresh"], "Refresh" in done) == ("2", False)


def test_the_log_can_be_taken_along(admin_client, delivery):
    exported = admin_client.get(reverse("webhook_log"), {"export": "csv"})

    lines = b"".join(exported).decode().splitlines()
    assert lines[0] == "Tid,Hendelse,Type,Sti,Webhook,Status,Forsøk"
    assert lines[1].endswith("content.changed,ArticlePage,/artikler/ny/,Nettstedet,Venter,0")


def test_every_screen_opens_for_an_administrator(admin_client, delivery):
    Endpoint.objects.update(former_until=timezone.now())

    for address in addresses(delivery):
        assert text(admin_client.get(address))


def test_no_other_editor_gets_in_nor_sees_it_in_the_menu(client, django_user_model, home, delivery):
    set_up_roles([home])
    moderator = django_user_model.objects.create_user("moderator")
    moderator.groups.add(Group.objects.get(name=MODERATORS))
    client.force_login(moderator)

    for address in addresses(delivery):
        assert client.get(address).status_code == 302
        assert client.post(address).status_code == 302

    menu = text(client.get(reverse("wagtailadmin_home")))
    assert "webhook" not in menu.lower()
    assert Delivery.objects.get().attempts.count() == 0
