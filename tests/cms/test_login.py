"""Who logs in: five tries, a second factor for whoever has one, and a line in the log."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.models import ModelLogEntry

from cms.demo import logins as demo
from cms.login import forget_attempts
from cms.roles import set_up_roles

pytestmark = pytest.mark.django_db

LOGIN = "/admin/login/"
PASSWORD = "korrekt-hest-batteri"


@pytest.fixture
def editor(django_user_model):
    user = django_user_model.objects.create_user("redaktor", "redaktor@example.no", PASSWORD)
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


def log_in(client=None, password=PASSWORD, *, address="192.0.2.1", username="redaktor", code="", **headers):
    given = {"username": username, "password": password, "otp_token": code}
    return (client or Client()).post(LOGIN, given, REMOTE_ADDR=address, headers=headers)


def is_in(client):
    return client.get("/admin/").status_code == 200


def set_up(client):
    """Switches two-factor sign-in on, as the screen is used; gives the app and the recovery codes."""
    client.get(reverse("two_factor"))
    device = TOTPDevice.objects.get(confirmed=False)
    answer = client.post(reverse("two_factor"), {"code": code_of(device)})
    TOTPDevice.objects.update(last_t=-1)
    return device, answer.context["codes"]


def code_of(device):
    return f"{totp(device.bin_key):06d}"


def test_a_sixth_try_is_refused_even_with_the_right_password(editor):
    for _ in range(5):
        last = log_in(password="feil")
    sixth = log_in()

    assert (last.status_code, sixth.status_code) == (429, 429)
    assert 0 < int(sixth["Retry-After"]) <= 15 * 60
    until = timezone.localtime(timezone.now() + timedelta(seconds=int(sixth["Retry-After"])))
    assert f"Prøv igjen etter klokken {until:%H:%M}" in sixth.content.decode()


def test_an_account_is_closed_to_all_addresses(editor):
    for number in range(5):
        log_in(password="feil", address=f"192.0.2.{number}")

    assert log_in(address="198.51.100.1").status_code == 429


def test_an_address_is_closed_to_all_accounts(editor):
    for number in range(5):
        log_in(password="feil", username=f"noen{number}")

    assert log_in().status_code == 429
    assert log_in(address="198.51.100.1").status_code == 302


def test_the_address_is_the_one_that_our_proxy_heard(editor, settings):
    settings.TRUSTED_PROXIES = 1
    for number in range(5):
        log_in(password="feil", username=f"noen{number}", **{"X-Forwarded-For": f"10.0.0.{number}, 203.0.113.9"})

    assert log_in(**{"X-Forwarded-For": "203.0.113.9"}).status_code == 429
    assert log_in(**{"X-Forwarded-For": "203.0.113.9, 198.51.100.1"}).status_code == 302


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "unknown"},
        {"X-Forwarded-For": "203.0.113.9:4711"},
        {"X-Forwarded-For": "fe80::1%eth0"},
        {"X-Forwarded-For": "' OR 1=1 --"},
        {"User-Agent": "x" * 5000, "Accept": "y" * 5000},
    ],
    ids=["no address", "a port", "a zone", "SQL", "long"],
)
def test_whatever_headers_say_a_wrong_password_is_just_wrong(editor, settings, headers):
    settings.TRUSTED_PROXIES = 1

    assert log_in(password="feil", **headers).status_code == 200
    assert AccessAttempt.objects.count() == 1


def test_a_quarter_of_an_hour_later_it_is_open_again(editor):
    for _ in range(5):
        log_in(password="feil")
    AccessAttempt.objects.update(attempt_time=timezone.now() - settings.AXES_COOLOFF_TIME - timedelta(seconds=1))

    assert log_in().status_code == 302


def test_the_right_password_forgets_the_wrong_ones(editor):
    for _ in range(4):
        log_in(password="feil")
    log_in()

    assert log_in(password="feil").status_code == 200


def test_no_password_is_stored_with_a_failed_try(editor):
    log_in(password="hemmelig-feil")

    assert "hemmelig-feil" not in str(AccessAttempt.objects.values().get())


def test_failed_tries_are_forgotten_after_a_week(editor):
    log_in(password="feil")
    log_in(password="feil", address="198.51.100.1")
    AccessAttempt.objects.filter(ip_address="192.0.2.1").update(attempt_time=timezone.now() - timedelta(days=8))

    forget_attempts()

    assert AccessAttempt.objects.get().ip_address == "198.51.100.1"


def test_the_log_says_who_logged_in_and_out_and_whose_account_was_closed(editor):
    client = Client()
    log_in(client)
    client.post("/admin/logout/")
    for _ in range(5):
        log_in(password="feil")

    entries = ModelLogEntry.objects.filter(object_id=str(editor.pk)).order_by("pk")

    assert [entry.action for entry in entries] == ["cms.login", "cms.logout", "cms.login.locked"]


def test_a_new_password_ends_all_other_sessions(editor):
    here, elsewhere = Client(), Client()
    log_in(here)
    log_in(elsewhere)

    editor.set_password("et-helt-nytt-passord")
    editor.save()

    assert (is_in(here), is_in(elsewhere)) == (False, False)


def test_a_session_ends_after_a_week_at_most(editor):
    client = Client()

    log_in(client)

    assert settings.SESSION_COOKIE_AGE == 7 * 24 * 3600
    assert client.session.get_expiry_age() <= settings.SESSION_COOKIE_AGE
    assert client.session.get_expire_at_browser_close()


@pytest.fixture
def moved_from_a_laptop(home):
    """The accounts that a laptop's backup brings."""
    set_up_roles([home])
    demo.make_logins()


def test_the_demos_password_opens_nothing_in_production(moved_from_a_laptop):
    answers = [log_in(username=name, password=demo.PASSWORD) for name in demo.LOGINS]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert "Passordet fra demoen kan alle lese, så her åpner det ingenting." in answers[0].content.decode()
    assert authenticate(HttpRequest(), username="admin", password=demo.PASSWORD) is None


def test_the_demos_password_opens_nothing_whatever_the_account_is_called(editor):
    editor.set_password(demo.PASSWORD)
    editor.save()

    assert log_in(password=demo.PASSWORD).status_code == 200


def test_another_password_lets_a_demo_account_in(moved_from_a_laptop, django_user_model):
    admin = django_user_model.objects.get(username="admin")
    admin.set_password(PASSWORD)
    admin.save()

    assert log_in(username="admin").status_code == 302


def test_on_a_laptop_the_demos_password_lets_one_in(moved_from_a_laptop, settings):
    settings.DEBUG = True

    assert log_in(username="admin", password=demo.PASSWORD).status_code == 302


@pytest.mark.parametrize(
    "password", ["kort-passord"[:11], "123456789012", "passordpassord"[:8], "redaktor@example", demo.PASSWORD]
)
def test_a_weak_password_is_refused(editor, password):
    client = Client()
    log_in(client)

    client.post(
        reverse("wagtailadmin_account"),
        {
            "password-old_password": PASSWORD,
            "password-new_password1": password,
            "password-new_password2": password,
        },
    )

    editor.refresh_from_db()
    assert editor.check_password(PASSWORD)


def test_whoever_has_set_up_an_app_needs_its_code(editor):
    client = Client()
    log_in(client)
    device, _ = set_up(client)
    fresh = Client()

    without = log_in(fresh)
    wrong = log_in(fresh, code="000000")
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    right = log_in(fresh, code=code_of(device))

    assert "Skriv også engangskoden fra appen." in without.content.decode()
    assert "Engangskoden stemmer ikke." in wrong.content.decode()
    assert right.status_code == 302
    assert is_in(client)
    assert is_in(fresh)


def test_a_recovery_code_lets_in_once(editor):
    client = Client()
    log_in(client)
    _, codes = set_up(client)

    first = log_in(code=codes[0])
    again = log_in(code=codes[0])

    assert len(codes) == 10
    assert (first.status_code, again.status_code) == (302, 200)
    assert StaticToken.objects.count() == 9


def test_guessing_codes_takes_longer_each_time(editor):
    client = Client()
    log_in(client)
    device, _ = set_up(client)

    log_in(code="000000")
    at_once = log_in(code=code_of(device))

    assert "Vent litt før du prøver igjen." in at_once.content.decode()


def test_a_session_from_before_the_app_was_set_up_ends(editor):
    elsewhere, here = Client(), Client()
    log_in(elsewhere)
    log_in(here)

    set_up(here)

    assert (is_in(here), is_in(elsewhere)) == (True, False)


def test_a_wrong_code_sets_nothing_up(editor):
    client = Client()
    log_in(client)
    client.get(reverse("two_factor"))

    answer = client.post(reverse("two_factor"), {"code": "000000"})

    assert "Koden stemmer ikke." in answer.content.decode()
    assert is_in(client)
    assert not TOTPDevice.objects.filter(confirmed=True).exists()


def test_the_second_factor_is_taken_away_with_the_password(editor):
    client = Client()
    log_in(client)
    set_up(client)

    client.post(reverse("two_factor"), {"password": "feil"})
    kept = TOTPDevice.objects.count()
    client.post(reverse("two_factor"), {"password": PASSWORD})

    noted = ModelLogEntry.objects.filter(action__startswith="cms.two_factor.").order_by("pk")
    assert [entry.action for entry in noted] == ["cms.two_factor.on", "cms.two_factor.off"]
    assert (kept, TOTPDevice.objects.count(), StaticToken.objects.count()) == (1, 0, 0)
    assert log_in().status_code == 302


def test_where_all_need_a_second_factor_nothing_else_is_open_without(editor, settings):
    settings.REQUIRE_TWO_FACTOR = True
    client = Client()
    log_in(client)

    sent_to = client.get("/admin/")
    document = client.get("/documents/1/a.pdf")
    set_up(client)

    assert (sent_to.status_code, sent_to["Location"]) == (302, reverse("two_factor"))
    assert document["Location"] == reverse("two_factor")
    assert is_in(client)


def test_where_all_need_a_second_factor_nobody_takes_it_away(editor, settings):
    settings.REQUIRE_TWO_FACTOR = True
    client = Client()
    log_in(client)
    set_up(client)

    client.post(reverse("two_factor"), {"password": PASSWORD})

    assert TOTPDevice.objects.count() == 1


def test_an_operator_lets_somebody_in_again_whose_phone_is_gone(editor):
    client = Client()
    log_in(client)
    set_up(client)

    call_command("reset_two_factor", "redaktor")

    assert log_in().status_code == 302
    assert ModelLogEntry.objects.filter(action="cms.two_factor.off").exists()
    with pytest.raises(CommandError, match="No user is called ukjent"):
        call_command("reset_two_factor", "ukjent")


def test_readers_pages_differ_by_no_cookie(home):
    assert "Cookie" not in Client().get("/").get("Vary", "")


def test_a_form_that_was_open_too_long_says_what_to_do():
    answer = Client(enforce_csrf_checks=True).post(LOGIN, {"username": "kari", "password": "hemmelig"})

    assert answer.status_code == 403
    assert "Last siden på nytt" in answer.content.decode()
